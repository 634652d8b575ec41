// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/navigation.h"

#include <algorithm>

namespace somno::scoring {

namespace {

/// Nearest epoch strictly after `from` at which `isStart` holds.
template <class IsStart>
std::optional<EpochIndex> next(const Hypnogram &hypnogram, EpochIndex from, IsStart isStart)
{
    for (EpochIndex i = std::clamp<EpochIndex>(from, -1, hypnogram.size()) + 1; i < hypnogram.size(); ++i)
        if (isStart(i))
            return i;
    return std::nullopt;
}

/// Nearest epoch strictly before `from` at which `isStart` holds.
template <class IsStart>
std::optional<EpochIndex> previous(const Hypnogram &hypnogram, EpochIndex from, IsStart isStart)
{
    for (EpochIndex i = std::clamp<EpochIndex>(from, 0, hypnogram.size()) - 1; i >= 0; --i)
        if (isStart(i))
            return i;
    return std::nullopt;
}

auto uncertainStart(const Hypnogram &hypnogram, double threshold)
{
    return [&hypnogram, threshold](EpochIndex i) {
        return isUncertain(hypnogram, i, threshold) && (i == 0 || !isUncertain(hypnogram, i - 1, threshold));
    };
}

auto boutStart(const Hypnogram &hypnogram)
{
    return [&hypnogram](EpochIndex i) { return i == 0 || hypnogram.stage(i) != hypnogram.stage(i - 1); };
}

auto unscoredStart(const Hypnogram &hypnogram)
{
    return [&hypnogram](EpochIndex i) {
        return hypnogram.stage(i) == Stage::Unscored && boutStart(hypnogram)(i);
    };
}

} // namespace

bool isUncertain(const Hypnogram &hypnogram, EpochIndex epoch, double threshold)
{
    // Without a proposal the confidence is NaN, and NaN is below nothing.
    return hypnogram.source(epoch) == EpochSource::Automatic && hypnogram.confidence(epoch) < threshold;
}

std::optional<EpochIndex> nextUncertain(const Hypnogram &hypnogram, EpochIndex from, double threshold)
{
    return next(hypnogram, from, uncertainStart(hypnogram, threshold));
}

std::optional<EpochIndex> previousUncertain(const Hypnogram &hypnogram, EpochIndex from, double threshold)
{
    return previous(hypnogram, from, uncertainStart(hypnogram, threshold));
}

std::optional<EpochIndex> nextUnscored(const Hypnogram &hypnogram, EpochIndex from)
{
    return next(hypnogram, from, unscoredStart(hypnogram));
}

std::optional<EpochIndex> previousUnscored(const Hypnogram &hypnogram, EpochIndex from)
{
    return previous(hypnogram, from, unscoredStart(hypnogram));
}

std::optional<EpochIndex> nextBoutBoundary(const Hypnogram &hypnogram, EpochIndex from)
{
    return next(hypnogram, from, boutStart(hypnogram));
}

std::optional<EpochIndex> previousBoutBoundary(const Hypnogram &hypnogram, EpochIndex from)
{
    return previous(hypnogram, from, boutStart(hypnogram));
}

} // namespace somno::scoring
