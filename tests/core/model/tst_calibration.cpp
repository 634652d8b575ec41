// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

#include "core/model/calibration.h"

using namespace somno;
using namespace somno::sdreamer;
using scoring::Stage;

namespace {

const std::vector<Stage> kClasses{Stage::Wake, Stage::Nrem, Stage::Rem};

std::vector<float> softmax(const std::vector<double> &logits)
{
    std::vector<float> row;
    double sum = 0;
    for (const double logit : logits)
        sum += std::exp(logit);
    for (const double logit : logits)
        row.push_back(float(std::exp(logit) / sum));
    return row;
}

/// Rows whose labels follow their probabilities, and which then claim to be `factor` times as sure.
LabelledRows overconfident(double factor, int count, quint64 seed = 1)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal(0, 2);
    LabelledRows rows{kClasses, {}, {}};
    for (int i = 0; i < count; ++i) {
        std::vector<double> logits{normal(random), normal(random), normal(random)};
        const auto honest = softmax(logits);
        std::discrete_distribution<int> draw(honest.begin(), honest.end());
        rows.labels.push_back(draw(random));
        for (double &logit : logits)
            logit *= factor;
        const auto said = softmax(logits);
        rows.probabilities.insert(rows.probabilities.end(), said.begin(), said.end());
    }
    return rows;
}

scoring::Proposal proposalOf(const LabelledRows &rows)
{
    return {1, rows.classes, rows.probabilities, QStringLiteral("test")};
}

} // namespace

class TestCalibration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void findsTheTemperature_data();
    void findsTheTemperature();
    void boundsWhereThereIsNoMinimum();
    void accuracyDoesNotChange();
    void temperingIsDivisionOfLogits();
    void emptyRowsStay();
    void appendPairsEpochs();
    void reliabilityByHand();
};

void TestCalibration::findsTheTemperature_data()
{
    QTest::addColumn<double>("factor");
    QTest::newRow("honest") << 1.0;
    QTest::newRow("twice too sure") << 2.0;
    QTest::newRow("four times too sure") << 4.0;
    QTest::newRow("too modest") << 0.5;
}

void TestCalibration::findsTheTemperature()
{
    QFETCH(double, factor);
    LabelledRows rows = overconfident(factor, 20'000);
    const double temperature = fitTemperature(rows);
    QVERIFY2(std::abs(temperature / factor - 1) < 0.05, qPrintable(QString::number(temperature)));
    // On other epochs it brings the calibration error down to that of an honest scorer.
    LabelledRows others = overconfident(factor, 20'000, 2);
    const double before = calibrationError(reliabilityOf(others));
    others.probabilities = tempered(proposalOf(others), temperature).probabilities;
    const double after = calibrationError(reliabilityOf(others));
    QVERIFY2(after < 0.02, qPrintable(QString::number(after)));
    QVERIFY(factor == 1.0 || before > 0.04);
}

void TestCalibration::boundsWhereThereIsNoMinimum()
{
    LabelledRows right = overconfident(1, 500);
    for (size_t i = 0; i < right.labels.size(); ++i) {
        const auto first = right.probabilities.begin() + std::ptrdiff_t(3 * i);
        right.labels[i] = int(std::max_element(first, first + 3) - first);
    }
    QVERIFY(std::abs(fitTemperature(right) - 0.1) < 1e-3);
    LabelledRows wrong = right;
    for (int &label : wrong.labels)
        label = (label + 1) % 3;
    QVERIFY(std::abs(fitTemperature(wrong) - 10) < 1e-2);
    QCOMPARE(fitTemperature(LabelledRows{}), 1.0);
    QCOMPARE(fitTemperature(overconfident(3, 99)), 1.0); // too few to say anything
    // Certain and wrong: an infinite loss must not become NaN.
    LabelledRows certain{kClasses, {}, {}};
    for (int i = 0; i < 200; ++i) {
        certain.probabilities.insert(certain.probabilities.end(), {1.f, 0.f, 0.f});
        certain.labels.push_back(i % 2);
    }
    const double temperature = fitTemperature(certain);
    QVERIFY(temperature >= 0.1 && temperature <= 10.0001);
}

void TestCalibration::accuracyDoesNotChange()
{
    const scoring::Proposal proposal = proposalOf(overconfident(1, 20'000));
    scoring::Proposal close{1, kClasses, {}, {}};
    for (float p = 0.4f; p < 0.41f; p = std::nextafter(p, 1.f) + 1e-5f) { // a hair between the first two
        const auto pair = {p, std::nextafter(p, 1.f), 1 - 2 * p};
        close.probabilities.insert(close.probabilities.end(), pair);
    }
    for (const scoring::Proposal &one : {proposal, close})
        for (const double temperature : {0.1, 0.5, 1.0, 1.7, 10.0}) {
            const scoring::Proposal other = tempered(one, temperature);
            for (EpochIndex i = 0; i < one.size(); ++i)
                QCOMPARE(other.stage(i), one.stage(i));
        }
}

void TestCalibration::temperingIsDivisionOfLogits()
{
    const scoring::Proposal proposal{1, kClasses, softmax({3, 1, -2}), QStringLiteral("m 1")};
    const auto expected = softmax({1.5, 0.5, -1});
    const auto got = tempered(proposal, 2);
    for (size_t c = 0; c < 3; ++c)
        QVERIFY(std::abs(got.probabilities[c] - expected[c]) < 1e-6f);
    QCOMPARE(got.modelVersion, proposal.modelVersion);
    QCOMPARE(tempered(proposal, 1).probabilities, proposal.probabilities);
}

void TestCalibration::emptyRowsStay()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto got = tempered({1, kClasses, {nan, nan, nan, 0.2f, 0.3f, 0.5f}, {}}, 3);
    QCOMPARE(got.stage(0), Stage::Unscored);
    QCOMPARE(got.stage(1), Stage::Rem);
}

void TestCalibration::appendPairsEpochs()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const scoring::Proposal proposal{
        1, kClasses, {.7f, .2f, .1f, .1f, .8f, .1f, nan, nan, nan, .1f, .2f, .7f, .2f, .7f, .1f}, {}};
    scoring::Hypnogram truth(6);
    truth.set(0, Stage::Microarousal, scoring::EpochSource::Human);
    truth.set(2, Stage::Rem, scoring::EpochSource::Human); // the model is silent there
    truth.set(3, Stage::Rem, scoring::EpochSource::Human);
    truth.set(4, Stage::N2, scoring::EpochSource::Human);
    LabelledRows rows;
    rows.append(proposal, truth);
    QCOMPARE(rows.labels, (std::vector<int>{0, 2, 1})); // the microarousal counts as wake, N2 as NREM
    QCOMPARE(rows.probabilities, (std::vector<float>{.7f, .2f, .1f, .1f, .2f, .7f, .2f, .7f, .1f}));
    QCOMPARE(rows.classes, kClasses);
}

void TestCalibration::reliabilityByHand()
{
    LabelledRows rows{kClasses, {.55f, .25f, .2f, .2f, .55f, .25f, .1f, .1f, .8f, 1.f, 0.f, 0.f}, {0, 0, 2, 0}};
    const auto bins = reliabilityOf(rows);
    QCOMPARE(bins.size(), size_t(10));
    QCOMPARE(bins[5].epochs, qint64(2));
    QVERIFY(std::abs(bins[5].meanConfidence - 0.55) < 1e-6);
    QCOMPARE(bins[5].accuracy, 0.5);
    QCOMPARE(bins[8].epochs, qint64(1));
    QCOMPARE(bins[9].epochs, qint64(1)); // certainty belongs to the last bin
    QCOMPARE(std::accumulate(bins.begin(), bins.end(), qint64(0), [](qint64 n, const auto &b) { return n + b.epochs; }),
             qint64(4));
    QVERIFY(std::abs(calibrationError(bins) - (0.05 * 2 + 0.2) / 4) < 1e-6);
    QCOMPARE(calibrationError({}), 0.0);
}

QTEST_GUILESS_MAIN(TestCalibration)
#include "tst_calibration.moc"
