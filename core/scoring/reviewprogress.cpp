// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/reviewprogress.h"

#include <cmath>

#include "core/scoring/hypnogram.h"

namespace somno::scoring {

namespace {

double share(EpochIndex part, EpochIndex whole)
{
    return whole == 0 ? 0 : double(part) / double(whole);
}

} // namespace

double ReviewProgress::scoredFraction() const
{
    return share(scored, epochs);
}

double ReviewProgress::reviewedFraction() const
{
    return share(reviewed, epochs);
}

int wholePercent(double fraction)
{
    // 57 of 100 are 56.99... % in binary.
    return int(std::floor(fraction * 100 + 1e-9));
}

ReviewProgress reviewProgress(std::span<const Stage> stages, std::span<const EpochSource> sources)
{
    ReviewProgress progress{EpochIndex(stages.size()), 0, 0};
    for (size_t i = 0; i < stages.size(); ++i) {
        if (stages[i] == Stage::Unscored)
            continue;
        ++progress.scored;
        progress.reviewed += isReviewed(sources[i]);
    }
    return progress;
}

ReviewProgress reviewProgress(const Hypnogram &hypnogram)
{
    return reviewProgress(hypnogram.stages(), hypnogram.sources());
}

} // namespace somno::scoring
