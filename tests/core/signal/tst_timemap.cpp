// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "core/signal/recording.h"
#include "core/signal/timemap.h"

using namespace somno;
using signal::EpochSpan;
using signal::Segment;
using signal::TimeMap;

namespace {

constexpr Ticks kLongest = 200;

/// The simple model: whether each tick was recorded. Ticks beyond its end were not.
using Model = std::vector<bool>;

bool isRecorded(const Model &model, Ticks time)
{
    return time >= 0 && time < Ticks(model.size()) && model[size_t(time)];
}

bool isRecorded(const Model &model, Ticks first, Ticks last)
{
    for (Ticks time = first; time < std::max(last, first + 1); ++time)
        if (!isRecorded(model, time))
            return false;
    return true;
}

Model modelOf(const std::vector<Segment> &segments)
{
    Model model;
    for (const Segment &segment : segments) {
        model.resize(size_t(segment.last()), false);
        std::fill_n(model.end() - segment.duration, segment.duration, true);
    }
    return model;
}

/// Some of them touch; the first may start late.
std::vector<Segment> randomSegments(std::mt19937 &random)
{
    std::vector<Segment> segments;
    Ticks end = 0;
    while (true) {
        const Segment segment{end + std::max(0, int(random() % 20) - 8), 1 + Ticks(random() % 30)};
        if (segment.last() > kLongest)
            return segments;
        segments.push_back(segment);
        end = segment.last();
    }
}

/// A test of one map against the model of it.
void compare(const TimeMap &map, const Model &model)
{
    const auto kept = Ticks(std::count(model.begin(), model.end(), true));
    QCOMPARE(map.duration(), Ticks(model.size()));
    QCOMPARE(map.storedDuration(), kept);
    QCOMPARE(map.isContinuous(), kept == Ticks(model.size()));
    Ticks stored = 0;
    for (Ticks time = -3; time < kLongest + 3; ++time) {
        const bool is = isRecorded(model, time);
        const Segment *segment = map.segmentAt(time);
        QCOMPARE(segment != nullptr, is);
        QCOMPARE(map.toStored(time), is ? std::optional(stored) : std::nullopt);
        if (!is)
            continue;
        QVERIFY(segment->first <= time && time < segment->last());
        QVERIFY(!isRecorded(model, segment->first - 1) && !isRecorded(model, segment->last()));
        QCOMPARE(segment->stored + time - segment->first, stored);
        QCOMPARE(map.toRecorded(stored), std::optional(time));
        ++stored;
    }
    QVERIFY(!map.toRecorded(kept) && !map.toRecorded(-1));
}

void compareIntervals(const TimeMap &map, const Model &model, std::mt19937 &random)
{
    for (int i = 0; i < 300; ++i) {
        const Ticks first = Ticks(random() % (kLongest + 10)) - 5;
        const Ticks last = first + Ticks(random() % 40);
        QCOMPARE(map.isWhole(first, last), isRecorded(model, first, last));
    }
    QVERIFY(map.duration() == 0 || !map.isWhole(map.duration() - 1, map.duration() - 2));
}

void compareEpochs(const TimeMap &map, const Model &model)
{
    for (const Ticks epoch : {1, 2, 3, 7, 10, 30}) {
        QCOMPARE(map.epochCount(epoch), EpochIndex(model.size()) / epoch);
        Model whole(size_t(map.epochCount(epoch)), false);
        for (const EpochSpan &span : map.wholeEpochs(epoch)) {
            QVERIFY(span.first < span.last && span.last <= EpochIndex(whole.size()));
            QCOMPARE(map.segmentAt(span.first * epoch), map.segmentAt(span.last * epoch - 1));
            for (EpochIndex i = span.first; i < span.last; ++i) {
                QVERIFY(!whole[size_t(i)]);
                whole[size_t(i)] = true;
            }
        }
        for (EpochIndex i = 0; i < EpochIndex(whole.size()); ++i)
            QCOMPARE(bool(whole[size_t(i)]), isRecorded(model, i * epoch, (i + 1) * epoch));
    }
}

} // namespace

class TestTimeMap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void agreesWithTheSimpleModel()
    {
        std::mt19937 random(5);
        int continuous = 0;
        int touching = 0;
        for (int i = 0; i < 400; ++i) {
            const auto segments = randomSegments(random);
            const auto map = TimeMap::fromSegments(segments);
            QVERIFY(map);
            const Model model = modelOf(segments);
            compare(*map, model);
            compareIntervals(*map, model, random);
            compareEpochs(*map, model);
            continuous += map->isContinuous();
            touching += map->segments().size() < segments.size();
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(continuous < 400 && touching > 100);
    }

    void continuousIsOneSegment()
    {
        const TimeMap map = TimeMap::continuous(90);
        QVERIFY(map.isContinuous());
        QCOMPARE(map.segments().size(), size_t(1));
        QCOMPARE(map.segments().front(), (Segment{0, 90, 0}));
        compare(map, Model(90, true));
        compareEpochs(map, Model(90, true));
        QCOMPARE(map.wholeEpochs(7), std::vector({EpochSpan{0, 12}}));
    }

    void nothingWasRecorded()
    {
        for (const TimeMap &map : {TimeMap(), TimeMap::continuous(0), *TimeMap::fromSegments({})}) {
            QVERIFY(map.isContinuous() && map.segments().empty());
            compare(map, {});
            compareEpochs(map, {});
        }
    }

    void segmentsThatTouchAreOne()
    {
        const std::vector<Segment> segments{{0, 30}, {30, 30}, {61, 9}};
        const auto map = TimeMap::fromSegments(segments);
        QVERIFY(map);
        QCOMPARE(std::vector(map->segments().begin(), map->segments().end()),
                 (std::vector<Segment>{{0, 60, 0}, {61, 9, 60}}));
        QVERIFY(map->isWhole(20, 40));
    }

    void refusesWhatIsNotInOrder_data()
    {
        QTest::addColumn<qint64>("first");
        QTest::addColumn<qint64>("duration");
        QTest::newRow("before the start") << qint64(-5) << qint64(3);
        QTest::newRow("overlaps") << qint64(19) << qint64(3);
        QTest::newRow("does not last") << qint64(30) << qint64(0);
        QTest::newRow("lasts backwards") << qint64(30) << qint64(-1);
    }

    void refusesWhatIsNotInOrder()
    {
        QFETCH(qint64, first);
        QFETCH(qint64, duration);
        const std::vector<Segment> segments{{10, 10}, {first, duration}};
        const auto map = TimeMap::fromSegments(segments);
        QVERIFY(!map);
        QCOMPARE(map.error().code, ErrorCode::InvalidArgument);
    }

    void twoDaysAreExact()
    {
        // 48 h in hours of 511.96 Hz with a gap of 100 ns after each: nothing is rounded.
        const Ticks hour = 3600 * kTicksPerSecond;
        std::vector<Segment> segments;
        for (int i = 0; i < 48; ++i)
            segments.push_back({i * (hour + 1), hour});
        const auto map = TimeMap::fromSegments(segments);
        QVERIFY(map && !map->isContinuous());
        QCOMPARE(map->toStored(47 * (hour + 1)), std::optional(47 * hour));
        QCOMPARE(map->toRecorded(47 * hour - 1), std::optional(46 * (hour + 1) + hour - 1));
        const SampleRate rate{12799, 25 * kTicksPerSecond};
        QCOMPARE(rate.ceilSample(map->segments()[47].stored), 47 * 1843056);
        QCOMPARE(map->wholeEpochs(kTicksPerSecond).front(), (EpochSpan{0, 3600}));
        QCOMPARE(map->wholeEpochs(kTicksPerSecond)[1], (EpochSpan{3601, 7200})); // the gap lies in second 3600
    }

    void gapsLieBetweenTheSegments()
    {
        const auto map = TimeMap::fromSegments(std::vector<Segment>{{10, 10}, {20, 5}, {40, 10}});
        QVERIFY(map);
        QCOMPARE(map->gaps(), (std::vector<signal::Gap>{{0, 10}, {25, 40}}));
        QCOMPARE(map->gapAt(0), std::optional(signal::Gap{0, 10}));
        QCOMPARE(map->gapAt(39), std::optional(signal::Gap{25, 40}));
        for (const Ticks recorded : {10, 19, 24, 40, 49, 50, 1000})
            QVERIFY(!map->gapAt(recorded));
        QCOMPARE(map->brokenEpochs(10), 3); // 10 to 20 and 40 to 50 are whole
        QCOMPARE(map->brokenEpochs(7), 5);
        QCOMPARE(TimeMap::continuous(100).brokenEpochs(7), 0);
        QVERIFY(TimeMap::continuous(10).gaps().empty() && !TimeMap::continuous(10).gapAt(5));
        QVERIFY(!TimeMap().gapAt(0));
    }

    void samplesAreStoredWithoutGaps()
    {
        const SampleRate rate{1, 5}; // a sample each five ticks
        const auto map = TimeMap::fromSegments(std::vector<Segment>{{0, 10}, {20, 5}, {42, 10}});
        QCOMPARE(map->stretches(rate, 5), (std::vector<signal::SampleStretch>{{0, 2, 0}, {2, 3, 20}, {3, 5, 42}}));
        QCOMPARE(map->stretches(rate, 4).back(), (signal::SampleStretch{3, 4, 42})); // fewer than it says
        QCOMPARE(TimeMap::continuous(10).stretches(rate, 7), (std::vector<signal::SampleStretch>{{0, 7, 0}}));
        QCOMPARE(TimeMap().stretches(rate, 3), (std::vector<signal::SampleStretch>{{0, 3, 0}}));
    }

    void aRecordingLastsToTheEndOfItsTime()
    {
        signal::Recording recording;
        QCOMPARE(recording.durationSec(), 0.0);
        const std::vector<Segment> segments{{0, 10 * kTicksPerSecond}, {20 * kTicksPerSecond, 5 * kTicksPerSecond}};
        recording.time = *TimeMap::fromSegments(segments);
        QCOMPARE(recording.durationSec(), 25.0);
    }
};

QTEST_APPLESS_MAIN(TestTimeMap)
#include "tst_timemap.moc"
