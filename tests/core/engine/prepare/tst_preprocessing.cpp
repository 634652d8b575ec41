// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/engine/prepare/preprocessing.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

const SampleRate kRate51196{51196, 100 * kTicksPerSecond};

/// A channel whose physical values are its stored values times `gain`.
template <class T>
signal::Channel channelOf(std::vector<T> samples, const SampleRate &rate, double gain = 1)
{
    signal::Channel channel;
    channel.label = QStringLiteral("EEG");
    channel.rate = rate;
    channel.digitalMin = -1;
    channel.digitalMax = 1;
    channel.physicalMin = -gain;
    channel.physicalMax = gain;
    channel.sampleCount = SampleIndex(samples.size());
    channel.samples = std::make_shared<signal::SampleStore>(std::move(samples));
    return channel;
}

std::vector<qint16> sine(const SampleRate &rate, double seconds, double hz)
{
    std::vector<qint16> samples(size_t(rate.ceilSample(Ticks(seconds * kTicksPerSecond))));
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] = qint16(std::lround(20000 * std::sin(2 * std::numbers::pi * hz * double(i) / rate.hz())));
    return samples;
}

/// All epochs of a channel in physical units.
std::vector<float> epochSamples(const signal::Channel &channel, EpochIndex epochs)
{
    std::vector<float> out(size_t(epochs) * kSamplesPerEpoch);
    if (!EpochReader(channel).read(0, out))
        qFatal("a channel in memory could not be read");
    return out;
}

std::vector<float> normalised(const PreparedChannel &channel, EpochIndex epochs, EpochIndex first = 0)
{
    std::vector<float> out(size_t(epochs) * kSamplesPerEpoch, 77.0f);
    if (!channel.read(first, out))
        qFatal("a channel in memory could not be read");
    return out;
}

signal::Recording recordingOf(std::vector<signal::Channel> channels)
{
    signal::Recording recording;
    recording.path = QStringLiteral("/data/night.edf");
    recording.channels = std::move(channels);
    if (!recording.channels.empty())
        recording.time = signal::TimeMap::continuous(
            recording.channels.front().rate.duration(recording.channels.front().sampleCount));
    return recording;
}

} // namespace

class TestPreprocessing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void countsWholeSecondsOfTheExactRate();
    void readsRatesNear512AsTheyAre();
    void repeatsTheFinalSample();
    void resamplesWithoutDriftOverADay();
    void standardisesByPopulationDeviation();
    void turnsFlatAndMissingValuesIntoZeros();
    void preparesBothChannels();
    void warnsOfFlatChannels();
    void warnsOfFewDigitalLevels();
    void warnsOfWhatReadingFound();
    void refusesWhatCannotBePrepared();
    void stopsWhenCancelled();
    void windowsCoverEveryEpochOnce_data();
    void windowsCoverEveryEpochOnce();
    void overlappingWindowsSeeEveryEpochAsOften_data();
    void overlappingWindowsSeeEveryEpochAsOften();
};

void TestPreprocessing::countsWholeSecondsOfTheExactRate()
{
    QCOMPARE(wholeEpochs({512, kTicksPerSecond}, 512 * 90 - 1), 89);
    QCOMPARE(wholeEpochs({512, kTicksPerSecond}, 512 * 90), 90);
    QCOMPARE(wholeEpochs(kRate51196, 51196 * 864), 86400);
    QCOMPARE(wholeEpochs(kRate51196, 51196 * 864 - 1), 86399);
    QCOMPARE(wholeEpochs({3051758, 10000 * kTicksPerSecond}, 3051758), 10000);
}

void TestPreprocessing::readsRatesNear512AsTheyAre()
{
    // Every stored sample tells its own index, so one sample of drift over the day would show.
    std::vector<qint16> samples(size_t(51196) * 864);
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] = qint16(int(i % 30011) - 15000);
    const auto epochs = epochSamples(channelOf(std::move(samples), kRate51196), 86400);
    QCOMPARE(epochs.size(), size_t(86400) * 512);
    for (const qint64 epoch : {0, 1, 24, 25, 3600, 43201, 86399}) {
        const qint64 first = (epoch * 51196 + 99) / 100; // ceil(t * 511.96)
        for (const qint64 k : {0, 1, 510}) {
            const float expected = float((first + k) % 30011 - 15000);
            QCOMPARE(epochs[size_t(epoch * 512 + k)], expected);
        }
    }
}

void TestPreprocessing::repeatsTheFinalSample()
{
    const SampleRate rate{5119596, 10000 * kTicksPerSecond};
    std::vector<float> samples(51196); // 100 s and a fraction of a sample; the last epoch begins at 50685
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] = float(i);
    QCOMPARE(wholeEpochs(rate, 51196), 100);
    const auto epochs = epochSamples(channelOf(std::move(samples), rate), 100);
    QCOMPARE(epochs[99 * 512], 50685.0f);
    QCOMPARE(epochs[99 * 512 + 510], 51195.0f);
    QCOMPARE(epochs[99 * 512 + 511], 51195.0f);
}

void TestPreprocessing::resamplesWithoutDriftOverADay()
{
    const SampleRate rate{250, kTicksPerSecond};
    const double hz = 7.3;
    const auto epochs = epochSamples(channelOf(sine(rate, 86400, hz), rate, 0.001), 86400);
    for (const qint64 epoch : {1, 599, 600, 43200, 86398})
        for (int k = 0; k < 512; ++k) {
            const double expected = 20 * std::sin(2 * std::numbers::pi * hz * (double(epoch) + k / 512.0));
            QVERIFY(std::abs(epochs[size_t(epoch * 512 + k)] - expected) < 0.02);
        }
}

void TestPreprocessing::standardisesByPopulationDeviation()
{
    const SampleRate rate{512, kTicksPerSecond};
    std::vector<float> values(512 * 3);
    for (size_t i = 0; i < values.size(); ++i)
        values[i] = float(1 + i % 4);
    const auto four = prepareRecording(recordingOf({channelOf(values, rate)}), {0, -1});
    QVERIFY(four);
    const auto read = normalised(four->eeg, 3);
    const float deviation = std::sqrt(1.25f); // mean 2.5, divided by n
    const std::vector<float> expected{-1.5f / deviation, -0.5f / deviation, 0.5f / deviation, 1.5f / deviation};
    for (size_t i = 0; i < read.size(); ++i)
        QVERIFY(std::abs(read[i] - expected[i % 4]) < 1e-6f);

    std::vector<float> offset(512 * 200, 1e6f); // a small signal on a large offset
    for (size_t i = 0; i < offset.size(); i += 2)
        offset[i] += 1 + float(i % 16) * 1e-9f;
    for (size_t i = 0; i < 8; ++i)
        offset[i * 600] += float(i); // more than a few levels
    const auto small = prepareRecording(recordingOf({channelOf(offset, rate)}), {0, -1});
    QVERIFY(small);
    const auto one = normalised(small->eeg, 1, 100);
    QVERIFY(std::abs(one[0] - 1) < 1e-2f && std::abs(one[1] + 1) < 1e-2f);
}

void TestPreprocessing::turnsFlatAndMissingValuesIntoZeros()
{
    const SampleRate rate{512, kTicksPerSecond};
    const float nan = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> values{nan, 1, std::numeric_limits<float>::infinity(), 3};
    values.resize(512, nan);
    for (size_t i = 4; i < values.size(); ++i)
        values[i] = values[i % 4];
    const auto prepared = prepareRecording(recordingOf({channelOf(values, rate)}), {0, -1});
    QVERIFY(prepared);
    const auto read = normalised(prepared->eeg, 1);
    QCOMPARE(std::vector<float>(read.begin(), read.begin() + 4), (std::vector<float>{0, -1, 0, 1}));

    for (const float value : {0.1f, nan}) {
        const auto constant
            = prepareRecording(recordingOf({channelOf(std::vector<float>(1024, value), rate)}), {0, -1});
        QVERIFY(constant && constant->eeg.isFlat());
        QCOMPARE(normalised(constant->eeg, 2), std::vector<float>(1024, 0.0f));
    }
    QCOMPARE(normalised(PreparedChannel(), 1), std::vector<float>(512, 0.0f));
}

void TestPreprocessing::preparesBothChannels()
{
    const SampleRate slow{128, kTicksPerSecond};
    const SampleRate fast{512, kTicksPerSecond};
    const auto recording
        = recordingOf({channelOf(sine(fast, 70.9, 3), fast, -1), channelOf(sine(slow, 70.5, 11), slow, 1e-6)});
    const auto prepared = prepareRecording(recording, {0, 1});
    QVERIFY2(prepared, qPrintable(prepared ? QString() : prepared.error().message));
    QCOMPARE(prepared->epochs, 70);
    QVERIFY(!prepared->eeg.isFlat() && !prepared->emg.isFlat());
    QVERIFY(prepared->warnings.isEmpty());
    const auto eeg = normalised(prepared->eeg, 70);
    const auto emg = normalised(prepared->emg, 70);
    // A sine has deviation amplitude / sqrt(2), whatever its unit; the negative gain turns the first over.
    QVERIFY(std::abs(eeg[512 * 5 + 43] + std::numbers::sqrt2 * std::sin(2 * M_PI * 3 * 43 / 512)) < 1e-3);
    QVERIFY(std::abs(emg[512 * 5 + 43] - std::numbers::sqrt2 * std::sin(2 * M_PI * 11 * 43 / 512)) < 1e-2);

    const auto eegOnly = prepareRecording(recording, {0, -1});
    QVERIFY(eegOnly && eegOnly->emg.isFlat() && eegOnly->warnings.isEmpty());
}

void TestPreprocessing::warnsOfFlatChannels()
{
    const SampleRate rate{305, kTicksPerSecond};
    const auto recording
        = recordingOf({channelOf(sine(rate, 10, 3), rate), channelOf(std::vector<qint16>(3050, 1234), rate, 0.1)});
    const auto prepared = prepareRecording(recording, {0, 1});
    QVERIFY(prepared);
    QVERIFY(!prepared->eeg.isFlat() && prepared->emg.isFlat());
    QCOMPARE(normalised(prepared->emg, 10), std::vector<float>(10 * 512, 0.0f));
    QCOMPARE(prepared->warnings.size(), 1);
    QVERIFY(prepared->warnings.first().contains(QStringLiteral("night.edf")));
}

void TestPreprocessing::warnsOfFewDigitalLevels()
{
    const SampleRate rate{512, kTicksPerSecond};
    std::vector<qint16> coarse(5120);
    for (size_t i = 0; i < coarse.size(); ++i)
        coarse[i] = qint16(i / 7 % 3);
    const auto prepared
        = prepareRecording(recordingOf({channelOf(sine(rate, 10, 3), rate), channelOf(coarse, rate)}), {0, 1});
    QVERIFY(prepared);
    QVERIFY(!prepared->emg.isFlat());
    QCOMPARE(prepared->warnings.size(), 1);
    QVERIFY2(prepared->warnings.first().contains(QStringLiteral("only 3 different values")),
             qPrintable(prepared->warnings.first()));
}

void TestPreprocessing::warnsOfWhatReadingFound()
{
    struct OddSource : signal::SampleSource {
        explicit OddSource(signal::Channel channel) : held(std::move(channel)) {}
        Result<> scaled(SampleIndex first, double, double, std::span<float> out) const override
        {
            return held.read(first, out);
        }
        std::optional<Deviation> deviation() const override
        {
            return Deviation{"odd", "channel EEG", "odd samples", ""};
        }
        signal::Channel held;
    };
    const SampleRate rate{512, kTicksPerSecond};
    signal::Channel channel = channelOf(sine(rate, 10, 3), rate);
    channel.source = std::make_shared<OddSource>(channel);
    channel.samples.reset();
    const auto prepared = prepareRecording(recordingOf({channel}), {0, -1});
    QVERIFY(prepared);
    QCOMPARE(prepared->warnings, QStringList{QStringLiteral("night.edf: channel EEG: odd samples.")});
}

void TestPreprocessing::refusesWhatCannotBePrepared()
{
    const SampleRate rate{512, kTicksPerSecond};
    const auto tooShort = prepareRecording(recordingOf({channelOf(std::vector<qint16>(511, 1), rate)}), {0, -1});
    QVERIFY(!tooShort && tooShort.error().code == ErrorCode::TooShort);
    QVERIFY(tooShort.error().message.contains(QStringLiteral("night.edf")));

    const auto recording = recordingOf({channelOf(sine(rate, 3, 2), rate)});
    const auto none = prepareRecording(recording, {-1, -1});
    QVERIFY(!none && none.error().code == ErrorCode::ChannelMissing);
    const auto outside = prepareRecording(recording, {0, 1});
    QVERIFY(!outside && outside.error().code == ErrorCode::InvalidArgument);
    auto headerOnly = recording;
    headerOnly.channels[0].samples.reset();
    QVERIFY(!prepareRecording(headerOnly, {0, -1}));
}

void TestPreprocessing::stopsWhenCancelled()
{
    const SampleRate rate{256, kTicksPerSecond};
    const auto recording = recordingOf({channelOf(sine(rate, 2000, 2), rate)});
    std::stop_source source;
    Progress progress;
    progress.stop = source.get_token();
    qint64 reported = 0;
    progress.report = [&](const QString &, qint64 done, qint64 total) {
        QCOMPARE(total, 2000);
        reported = done;
        source.request_stop();
    };
    const auto prepared = prepareRecording(recording, {0, -1}, Normalisation::ZScoreRecording, progress);
    QVERIFY(!prepared && prepared.error().code == ErrorCode::Cancelled);
    QVERIFY(reported == 600 || reported == 200); // one chunk, the last being shorter
}

void TestPreprocessing::windowsCoverEveryEpochOnce_data()
{
    QTest::addColumn<qint64>("epochs");
    QTest::addColumn<int>("length");
    for (const int length : {64, 16, 1})
        for (const qint64 epochs : {0, 1, 63, 64, 65, 127, 128, 129, 600})
            QTest::addRow("%lld epochs by %d", epochs, length) << epochs << length;
}

void TestPreprocessing::windowsCoverEveryEpochOnce()
{
    QFETCH(qint64, epochs);
    EpochIndex next = 0;
    QFETCH(int, length);
    for (const SequenceWindow &window : sequenceWindows(epochs, length)) {
        QCOMPARE(window.epochs, int(std::min<qint64>(epochs, length)));
        QCOMPARE(window.first + window.keepFrom, next);
        QVERIFY(window.first >= 0 && window.keepFrom < window.epochs);
        next = window.first + window.epochs;
    }
    QCOMPARE(next, epochs);
}

void TestPreprocessing::overlappingWindowsSeeEveryEpochAsOften_data()
{
    QTest::addColumn<int>("most");
    for (const int most : {2, 4, 8})
        QTest::addRow("%d", most) << most;
}

void TestPreprocessing::overlappingWindowsSeeEveryEpochAsOften()
{
    QFETCH(int, most);
    for (const qint64 epochs : {0, 1, 63, 64, 65, 96, 100, 127, 128, 129, 600}) {
        std::vector<int> views(size_t(epochs), 0);
        for (const SequenceWindow &window : sequenceWindows(epochs, 64, 64 / most)) {
            QVERIFY(window.first >= 0 && window.first + window.epochs <= epochs && window.keepFrom < window.epochs);
            for (int i = window.keepFrom; i < window.epochs; ++i)
                ++views[size_t(window.first + i)];
        }
        for (qint64 i = 0; i < epochs; ++i) {
            QVERIFY(views[size_t(i)] >= 1 && views[size_t(i)] <= most);
            QVERIFY(views[size_t(i)] == most || i < 64 || i >= epochs - 64); // but for the ends
        }
    }
}

QTEST_APPLESS_MAIN(TestPreprocessing)
#include "tst_preprocessing.moc"
