// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/base/samplerate.h"

namespace somno::signal {

/// A stretch of a recording without a gap. A channel's samples of it start at rate.ceilSample(stored).
struct Segment {
    Ticks first = 0; ///< in recording time
    Ticks duration = 0;
    Ticks stored = 0; ///< in stored time: what the segments before it last, all together

    [[nodiscard]] Ticks last() const { return first + duration; } ///< its end, which is no longer inside
    friend bool operator==(const Segment &, const Segment &) = default;
};

/// What lies between two segments: [first, last) in recording time.
struct Gap {
    Ticks first = 0;
    Ticks last = 0;
    friend bool operator==(const Gap &, const Gap &) = default;
};

/// Samples [first, last) of a channel, as they are stored, without a gap among them.
struct SampleStretch {
    SampleIndex first = 0;
    SampleIndex last = 0;
    Ticks start = 0; ///< of the first, in recording time
    friend bool operator==(const SampleStretch &, const SampleStretch &) = default;
};

/// Epochs [first, last) of one length, counted from the start of the recording.
struct EpochSpan {
    EpochIndex first = 0;
    EpochIndex last = 0;
    friend bool operator==(const EpochSpan &, const EpochSpan &) = default;
};

/// When a recording was running. Recording time counts from the start clock and goes on in the gaps; stored time counts
/// what was kept, as samples do, and knows no gaps. In a continuous recording both are the same. Exact, in ticks of
/// 100 ns; an immutable value.
class TimeMap {
public:
    /// Nothing was recorded.
    TimeMap() = default;
    /// One segment from the start; none where the duration is 0.
    [[nodiscard]] static TimeMap continuous(Ticks duration);
    /// Segments in order; their `stored` is filled in, and those that touch become one. InvalidArgument where one
    /// starts before 0 or before the end of the one before it, or does not last.
    [[nodiscard]] static Result<TimeMap> fromSegments(std::span<const Segment> segments);

    /// In order; between two of them lies a gap.
    [[nodiscard]] std::span<const Segment> segments() const { return m_segments; }
    /// Whether nothing is missing from the start of the recording to its end.
    [[nodiscard]] bool isContinuous() const { return duration() == storedDuration(); }
    /// Recording time from the start to the end of the last segment, gaps included.
    [[nodiscard]] Ticks duration() const { return m_segments.empty() ? 0 : m_segments.back().last(); }
    /// What was kept of it.
    [[nodiscard]] Ticks storedDuration() const;

    /// The segment that holds a recording time; null in a gap, before the start and from the end on.
    [[nodiscard]] const Segment *segmentAt(Ticks time) const;
    /// Whether the recording time [first, last) lies in one segment as a whole; an empty interval where its point does.
    [[nodiscard]] bool isWhole(Ticks first, Ticks last) const;
    /// Epochs of that length (above 0) that end within the recording time, those that touch gaps included.
    [[nodiscard]] EpochIndex epochCount(Ticks epoch) const { return duration() / epoch; }
    /// Of these the ones that touch no gap: in order, a span for each segment that holds any.
    [[nodiscard]] std::vector<EpochSpan> wholeEpochs(Ticks epoch) const;

    /// In order.
    [[nodiscard]] std::vector<Gap> gaps() const;
    /// The gap that holds a recording time.
    [[nodiscard]] std::optional<Gap> gapAt(Ticks time) const;
    /// Where a channel of `count` samples was running; one stretch of all of them where nothing is missing.
    [[nodiscard]] std::vector<SampleStretch> stretches(const SampleRate &rate, SampleIndex count) const;

    /// Epochs of that length (above 0) that end within the recording time and touch a gap.
    [[nodiscard]] EpochIndex brokenEpochs(Ticks epoch) const;

    /// Stored time of a recording time; nullopt where nothing was recorded.
    [[nodiscard]] std::optional<Ticks> toStored(Ticks time) const;
    /// Recording time of a stored time in [0, storedDuration()); nullopt beyond.
    [[nodiscard]] std::optional<Ticks> toRecorded(Ticks stored) const;

    friend bool operator==(const TimeMap &, const TimeMap &) = default;

private:
    std::vector<Segment> m_segments;
};

} // namespace somno::signal
