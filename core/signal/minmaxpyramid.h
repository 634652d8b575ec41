// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <limits>
#include <span>
#include <stop_token>
#include <vector>

#include "core/base/samplerate.h"

namespace somno::signal {

/// Smallest and largest of some samples; empty (min > max) of none. NaN counts as no sample.
template <class T>
struct MinMax {
    T min = std::numeric_limits<T>::max();
    T max = std::numeric_limits<T>::lowest();

    [[nodiscard]] bool isEmpty() const { return min > max; }
    // The order of the operands is what lets a NaN pass by.
    void add(T value)
    {
        min = value < min ? value : min;
        max = value > max ? value : max;
    }
    void fold(const MinMax &other)
    {
        min = std::min(min, other.min);
        max = std::max(max, other.max);
    }
    friend bool operator==(const MinMax &, const MinMax &) = default;
};

/// Minimum and maximum over buckets of 64, 256, 1024, ... samples, the last bucket of each level possibly
/// partial, up to the first level with at most 4096 buckets. Takes 4 % of the memory of the samples, which it
/// does not own. Immutable after build(), so painting needs no lock.
template <class T>
class MinMaxPyramid {
public:
    static constexpr SampleIndex kBaseBucket = 64;
    static constexpr SampleIndex kFanOut = 4;
    static constexpr SampleIndex kTopBuckets = 4096;

    MinMaxPyramid() = default;
    /// An asked-for stop leaves the pyramid without levels: slower, still exact.
    [[nodiscard]] static MinMaxPyramid build(std::span<const T> samples, const std::stop_token &stop = {});

    [[nodiscard]] int levelCount() const { return int(m_levels.size()); }
    /// Exact range of samples[first, last), which must lie inside the samples it was built from.
    [[nodiscard]] MinMax<T> range(std::span<const T> samples, SampleIndex first, SampleIndex last) const
    {
        return rangeBelow(samples, first, last, levelCount());
    }

private:
    using Level = std::vector<MinMax<T>>;

    static MinMax<T> scan(std::span<const T> samples, SampleIndex first, SampleIndex last)
    {
        MinMax<T> result;
        for (SampleIndex i = first; i < last; ++i)
            result.add(samples[size_t(i)]);
        return result;
    }
    static SampleIndex bucketSize(int level) { return kBaseBucket << (2 * level); }
    MinMax<T> rangeBelow(std::span<const T> samples, SampleIndex first, SampleIndex last, int levels) const;

    std::vector<Level> m_levels;
};

template <class T>
MinMaxPyramid<T> MinMaxPyramid<T>::build(std::span<const T> samples, const std::stop_token &stop)
{
    const auto sampleCount = SampleIndex(samples.size());
    MinMaxPyramid pyramid;
    Level base;
    base.reserve(size_t(sampleCount / kBaseBucket + 1));
    for (SampleIndex first = 0; first < sampleCount; first += kBaseBucket) {
        if (first % (kBaseBucket << 14) == 0 && stop.stop_requested())
            return {};
        base.push_back(scan(samples, first, std::min(first + kBaseBucket, sampleCount)));
    }
    pyramid.m_levels.push_back(std::move(base));
    while (SampleIndex(pyramid.m_levels.back().size()) > kTopBuckets) {
        const Level &below = pyramid.m_levels.back();
        Level level((below.size() + kFanOut - 1) / kFanOut);
        for (size_t i = 0; i < below.size(); ++i)
            level[i / kFanOut].fold(below[i]);
        pyramid.m_levels.push_back(std::move(level));
    }
    return pyramid;
}

template <class T>
MinMax<T> MinMaxPyramid<T>::rangeBelow(std::span<const T> samples, SampleIndex first, SampleIndex last,
                                       int levels) const
{
    // The highest level of which at least one whole bucket may fit.
    while (levels > 0 && bucketSize(levels - 1) > last - first)
        --levels;
    if (levels == 0)
        return scan(samples, first, last);
    const SampleIndex size = bucketSize(levels - 1);
    const Level &level = m_levels[size_t(levels - 1)];
    const SampleIndex firstBucket = (first + size - 1) / size;
    const bool toTheEnd = last == SampleIndex(samples.size());
    const SampleIndex lastBucket = toTheEnd ? SampleIndex(level.size()) : last / size;
    if (firstBucket >= lastBucket)
        return rangeBelow(samples, first, last, levels - 1);
    MinMax<T> result;
    for (SampleIndex i = firstBucket; i < lastBucket; ++i)
        result.fold(level[size_t(i)]);
    if (first < firstBucket * size)
        result.fold(rangeBelow(samples, first, firstBucket * size, levels - 1));
    if (lastBucket * size < last)
        result.fold(rangeBelow(samples, lastBucket * size, last, levels - 1));
    return result;
}

} // namespace somno::signal
