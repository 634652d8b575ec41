// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "tests/support/hypnograms.h"

namespace somno::test {

/// A bout as a model scored it: its stage as a letter ('.': silent), its length in epochs, and how sure the model is.
struct ScoredBout {
    char letter = 'W';
    EpochIndex epochs = 0;
    float confidence = 0.9f;
};

inline scoring::Proposal proposalOf(const std::vector<ScoredBout> &bouts, double epochSec = 1)
{
    scoring::Proposal all = proposalOf("", 1, epochSec);
    for (const ScoredBout &bout : bouts) {
        const scoring::Proposal one
            = proposalOf(std::string(size_t(bout.epochs), bout.letter), bout.confidence, epochSec);
        all.probabilities.insert(all.probabilities.end(), one.probabilities.begin(), one.probabilities.end());
    }
    return all;
}

/// Scored by a model alone.
inline scoring::Hypnogram autoScored(const std::vector<ScoredBout> &bouts, double epochSec = 1)
{
    return scoring::Hypnogram::fromProposal(proposalOf(bouts, epochSec));
}

/// As it is when somebody has looked at a part of it.
inline scoring::Hypnogram reviewed(scoring::Hypnogram hypnogram, scoring::EpochRange range,
                                   scoring::EpochSource source = scoring::EpochSource::Confirmed)
{
    for (EpochIndex i = range.first; i < range.last; ++i)
        hypnogram.set(i, hypnogram.stage(i), source);
    return hypnogram;
}

} // namespace somno::test
