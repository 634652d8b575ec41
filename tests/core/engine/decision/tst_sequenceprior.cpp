// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>

#include "core/engine/decision/sequenceprior.h"

using namespace somno::sdreamer;

namespace {

/// ln opinions: each letter a second that is for the stage with that probability, the rest shared.
std::vector<float> opinions(const char *stages, double probability)
{
    std::vector<float> logs;
    for (const char *at = stages; *at; ++at)
        for (const char stage : {'W', 'N', 'R'})
            logs.push_back(*at == '.' ? std::numeric_limits<float>::quiet_NaN()
                                      : float(std::log(*at == stage ? probability : (1 - probability) / 2)));
    return logs;
}

std::string decoded(const std::vector<float> &posterior)
{
    std::string stages;
    for (size_t at = 0; at < posterior.size(); at += 3) {
        if (std::isnan(posterior[at])) {
            stages += '.';
            continue;
        }
        stages += "WNR"[std::max_element(posterior.begin() + std::ptrdiff_t(at),
                                         posterior.begin() + std::ptrdiff_t(at) + 3)
                        - posterior.begin() - std::ptrdiff_t(at)];
    }
    return stages;
}

} // namespace

class TestSequencePrior : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void withoutStrengthTheOpinionStays()
    {
        const auto logs = opinions("WNRWNR", 0.6);
        const auto posterior = decodeSequence(logs, {1, 0});
        for (size_t i = 0; i < logs.size(); ++i)
            QVERIFY(std::abs(posterior[i] - std::exp(logs[i])) < 1e-5f);
    }

    void loneSecondsGiveWay()
    {
        QCOMPARE(decoded(decodeSequence(opinions("NNNNNWNNNNN", 0.7), {1, 1})), std::string("NNNNNNNNNNN"));
        QCOMPARE(decoded(decodeSequence(opinions("NNNNNWWWWWW", 0.9), {1, 1})), std::string("NNNNNWWWWWW"));
    }

    void remDoesNotComeOutOfWake()
    {
        const auto said = opinions("WWWWWWRRRRWWWWWW", 0.75);
        QCOMPARE(decoded(decodeSequence(said, {1, 1})), std::string("WWWWWWWWWWWWWWWW"));
        QCOMPARE(decoded(decodeSequence(opinions("NNNNNNRRRRRRRRRRWWWW", 0.9), {1, 1})),
                 std::string("NNNNNNRRRRRRRRRRWWWW"));
    }

    void rowsAreProbabilitiesAndUnscoredStays()
    {
        const auto posterior = decodeSequence(opinions("WW..NNNN..", 0.8), {0.7, 0.3});
        QCOMPARE(decoded(posterior), std::string("WW..NNNN.."));
        for (size_t at = 0; at < posterior.size(); at += 3)
            if (!std::isnan(posterior[at]))
                QVERIFY(std::abs(posterior[at] + posterior[at + 1] + posterior[at + 2] - 1) < 1e-5f);
        QVERIFY(decodeSequence({}, {}).empty());
    }

    /// Against the sum over all sequences of stages.
    void sameAsByHand()
    {
        const auto logs = opinions("WNR", 0.55);
        const double stay[3] = {1 - 1 / 123., 1 - 1 / 102., 1 - 1 / 67.};
        const double leave[3][3]
            = {{0, 0.998 / 123, 0.002 / 123}, {0.793 / 102, 0, 0.207 / 102}, {0.906 / 67, 0.094 / 67, 0}};
        const double sharpness = 0.8, strength = 0.4;
        double sums[3][3] = {}, all = 0;
        for (int code = 0; code < 27; ++code) {
            const int stages[3] = {code % 3, code / 3 % 3, code / 9};
            double weight = 1;
            for (int i = 0; i < 3; ++i) {
                weight *= std::exp(sharpness * double(logs[size_t(i * 3 + stages[i])]));
                if (i > 0)
                    weight *= std::pow(stages[i] == stages[i - 1] ? stay[stages[i]] : leave[stages[i - 1]][stages[i]],
                                       strength);
            }
            all += weight;
            for (int i = 0; i < 3; ++i)
                sums[i][stages[i]] += weight;
        }
        const auto posterior = decodeSequence(logs, {sharpness, strength});
        for (int i = 0; i < 3; ++i)
            for (int c = 0; c < 3; ++c)
                QVERIFY2(std::abs(double(posterior[size_t(i * 3 + c)]) - sums[i][c] / all) < 1e-5,
                         qPrintable(QStringLiteral("%1 %2").arg(i).arg(c)));
    }
};

QTEST_GUILESS_MAIN(TestSequencePrior)
#include "tst_sequenceprior.moc"
