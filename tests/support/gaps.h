// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "core/signal/recording.h"

namespace somno::test {

/// What of a continuous recording in memory was kept: segments in its own time, in order, on samples of every channel.
inline signal::Recording kept(const signal::Recording &whole, const std::vector<signal::Segment> &segments)
{
    signal::Recording result = whole;
    result.time = signal::TimeMap::fromSegments(segments).value();
    for (signal::Channel &channel : result.channels) {
        channel.samples = std::visit(
            [&](const auto &all) {
                std::decay_t<decltype(all)> some;
                for (const signal::Segment &segment : segments)
                    some.insert(some.end(), all.begin() + channel.rate.ceilSample(segment.first),
                                all.begin() + channel.rate.ceilSample(segment.last()));
                return std::make_shared<signal::SampleStore>(std::move(some));
            },
            channel.samples->data());
        channel.sampleCount = channel.samples->size();
    }
    return result;
}

/// One piece of it as a recording of its own.
inline signal::Recording piece(const signal::Recording &whole, Ticks first, Ticks last)
{
    signal::Recording result = kept(whole, {{first, last - first, 0}});
    result.time = signal::TimeMap::continuous(last - first);
    return result;
}

} // namespace somno::test
