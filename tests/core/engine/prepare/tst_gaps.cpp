// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/engine/prepare/preprocessing.h"
#include "tests/support/gaps.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

constexpr Ticks kSecond = kTicksPerSecond;

/// A minute of a signal that says where it is.
signal::Recording minute(const SampleRate &rate)
{
    signal::Channel channel;
    channel.label = QStringLiteral("EEG");
    channel.rate = rate;
    channel.digitalMin = -1;
    channel.digitalMax = 1;
    std::vector<float> samples(size_t(rate.ceilSample(60 * kSecond)));
    for (size_t i = 0; i < samples.size(); ++i) {
        const double t = double(i) / rate.hz();
        samples[i] = float(std::sin(30 * t + 4 * std::sin(t)) + 0.02 * t);
    }
    channel.sampleCount = SampleIndex(samples.size());
    channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
    signal::Recording recording;
    recording.path = QStringLiteral("/data/night.edf");
    recording.time = signal::TimeMap::continuous(60 * kSecond);
    recording.channels = {channel};
    return recording;
}

std::vector<float> read(const EpochReader &reader, EpochIndex first, EpochIndex last)
{
    std::vector<float> out(size_t(last - first) * kSamplesPerEpoch, 77.0f);
    if (!reader.read(first, out))
        qFatal("a channel in memory could not be read");
    return out;
}

bool isNothing(const EpochReader &reader, EpochIndex epoch)
{
    return std::ranges::all_of(read(reader, epoch, epoch + 1), [](float value) { return std::isnan(value); });
}

} // namespace

class TestGaps : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void segmentsAreReadAsRecordingsOfTheirOwn_data();
    void segmentsAreReadAsRecordingsOfTheirOwn();
    void segmentsThatBeginWithinAnEpoch_data();
    void segmentsThatBeginWithinAnEpoch();
    void statisticsKnowWhatWasKept();
    void equalisingStopsAtGaps();
    void noWindowCrossesOne();
    void needsASecondBetweenTwoGaps();
};

void TestGaps::segmentsAreReadAsRecordingsOfTheirOwn_data()
{
    QTest::addColumn<double>("hz");
    for (const double hz : {512.0, 200.0, 1000.0, 305.5, 4.0})
        QTest::addRow("%g Hz", hz) << hz;
}

void TestGaps::segmentsAreReadAsRecordingsOfTheirOwn()
{
    QFETCH(double, hz);
    const auto whole = minute(SampleRate::fromHz(hz));
    const auto gappy
        = test::kept(whole, {{0, 10 * kSecond, 0}, {20 * kSecond, 14 * kSecond, 0}, {50 * kSecond, 10 * kSecond, 0}});
    const EpochReader reader(gappy.channels[0], gappy.time);
    QCOMPARE(reader.epochs(), 60);
    for (const auto &[first, last] : {std::pair{0, 10}, {20, 34}, {50, 60}}) {
        const auto own = test::piece(whole, first * kSecond, last * kSecond);
        QCOMPARE(read(reader, first, last), read(EpochReader(own.channels[0]), 0, last - first));
    }
    for (const EpochIndex epoch : {10, 19, 34, 49})
        QVERIFY(isNothing(reader, epoch));
    const auto all = read(reader, 0, 60);
    for (EpochIndex epoch = 0; epoch < 60; ++epoch) // however it is cut into calls
        QVERIFY(
            isNothing(reader, epoch)
            || std::ranges::equal(read(reader, epoch, epoch + 1), std::span(all).subspan(size_t(epoch) * 512, 512)));
}

void TestGaps::segmentsThatBeginWithinAnEpoch_data()
{
    QTest::addColumn<double>("hz");
    QTest::newRow("as they are") << 512.0;
    QTest::newRow("resampled") << 200.0;
}

void TestGaps::segmentsThatBeginWithinAnEpoch()
{
    QFETCH(double, hz);
    const auto whole = minute(SampleRate::fromHz(hz));
    const auto gappy = test::kept(whole, {{0, 75 * kSecond / 10, 0}, {205 * kSecond / 10, 20 * kSecond, 0}});
    const EpochReader reader(gappy.channels[0], gappy.time), all(whole.channels[0]);
    QCOMPARE(reader.epochs(), 40);
    QVERIFY(isNothing(reader, 7) && isNothing(reader, 20));
    QVERIFY(!isNothing(reader, 6) && !isNothing(reader, 21) && !isNothing(reader, 39));
    for (const EpochIndex epoch : {1, 22, 30, 38}) {
        const auto ours = read(reader, epoch, epoch + 1), expected = read(all, epoch, epoch + 1);
        for (size_t i = 0; i < ours.size(); ++i)
            QVERIFY2(std::abs(ours[i] - expected[i]) < 1e-5f, qPrintable(QStringLiteral("%1 of %2").arg(i).arg(epoch)));
    }
}

void TestGaps::statisticsKnowWhatWasKept()
{
    const auto whole = minute({512, kSecond});
    auto gappy = test::kept(whole, {{0, 10 * kSecond, 0}, {40 * kSecond, 20 * kSecond, 0}});
    auto joined = gappy; // as if there had been no gap
    joined.time = signal::TimeMap::continuous(30 * kSecond);
    for (const auto normalisation : {Normalisation::ZScoreRecording, Normalisation::RobustRecording}) {
        const auto ours = prepareRecording(gappy, {0, -1}, normalisation, {}, true);
        const auto theirs = prepareRecording(joined, {0, -1}, normalisation, {}, true);
        QVERIFY(ours && theirs);
        QCOMPARE(ours->epochs, 60);
        QCOMPARE(ours->spans, (std::vector<signal::EpochSpan>{{0, 10}, {40, 60}}));
        std::vector<float> a(60 * 512), b(30 * 512);
        QVERIFY(ours->eeg.read(0, a) && theirs->eeg.read(0, b));
        QVERIFY(std::ranges::equal(std::span(a).first(10 * 512), std::span(b).first(10 * 512)));
        QVERIFY(std::ranges::equal(std::span(a).last(20 * 512), std::span(b).last(20 * 512)));
        QVERIFY(std::ranges::all_of(std::span(a).subspan(10 * 512, 30 * 512), [](float value) { return value == 0; }));
        QCOMPARE(ours->features.delta[40], theirs->features.delta[10]);
        QVERIFY(std::isnan(ours->features.delta[10]) && std::isnan(ours->features.emgTone[20]));
    }
}

void TestGaps::equalisingStopsAtGaps()
{
    const auto whole = minute({512, kSecond});
    const auto gappy = test::kept(whole, {{0, 20 * kSecond, 0}, {30 * kSecond, 30 * kSecond, 0}});
    const auto prepared = prepareRecording(gappy, {0, -1}, Normalisation::Equalised);
    QVERIFY(prepared);
    std::vector<float> all(60 * 512);
    QVERIFY(prepared->eeg.read(0, all));
    QVERIFY(std::ranges::all_of(std::span(all).subspan(20 * 512, 10 * 512), [](float value) { return value == 0; }));
    // The same filter on a recording that ends where the gap begins.
    const auto first = test::piece(whole, 0, 20 * kSecond);
    const EpochReader reader(gappy.channels[0], gappy.time), alone(first.channels[0]);
    ChannelStatistics statistics;
    statistics.moments.add(Moments::of(std::vector<float>{-1, 1}));
    const auto normaliser = Normaliser::zScore(statistics);
    const std::vector<float> flat(size_t(Equaliser::kBins) * 8, 1.0f);
    const auto equaliser = Equaliser::fit(flat, Equaliser::Signal::Eeg);
    std::vector<float> ours(20 * 512), theirs(20 * 512);
    QVERIFY(PreparedChannel(reader, normaliser, equaliser, 60).read(0, ours));
    QVERIFY(PreparedChannel(alone, normaliser, equaliser, 20).read(0, theirs));
    QCOMPARE(ours, theirs);
}

void TestGaps::noWindowCrossesOne()
{
    const std::vector<signal::EpochSpan> spans{{0, 150}, {151, 160}, {170, 234}};
    std::vector<int> views(234, 0);
    for (const SequenceWindow &window : sequenceWindows(spans, 64, 16)) {
        const auto inside = [&](const signal::EpochSpan &span) {
            return window.first >= span.first && window.first + window.epochs <= span.last;
        };
        QCOMPARE(std::ranges::count_if(spans, inside), 1);
        for (int i = window.keepFrom; i < window.epochs; ++i)
            ++views[size_t(window.first + i)];
    }
    for (int i = 0; i < 234; ++i)
        QCOMPARE(views[size_t(i)] > 0, i < 150 || (i > 150 && i < 160) || i >= 170);
    const auto one = sequenceWindows(std::vector<signal::EpochSpan>{{0, 200}}, 64, 32),
               same = sequenceWindows(200, 64, 32);
    QVERIFY(std::ranges::equal(one, same, [](const SequenceWindow &a, const SequenceWindow &b) {
        return a.first == b.first && a.epochs == b.epochs && a.keepFrom == b.keepFrom;
    }));
}

void TestGaps::needsASecondBetweenTwoGaps()
{
    const auto gappy = test::kept(minute({512, kSecond}), {{0, kSecond / 2, 0}, {5 * kSecond, kSecond / 2, 0}});
    const auto prepared = prepareRecording(gappy, {0, -1});
    QVERIFY(!prepared);
    QCOMPARE(prepared.error().code, ErrorCode::TooShort);
    QVERIFY(prepared.error().message.contains(QStringLiteral("between any two of its gaps")));
}

QTEST_APPLESS_MAIN(TestGaps)
#include "tst_gaps.moc"
