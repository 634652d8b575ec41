// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <random>
#include <thread>

#include "core/engine/prepare/preprocessing.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

const SampleRate k512{512, kTicksPerSecond};
constexpr EpochIndex kHour = 3600;

signal::Recording recordingOf(std::vector<float> samples, const SampleRate &rate = k512)
{
    signal::Channel channel;
    channel.label = QStringLiteral("EMG");
    channel.rate = rate;
    channel.digitalMin = -1;
    channel.digitalMax = 1;
    channel.sampleCount = SampleIndex(samples.size());
    channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
    signal::Recording recording;
    recording.path = QStringLiteral("/data/night.edf");
    recording.time = signal::TimeMap::continuous(rate.duration(channel.sampleCount));
    recording.channels = {channel};
    return recording;
}

/// Noise whose RMS is given for each second.
std::vector<float> noise(EpochIndex seconds, const std::function<double(EpochIndex)> &rms, double offset = 0)
{
    std::vector<float> samples;
    samples.reserve(size_t(seconds) * 512);
    std::minstd_rand random(5);
    for (EpochIndex t = 0; t < seconds; ++t) {
        const double half = rms(t) * std::sqrt(3.0); // of an even distribution
        for (int i = 0; i < 512; ++i)
            samples.push_back(float(offset + half * (2 * double(random() % 65536) / 65535 - 1)));
    }
    return samples;
}

/// Ten minutes of sleep, five awake, and so on; muscle 5 and 60 uV.
bool isAwake(EpochIndex t)
{
    return t % 900 >= 600;
}
double cycles(EpochIndex t)
{
    return isAwake(t) ? 60 : 5;
}

PreparedChannel prepared(std::vector<float> samples, Normalisation normalisation, bool asEmg = true,
                         QStringList *warnings = nullptr)
{
    const auto result
        = prepareRecording(recordingOf(std::move(samples)), {asEmg ? -1 : 0, asEmg ? 0 : -1}, normalisation);
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
    if (warnings)
        *warnings = result->warnings;
    return asEmg ? result->emg : result->eeg;
}

std::vector<float> read(const PreparedChannel &channel, EpochIndex first, EpochIndex count)
{
    std::vector<float> out(size_t(count) * kSamplesPerEpoch, 77.0f);
    if (!channel.read(first, out))
        qFatal("a channel in memory could not be read");
    return out;
}

double rmsOf(const PreparedChannel &channel, EpochIndex first, EpochIndex count)
{
    double squares = 0;
    const auto values = read(channel, first, count);
    for (const float value : values)
        squares += double(value) * double(value);
    return std::sqrt(squares / double(values.size()));
}

} // namespace

class TestNormaliser : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void joinsMoments();
    void centresOnMedianAndMad();
    void samplesLongRecordings();
    void saturatesSmoothly();
    void fallsBackWhereMadIsZero();
    void ignoresMissingValues();
    void usesTheRunningScaleForEmgOnly();
    void followsGain_data();
    void followsGain();
    void keepsLongWaking();
    void followsTheLevel();
    void boundsTheCorrection();
    void trustsContrastOnly();
    void survivesLostContact();
    void scalesShortRecordings();
    void readsTheSameInAnyPieces_data();
    void readsTheSameInAnyPieces();
    void servesSeveralThreads();
};

void TestNormaliser::joinsMoments()
{
    const float nan = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> values;
    std::mt19937 random(2);
    for (int i = 0; i < 1001; ++i)
        values.push_back(i % 100 == 7 ? nan : 1000 + float(random() % 1000) / 100);
    const Moments whole = Moments::of(values);
    Moments joined;
    for (size_t first = 0; first < values.size(); first += 77)
        joined.add(Moments::of(std::span(values).subspan(first, std::min<size_t>(77, values.size() - first))));
    joined.add(Moments::of({}));
    QCOMPARE(joined.count, 991);
    QCOMPARE(whole.count, 991);
    QVERIFY(std::abs(joined.mean - whole.mean) < 1e-9);
    QVERIFY(std::abs(joined.deviation() - whole.deviation()) < 1e-9);
    QCOMPARE(joined.least, whole.least);
    QCOMPARE(joined.most, whole.most);
    QCOMPARE(Moments().deviation(), 0.0);
}

void TestNormaliser::centresOnMedianAndMad()
{
    auto samples = noise(
        100, [](EpochIndex) { return 10; }, 300);
    for (size_t i = 0; i < samples.size(); i += 5) // artefacts for a fifth of the time
        samples[i] = 5e5f;
    auto sorted = samples;
    std::sort(sorted.begin(), sorted.end());
    const double median = double(sorted[(sorted.size() - 1) / 2]);
    for (float &value : sorted)
        value = float(std::abs(double(value) - median));
    std::sort(sorted.begin(), sorted.end());
    const double mad = double(sorted[(sorted.size() - 1) / 2]);

    const auto channel = prepared(samples, Normalisation::RobustRecording);
    QVERIFY(std::abs(channel.normaliser()->centre(50) - median) < 1e-3);
    QVERIFY(std::abs(channel.normaliser()->scale(50) - 1.4826 * mad) < 1e-3);
    const auto values = read(channel, 0, 100);
    QVERIFY(std::abs(double(values[1]) - (double(samples[1]) - median) / (1.4826 * mad)) < 1e-4);
    QVERIFY(std::abs(values[0] - 20) < 1e-4f);
}

void TestNormaliser::samplesLongRecordings()
{
    // Over two million samples: the quantiles are then of a part of them.
    const auto samples = noise(3 * kHour, cycles, -40);
    auto sorted = samples;
    const auto middle = sorted.begin() + qint64(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    const double median = double(*middle);
    for (float &value : sorted)
        value = float(std::abs(double(value) - median));
    std::nth_element(sorted.begin(), middle, sorted.end());
    const auto channel = prepared(samples, Normalisation::RobustRecording);
    const double scale = 1.4826 * double(*middle);
    QVERIFY(std::abs(channel.normaliser()->centre(0) - median) < 0.01 * scale);
    QVERIFY(std::abs(channel.normaliser()->scale(0) / scale - 1) < 0.01);
}

void TestNormaliser::saturatesSmoothly()
{
    auto samples = noise(20, [](EpochIndex) { return 1; });
    for (int i = 0; i < 512; ++i)
        samples[size_t(i)] = float(i); // a ramp far out of the range
    const auto channel = prepared(samples, Normalisation::RobustRecording);
    const auto values = read(channel, 0, 1);
    const double scale = channel.normaliser()->scale(0);
    const double centre = channel.normaliser()->centre(0);
    for (int i = 0; i < 512; ++i) {
        const double y = (i - centre) / scale;
        const float value = values[size_t(i)];
        QVERIFY(i == 0 || value >= values[size_t(i) - 1]);
        QVERIFY(value <= 20);
        if (y <= 10)
            QVERIFY(std::abs(double(value) - y) < 1e-5);
        else
            QVERIFY(value > 10 && double(value) < y);
    }
    const auto unlimited = prepared(samples, Normalisation::ZScoreRecording);
    QVERIFY(read(unlimited, 0, 1)[511] > 4);
}

void TestNormaliser::fallsBackWhereMadIsZero()
{
    std::vector<float> steps(512 * 100, 3.0f);
    for (size_t i = 0; i < steps.size(); i += 4)
        steps[i] = float(i % 36);
    QStringList warnings;
    const auto channel = prepared(steps, Normalisation::RobustRecording, true, &warnings);
    QVERIFY(channel.normaliser()->isFallback());
    QVERIFY(channel.normaliser()->scale(0) > 1);
    QCOMPARE(channel.normaliser()->centre(0), 3.0);
    QCOMPARE(warnings.size(), 1);
    QVERIFY2(warnings.first().contains(QStringLiteral("night.edf"))
                 && warnings.first().contains(QStringLiteral("\"EMG\"")),
             qPrintable(warnings.first()));
    // Each second of one value, other seconds of others: no muscle to measure in any.
    std::vector<float> stairs(512 * 100);
    for (size_t i = 0; i < stairs.size(); ++i)
        stairs[i] = float(i / 512 % 20);
    const auto flight = prepared(stairs, Normalisation::RunningEmg, true, &warnings);
    QCOMPARE(warnings.size(), 1);
    QVERIFY(std::isfinite(read(flight, 3, 1)[5]));
}

void TestNormaliser::ignoresMissingValues()
{
    auto samples = noise(2 * kHour, cycles);
    const auto whole = samples;
    for (size_t i = 512 * 1000; i < 512 * 1300; ++i)
        samples[i] = i % 2 ? std::numeric_limits<float>::quiet_NaN() : std::numeric_limits<float>::infinity();
    for (const auto normalisation :
         {Normalisation::ZScoreRecording, Normalisation::RobustRecording, Normalisation::RunningEmg}) {
        const auto channel = prepared(samples, normalisation);
        const auto missing = read(channel, 1100, 1);
        QVERIFY(std::all_of(missing.begin(), missing.end(), [](float v) { return v == 0; }));
        const double same = rmsOf(channel, 4000, 60) / rmsOf(prepared(whole, normalisation), 4000, 60);
        QVERIFY2(same > 0.9 && same < 1.1, qPrintable(QString::number(same)));
    }
}

void TestNormaliser::usesTheRunningScaleForEmgOnly()
{
    const auto samples = noise(2 * kHour, [](EpochIndex t) { return cycles(t) * (t < kHour ? 1 : 3); });
    const auto eeg = prepared(samples, Normalisation::RunningEmg, false);
    QCOMPARE(eeg.normaliser()->scale(0), eeg.normaliser()->scale(7000));
    QCOMPARE(eeg.normaliser()->scale(0), prepared(samples, Normalisation::RobustRecording).normaliser()->scale(0));
    const auto emg = prepared(samples, Normalisation::RunningEmg, true);
    QVERIFY(emg.normaliser()->scale(7000) > 2.5 * emg.normaliser()->scale(0));
}

void TestNormaliser::followsGain_data()
{
    QTest::addColumn<double>("after");
    QTest::newRow("constant") << 1.0;
    QTest::newRow("three times larger") << 3.0;
    QTest::newRow("three times smaller") << 1 / 3.0;
}

void TestNormaliser::followsGain()
{
    QFETCH(double, after);
    constexpr EpochIndex kStep = 2 * kHour;
    const auto samples = noise(2 * kStep, [&](EpochIndex t) { return cycles(t) * (t < kStep ? 1 : after); });
    const auto channel = prepared(samples, Normalisation::RunningEmg);
    // From the start to the end but for twenty minutes around the step: sleep at a quarter, waking at three.
    for (EpochIndex t = 0; t < 2 * kStep; t += 60) {
        if (std::abs(t - kStep) < 1200)
            continue;
        const double expected = isAwake(t) ? 3.0 : 0.25;
        const double rms = rmsOf(channel, t, 60);
        QVERIFY2(rms > 0.8 * expected && rms < 1.25 * expected, qPrintable(QStringLiteral("%1 s: %2").arg(t).arg(rms)));
    }
}

void TestNormaliser::keepsLongWaking()
{
    // Three hours awake, quiet and active by turns, between nights of the same gain; and again at the end.
    const auto awake = [](EpochIndex t) { return (t >= 3 * kHour && t < 6 * kHour) || t >= 9 * kHour; };
    const auto samples
        = noise(11 * kHour, [&](EpochIndex t) { return awake(t) ? (t % 40 < 15 ? 25.0 : 60.0) : cycles(t); });
    const auto channel = prepared(samples, Normalisation::RunningEmg);
    for (const EpochIndex t : {3 * kHour + 100, 4 * kHour, 5 * kHour, 6 * kHour - 200, 10 * kHour, 11 * kHour - 60}) {
        const double rms = rmsOf(channel, t, 40);
        QVERIFY2(rms > 2 && rms < 3.2, qPrintable(QStringLiteral("%1 s: %2").arg(t).arg(rms)));
    }
    QVERIFY(std::abs(rmsOf(channel, 7 * kHour, 300) - 0.25) < 0.05);
}

void TestNormaliser::followsTheLevel()
{
    // A signal that drifts by many times its own size.
    auto samples = noise(3 * kHour, cycles);
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] += float(i) * 4e-4f;
    const auto channel = prepared(samples, Normalisation::RunningEmg);
    for (const EpochIndex t : {1 * kHour, 2 * kHour}) // both asleep
        QVERIFY2(rmsOf(channel, t, 60) < 3, qPrintable(QString::number(rmsOf(channel, t, 60))));
}

void TestNormaliser::boundsTheCorrection()
{
    const auto samples = noise(4 * kHour, [](EpochIndex t) { return cycles(t) * (t < 3 * kHour ? 1 : 100); });
    const auto channel = prepared(samples, Normalisation::RunningEmg);
    const double ratio = channel.normaliser()->scale(4 * kHour - 60) / channel.normaliser()->scale(600);
    QVERIFY2(ratio > 3.5 && ratio < 4.5, qPrintable(QString::number(ratio)));
    QVERIFY(rmsOf(channel, 4 * kHour - 900, 60) <= 20);
}

void TestNormaliser::trustsContrastOnly()
{
    // Sleep and wake nearly alike: that the first half is twice as loud is a posture, not a gain.
    const auto weak = [](EpochIndex t) { return (isAwake(t) ? 6.0 : 5.0) * (t < 2 * kHour ? 2 : 1); };
    const auto channel = prepared(noise(4 * kHour, weak), Normalisation::RunningEmg);
    QVERIFY(std::abs(rmsOf(channel, 300, 60) / rmsOf(channel, 4 * kHour - 900, 60) - 2) < 0.1);
}

void TestNormaliser::survivesLostContact()
{
    const auto samples = noise(5 * kHour, [](EpochIndex t) { return t > kHour && t < 3 * kHour ? 0.0 : cycles(t); });
    const auto channel = prepared(samples, Normalisation::RunningEmg);
    QVERIFY(std::abs(channel.normaliser()->scale(2 * kHour) / channel.normaliser()->scale(4 * kHour) - 1) < 0.1);
    const auto lost = read(channel, 2 * kHour, 1);
    QVERIFY(std::all_of(lost.begin(), lost.end(), [](float v) { return std::abs(v) < 0.1f; }));
    QVERIFY(std::abs(rmsOf(channel, 4 * kHour, 60) - 0.25) < 0.05);
}

void TestNormaliser::scalesShortRecordings()
{
    for (const EpochIndex seconds : {1, 2, 299, 301, 1799, 1801}) {
        const auto channel = prepared(noise(seconds, cycles, 1000), Normalisation::RunningEmg);
        const double rms = rmsOf(channel, 0, std::min<EpochIndex>(seconds, 60));
        QVERIFY2(rms > 0.2 && rms < 0.3, qPrintable(QStringLiteral("%1 s: %2").arg(seconds).arg(rms)));
    }
}

void TestNormaliser::readsTheSameInAnyPieces_data()
{
    QTest::addColumn<int>("normalisation");
    QTest::addColumn<int>("rate");
    for (const auto normalisation : {Normalisation::ZScoreRecording, Normalisation::RobustRecording,
                                     Normalisation::RunningEmg, Normalisation::Equalised})
        for (const int rate : {51196, 30517, 51300})
            QTest::addRow("%s, %d / 100 Hz", qPrintable(normalisationName(normalisation)), rate)
                << int(normalisation) << rate;
}

void TestNormaliser::readsTheSameInAnyPieces()
{
    QFETCH(int, normalisation);
    QFETCH(int, rate);
    auto recording = recordingOf(noise(700, cycles), {rate, 100 * kTicksPerSecond});
    const auto result = prepareRecording(recording, {0, -1}, Normalisation(normalisation));
    QVERIFY(result);
    recording.channels.clear(); // what is prepared keeps what it needs
    const auto whole = read(result->eeg, 0, result->epochs);
    std::mt19937 random(1);
    for (int i = 0; i < 60; ++i) {
        const auto first = EpochIndex(random() % quint64(result->epochs));
        const auto count = std::min<EpochIndex>(EpochIndex(random() % 90), result->epochs - first);
        const auto part = read(result->eeg, first, count);
        QVERIFY(std::equal(part.begin(), part.end(), whole.begin() + first * kSamplesPerEpoch));
    }
}

void TestNormaliser::servesSeveralThreads()
{
    const auto channel = prepared(noise(2000, cycles), Normalisation::RunningEmg);
    const auto whole = read(channel, 0, 2000);
    std::atomic<int> same = 0;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (EpochIndex first = t; first + 64 <= 2000; first += 37) {
                    const auto part = read(channel, first, 64);
                    if (!std::equal(part.begin(), part.end(), whole.begin() + first * kSamplesPerEpoch))
                        return;
                }
                ++same;
            });
    }
    QCOMPARE(same, 4);
}

QTEST_APPLESS_MAIN(TestNormaliser)
#include "tst_normaliser.moc"
