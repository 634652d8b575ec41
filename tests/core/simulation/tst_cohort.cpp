// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <array>
#include <memory>

#include "core/dsp/biquad.h"
#include "core/simulation/simulator.h"

using namespace somno;
using namespace somno::simulation;
using scoring::Stage;
using signal::Recording;

namespace {

constexpr int kFeatures = 4; // ln EEG RMS, ln EMG RMS, ln delta, ln theta / delta
using Row = std::array<double, kFeatures>;

struct Night {
    std::vector<Row> features; ///< one a second
    std::vector<int> classes;  ///< 0 wake with microarousals, 1 NREM, 2 REM
};

std::vector<double> logPower(std::vector<float> samples, dsp::BiquadCascade filter, double fs, size_t epochs)
{
    filter.process(samples);
    std::vector<double> result(epochs);
    for (size_t epoch = 0; epoch < epochs; ++epoch) {
        const size_t first = size_t(double(epoch) * fs),
                     last = std::min(samples.size(), size_t(double(epoch + 1) * fs));
        double sum = 0;
        for (size_t i = first; i < last; ++i)
            sum += double(samples[i]) * double(samples[i]);
        result[epoch] = std::log(sum / double(last - first) + 1e-30);
    }
    return result;
}

// A second is too short to know a spectrum by: everyone who scores looks at its neighbours too.
void smooth(std::vector<Row> &rows)
{
    constexpr qsizetype kReach = 2;
    const std::vector<Row> before = rows;
    for (qsizetype i = 0; i < qsizetype(rows.size()); ++i) {
        const qsizetype first = std::max<qsizetype>(0, i - kReach),
                        last = std::min(qsizetype(rows.size()) - 1, i + kReach);
        for (size_t feature = 0; feature < kFeatures; ++feature) {
            double sum = 0;
            for (qsizetype j = first; j <= last; ++j)
                sum += before[size_t(j)][feature];
            rows[size_t(i)][feature] = sum / double(last - first + 1);
        }
    }
}

Night featuresOf(const Recording &recording)
{
    Night night;
    for (const Stage stage : trueStages(recording))
        night.classes.push_back(stage == Stage::Nrem ? 1 : stage == Stage::Rem ? 2 : 0);
    const size_t epochs = night.classes.size();
    const double fs = recording.channels[0].rate.hz();
    auto eeg = recording.channels[0].physical(0, recording.channels[0].sampleCount);
    auto emg = recording.channels[1].physical(0, recording.channels[1].sampleCount);
    const auto scaleFree = [](std::vector<float> &samples) { // volts must not meet the 1e-30 above
        const float largest = *std::max_element(samples.begin(), samples.end());
        for (float &sample : samples)
            sample /= largest > 0 ? largest : 1;
    };
    scaleFree(eeg);
    scaleFree(emg);
    const auto whole = logPower(eeg, dsp::BiquadCascade::butterworthHighPass(1, 0.5, fs), fs, epochs);
    const auto muscle = logPower(emg, dsp::BiquadCascade::butterworthHighPass(1, 0.5, fs), fs, epochs);
    const auto delta = logPower(eeg, dsp::BiquadCascade::bandPass(2, 1, 4, fs), fs, epochs);
    const auto theta = logPower(eeg, dsp::BiquadCascade::bandPass(2, 6, 9, fs), fs, epochs);
    for (size_t i = 0; i < epochs; ++i)
        night.features.push_back({whole[i] / 2, muscle[i] / 2, delta[i], theta[i] - delta[i]});
    smooth(night.features);
    return night;
}

// Accuracy of the best that Gaussian classes, fitted to the recording's own truth, do with these features.
double accuracy(const Night &night, const std::vector<int> &features)
{
    std::array<Row, 3> mean{}, variance{};
    std::array<double, 3> count{};
    for (size_t i = 0; i < night.classes.size(); ++i) {
        const size_t c = size_t(night.classes[i]);
        ++count[c];
        for (const int f : features) {
            mean[c][size_t(f)] += night.features[i][size_t(f)];
            variance[c][size_t(f)] += night.features[i][size_t(f)] * night.features[i][size_t(f)];
        }
    }
    for (size_t c = 0; c < 3; ++c)
        for (const int f : features) {
            mean[c][size_t(f)] /= count[c];
            variance[c][size_t(f)] = variance[c][size_t(f)] / count[c] - mean[c][size_t(f)] * mean[c][size_t(f)] + 1e-6;
        }
    size_t right = 0;
    for (size_t i = 0; i < night.classes.size(); ++i) {
        double bestScore = -INFINITY;
        size_t best = 0;
        for (size_t c = 0; c < 3; ++c) {
            if (count[c] < 10)
                continue;
            double score = std::log(count[c]);
            for (const int f : features) {
                const double distance = night.features[i][size_t(f)] - mean[c][size_t(f)];
                score -= 0.5 * (distance * distance / variance[c][size_t(f)] + std::log(variance[c][size_t(f)]));
            }
            if (score > bestScore) {
                bestScore = score;
                best = c;
            }
        }
        right += int(best) == night.classes[i];
    }
    return double(right) / double(night.classes.size());
}

double meanOf(const Night &night, int stageClass, int feature)
{
    double sum = 0, count = 0;
    for (size_t i = 0; i < night.classes.size(); ++i)
        if (night.classes[i] == stageClass) {
            sum += night.features[i][size_t(feature)];
            ++count;
        }
    return sum / count;
}

} // namespace

/// What a whole cohort is like: the stages differ as published, and no single feature tells them apart.
class TestCohort : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".?")); }

    void initTestCase()
    {
        QTest::failOnWarning(QRegularExpression(".?"));
        for (int subject = 1; subject <= 16; ++subject) {
            SimulationRequest request;
            request.hours = 1.5;
            request.seed = 31;
            request.subject = subject;
            request.rateHz = 128;
            request.startHour = 9;
            request.stratum = Stratum::Typical;
            m_nights.push_back(featuresOf(simulate(request).value()));
        }
    }

    void everyNumberIsFinite()
    {
        for (const Night &night : m_nights)
            for (const Row &row : night.features)
                for (const double feature : row)
                    QVERIFY(std::isfinite(feature));
    }

    void stagesDifferAsPublished()
    {
        double deltaGain = 0, thetaGain = 0, wakeEmg = 0, remEmg = 0;
        for (const Night &night : m_nights) {
            deltaGain += meanOf(night, 1, 2) - meanOf(night, 0, 2);
            thetaGain += meanOf(night, 2, 3) - meanOf(night, 1, 3);
            wakeEmg += meanOf(night, 0, 1) - meanOf(night, 1, 1);
            remEmg += meanOf(night, 2, 1) - meanOf(night, 1, 1);
        }
        QVERIFY(deltaGain > 0);
        QVERIFY(thetaGain > 0);
        QVERIFY(wakeEmg > 0);
        QVERIFY(remEmg < 0);
    }

    void noSingleFeatureIsEnough()
    {
        double single[kFeatures] = {}, three = 0;
        for (const Night &night : m_nights) {
            for (int feature = 0; feature < kFeatures; ++feature)
                single[feature] += accuracy(night, {feature}) / double(m_nights.size());
            three += accuracy(night, {1, 2, 3}) / double(m_nights.size());
        }
        const double best = *std::max_element(std::begin(single), std::end(single));
        const QByteArray figures = QByteArray::number(best) + " against " + QByteArray::number(three);
        QVERIFY2(best < 0.80, figures.constData());
        QVERIFY2(three > best + 0.04, figures.constData());
        // And it is no riddle either: three rules score a real mouse with an accuracy of about 0.9.
        QVERIFY2(three > 0.80, figures.constData());
    }

    void miceDiffer()
    {
        QSet<qint64> contrasts;
        for (const Night &night : m_nights)
            contrasts.insert(qint64(20 * (meanOf(night, 0, 1) - meanOf(night, 1, 1))));
        QVERIFY(contrasts.size() > 6);
    }

private:
    std::vector<Night> m_nights;
};

QTEST_GUILESS_MAIN(TestCohort)
#include "tst_cohort.moc"
