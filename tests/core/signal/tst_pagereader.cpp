// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>

#include "core/signal/memoryenvelope.h"
#include "core/signal/pagereader.h"
#include "core/signal/samplepages.h"
#include "tests/support/standinsource.h"

using namespace somno;
using namespace somno::signal;
using namespace somno::test;

namespace {

constexpr SampleIndex kCount = 3'000'000;
constexpr SampleIndex kPage = 65'536; ///< at 512 Hz

using Spans = std::vector<MinMax<float>>;

/// One channel and who reads it.
struct Reading {
    explicit Reading(int channels = 1)
    {
        for (int i = 0; i < channels; ++i)
            sources.push_back(std::make_shared<StandInSource>());
        reader = std::make_unique<PageReader>(standInRecording(sources, kCount, SampleRate::fromHz(512)));
        envelope = reader->envelope(0);
    }
    [[nodiscard]] bool waitForSurvey() const
    {
        return QTest::qWaitFor([&] { return !reader->state().isSurveying(); }, 20'000);
    }
    /// Asks until nothing is missing any more.
    [[nodiscard]] Spans columns(qint64 first, double samplesPerColumn, size_t count) const
    {
        Spans spans(count);
        const bool isWhole = QTest::qWaitFor(
            [&] {
                envelope->columns(first, samplesPerColumn, spans);
                return std::ranges::find(spans, kNotYet) == spans.end();
            },
            20'000);
        return isWhole ? spans : Spans();
    }

    std::vector<std::shared_ptr<StandInSource>> sources;
    std::unique_ptr<PageReader> reader;
    std::shared_ptr<const Envelope> envelope;
};

Spans exactColumns(qint64 first, double samplesPerColumn, size_t count)
{
    std::vector<float> samples(kCount);
    for (SampleIndex i = 0; i < kCount; ++i)
        samples[size_t(i)] = standInSample(i);
    Spans spans(count);
    MemoryEnvelope(std::make_shared<SampleStore>(std::move(samples))).columns(first, samplesPerColumn, spans);
    return spans;
}

} // namespace

class TestPageReader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void nothingIsReadUnasked()
    {
        const Reading reading;
        QTest::qWait(30);
        QVERIFY(reading.sources[0]->reads().empty());
        QVERIFY(!reading.reader->state().isSurveying());
    }

    /// Below two buckets a column the same as from memory, whatever the place.
    void closeColumnsAreExact_data()
    {
        QTest::addColumn<qint64>("first");
        QTest::addColumn<double>("samplesPerColumn");
        QTest::newRow("a second") << qint64(5) << 1.5;
        QTest::newRow("over pages") << qint64(400) << 163.7;
        QTest::newRow("before the start") << qint64(-200) << 511.96;
        QTest::newRow("beyond the end") << qint64(kCount / 300) - 100 << 300.0;
        QTest::newRow("all of it outside") << qint64(kCount) << 300.0;
    }

    void closeColumnsAreExact()
    {
        QFETCH(qint64, first);
        QFETCH(double, samplesPerColumn);
        const Reading reading;
        QVERIFY(reading.columns(first, samplesPerColumn, 500) == exactColumns(first, samplesPerColumn, 500));
    }

    /// Each bucket lies in one column, half a column off at the most.
    void wideColumnsHoldEveryBucketOnce_data()
    {
        QTest::addColumn<double>("samplesPerColumn");
        QTest::newRow("buckets") << 5000.5;
        QTest::newRow("pages") << 150'000.0;
    }

    void wideColumnsHoldEveryBucketOnce()
    {
        QFETCH(double, samplesPerColumn);
        const Reading reading;
        QVERIFY(reading.reader->survey({0}));
        const Spans spans = reading.columns(0, samplesPerColumn, size_t(std::ceil(kCount / samplesPerColumn)));
        QVERIFY(!spans.empty());
        const SampleIndex unit = samplesPerColumn > 2 * kPage ? kPage : kPage / SamplePages::kBuckets;
        Spans expected(spans.size());
        for (SampleIndex i = 0; i < kCount; ++i)
            expected[size_t(double(i / unit * unit) / samplesPerColumn)].add(standInSample(i));
        QVERIFY(spans == expected);
        const Spans panned = reading.columns(3, samplesPerColumn, spans.size() - 3);
        QVERIFY(std::equal(panned.begin(), panned.end(), spans.begin() + 3));
    }

    void samplesComeAndAreNoneOutside()
    {
        const Reading reading;
        std::vector<float> samples(100);
        reading.sources[0]->isStuck = true;
        reading.envelope->samples(-50, samples);
        QVERIFY(std::isnan(samples[49]) && std::isinf(samples[50]));
        reading.sources[0]->isStuck = false;
        QVERIFY(QTest::qWaitFor([&] {
            reading.envelope->samples(-50, samples);
            return std::isfinite(samples[50]);
        }));
        for (int i = 0; i < 50; ++i)
            QCOMPARE(samples[size_t(50 + i)], standInSample(i));
        reading.envelope->samples(kCount + 5, samples);
        QVERIFY(std::isnan(samples[0]));
    }

    /// A disk that hangs does not hold up who asks: it says that nothing is there yet.
    void askingNeverWaits()
    {
        const Reading reading;
        reading.sources[0]->isStuck = true;
        Spans spans(100);
        reading.envelope->columns(0, 100, spans);
        QVERIFY(std::ranges::all_of(spans, [](const auto &span) { return span == kNotYet; }));
        const quint64 before = reading.envelope->revision(); // the disk still hangs
        reading.sources[0]->isStuck = false;
        QVERIFY(QTest::qWaitFor([&] { return reading.envelope->revision() != before; }));
    }

    void whatIsLookedAtIsReadBeforeTheRest()
    {
        const Reading reading;
        reading.sources[0]->delayMs = 5;
        QVERIFY(reading.reader->survey({0}));
        const size_t before = reading.sources[0]->reads().size();
        Spans spans(100);
        reading.envelope->columns(20'000, 100, spans); // from page 30 on
        QVERIFY(QTest::qWaitFor([&] { return reading.sources[0]->reads().size() > before + 4; }));
        const auto reads = reading.sources[0]->reads();
        // One of the survey may have been on its way.
        QVERIFY(std::find(reads.begin() + qsizetype(before), reads.begin() + qsizetype(before) + 2,
                          2'000'000 / kPage * kPage)
                != reads.begin() + qsizetype(before) + 2);
        QVERIFY(reading.waitForSurvey());
    }

    /// In step, so that a file is read once for all of its channels.
    void channelsAreSurveyedSideBySide()
    {
        const Reading reading(2);
        QVERIFY(reading.reader->survey({0, 1}));
        QVERIFY(reading.waitForSurvey());
        for (const auto &source : reading.sources)
            QVERIFY(source->reads().size() >= 32 + size_t(kCount / kPage));
        const PageReader::State state = reading.reader->state();
        QCOMPARE(state.total, 2 * ((kCount + kPage - 1) / kPage));
        QCOMPARE(state.done, state.total);
        QVERIFY(!state.error);
    }

    void theSurveyCanBeGivenUp()
    {
        const Reading reading;
        reading.sources[0]->delayMs = 2;
        QVERIFY(reading.reader->survey({0}));
        QVERIFY(reading.reader->state().isSurveying());
        reading.reader->endSurvey();
        QVERIFY(!reading.reader->state().isSurveying());
        QVERIFY(reading.columns(0, 100, 50) == exactColumns(0, 100, 50)); // what is looked at still comes
        Spans spans(2);
        reading.envelope->columns(0, double(kCount) / 2, spans);
        QVERIFY(spans[1] == kNotYet);
    }

    void knowsTheRangeBeforeItReadsAll()
    {
        const Reading reading;
        QVERIFY(reading.reader->survey({0}));
        QVERIFY(reading.envelope->robustRange() == (MinMax<float>{-900, 900}));
    }

    void saysWhatCannotBeRead()
    {
        const Reading reading;
        QVERIFY(reading.reader->survey({0}));
        QVERIFY(reading.waitForSurvey());
        const Reading other;
        other.sources[0]->delayMs = 1;
        QVERIFY(other.reader->survey({0}));
        other.sources[0]->brokenFrom = 5 * kPage;
        QVERIFY(QTest::qWaitFor([&] { return other.reader->state().error.has_value(); }));
        QCOMPARE(other.reader->state().error->code, ErrorCode::Truncated);
        QVERIFY(!other.reader->state().isSurveying()); // it ends there
        // Nothing is made up: what is behind is empty, what is before is there.
        QVERIFY(other.columns(0, 100, 50) == exactColumns(0, 100, 50));
        const Spans behind = other.columns(20'000, 100, 50);
        QVERIFY(behind.size() == 50 && std::ranges::all_of(behind, &MinMax<float>::isEmpty));
        const Reading broken;
        broken.sources[0]->brokenFrom = 0;
        QCOMPARE(broken.reader->survey({0}).error().code, ErrorCode::Truncated);
    }

    void stopsWhenAsked()
    {
        const Reading reading;
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(reading.reader->survey({0}, stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    /// Whoever closes a recording on a drive that hangs does not hang with it.
    void goesAtOnceAndLeavesItsEnvelopes()
    {
        Reading reading;
        reading.sources[0]->isStuck = true;
        Spans spans(10);
        reading.envelope->columns(0, 100, spans);
        QTest::qWait(20);
        reading.reader.reset(); // the disk still hangs
        reading.envelope->columns(0, 100, spans);
        QVERIFY(spans[0] == kNotYet);
        reading.sources[0]->isStuck = false;
    }

    void channelsWithoutASourceHaveNone()
    {
        Recording recording = standInRecording({std::make_shared<StandInSource>()}, 100, SampleRate::fromHz(10));
        recording.channels.push_back({});
        PageReader reader(recording);
        QVERIFY(reader.envelope(0) && !reader.envelope(1));
        QVERIFY(reader.survey({0, 1}));
    }
};

QTEST_GUILESS_MAIN(TestPageReader)
#include "tst_pagereader.moc"
