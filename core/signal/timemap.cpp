// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/timemap.h"

#include <algorithm>

namespace somno::signal {

namespace {

/// The last segment whose `start` is not behind `time`; null where all are.
const Segment *lastNotBehind(std::span<const Segment> segments, Ticks time, Ticks Segment::*start)
{
    const auto next = std::ranges::upper_bound(segments, time, {}, start);
    return next == segments.begin() ? nullptr : &*std::prev(next);
}

} // namespace

TimeMap TimeMap::continuous(Ticks duration)
{
    TimeMap map;
    if (duration > 0)
        map.m_segments.push_back({0, duration, 0});
    return map;
}

Result<TimeMap> TimeMap::fromSegments(std::span<const Segment> segments)
{
    const auto seconds = [](Ticks ticks) { return double(ticks) / double(kTicksPerSecond); };
    TimeMap map;
    for (const Segment &segment : segments) {
        if (segment.first < map.duration() || segment.duration <= 0)
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("The parts of a recording do not follow each other in time."),
                           QStringLiteral("One from %1 s that lasts %2 s comes after %3 s.")
                               .arg(seconds(segment.first))
                               .arg(seconds(segment.duration))
                               .arg(seconds(map.duration())));
        if (!map.m_segments.empty() && segment.first == map.duration())
            map.m_segments.back().duration += segment.duration;
        else
            map.m_segments.push_back({segment.first, segment.duration, map.storedDuration()});
    }
    return map;
}

Ticks TimeMap::storedDuration() const
{
    return m_segments.empty() ? 0 : m_segments.back().stored + m_segments.back().duration;
}

const Segment *TimeMap::segmentAt(Ticks time) const
{
    const Segment *segment = lastNotBehind(m_segments, time, &Segment::first);
    return segment && time < segment->last() ? segment : nullptr;
}

bool TimeMap::isWhole(Ticks first, Ticks last) const
{
    const Segment *segment = segmentAt(first);
    return segment && first <= last && last <= segment->last();
}

std::vector<EpochSpan> TimeMap::wholeEpochs(Ticks epoch) const
{
    std::vector<EpochSpan> spans;
    for (const Segment &segment : m_segments) {
        const EpochSpan span{(segment.first + epoch - 1) / epoch, segment.last() / epoch};
        if (span.first < span.last)
            spans.push_back(span);
    }
    return spans;
}

std::vector<Gap> TimeMap::gaps() const
{
    std::vector<Gap> gaps;
    Ticks last = 0;
    for (const Segment &segment : m_segments) {
        if (segment.first > last)
            gaps.push_back({last, segment.first});
        last = segment.last();
    }
    return gaps;
}

std::optional<Gap> TimeMap::gapAt(Ticks time) const
{
    const auto next = std::ranges::upper_bound(m_segments, time, {}, &Segment::first);
    const Ticks first = next == m_segments.begin() ? 0 : std::prev(next)->last();
    return next != m_segments.end() && time >= first ? std::optional(Gap{first, next->first}) : std::nullopt;
}

std::vector<SampleStretch> TimeMap::stretches(const SampleRate &rate, SampleIndex count) const
{
    if (isContinuous())
        return {{0, count, 0}};
    std::vector<SampleStretch> stretches;
    for (const Segment &segment : m_segments)
        stretches.push_back({std::min(rate.ceilSample(segment.stored), count),
                             std::min(rate.ceilSample(segment.stored + segment.duration), count), segment.first});
    return stretches;
}

EpochIndex TimeMap::brokenEpochs(Ticks epoch) const
{
    EpochIndex count = epochCount(epoch);
    for (const EpochSpan &span : wholeEpochs(epoch))
        count -= span.last - span.first;
    return count;
}

std::optional<Ticks> TimeMap::toStored(Ticks time) const
{
    const Segment *segment = segmentAt(time);
    return segment ? std::optional(segment->stored + (time - segment->first)) : std::nullopt;
}

std::optional<Ticks> TimeMap::toRecorded(Ticks stored) const
{
    const Segment *segment = lastNotBehind(m_segments, stored, &Segment::stored);
    return segment && stored < storedDuration() ? std::optional(segment->first + (stored - segment->stored))
                                                : std::nullopt;
}

} // namespace somno::signal
