// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "core/scoring/epochranges.h"
#include "core/scoring/learnedclass.h"
#include "core/scoring/stageseconds.h"

namespace somno::learning {

using scoring::EpochRange;
using scoring::Ranges;

/// By what two stretches of recordings are told apart.
struct StretchTraits {
    /// Share of each learned class, by the model's probabilities where nobody looked yet, by the labels where somebody
    /// did.
    std::array<double, scoring::kLearnedClasses.size()> mix{};
    double changesPerMin = 0; ///< of stage
    double middleSec = 0;     ///< from the start of the recording
};

/// Whole neighbouring bouts that are looked at in one go.
struct Stretch {
    EpochRange range;
    StretchTraits traits;
    double doubt = 0;      ///< mean entropy of the model's probabilities, 0 (sure) to 1 (it cannot tell at all)
    double confidence = 0; ///< mean of the largest probability
};

/// Whether stretches of a scoring can be proposed at all.
enum class ScoringState {
    NotScored,            ///< no epoch has a stage
    WithoutProbabilities, ///< stages await review, but no model says how sure it is of any of them
    Scored,
};

/// What the choice of stretches needs to know of a scoring. Some 100 kB a day at most, where the probabilities take a
/// megabyte.
struct StretchStock {
    ScoringState state = ScoringState::NotScored;
    double epochSec = 1;
    std::vector<Stretch> open;        ///< in order of time: a model scored them, and nobody said anything of them
    std::vector<StretchTraits> known; ///< of the stretches that a person reviewed, or that were imported
    scoring::SourceSeconds seconds;
};

/// Cuts a scoring into stretches: neighbouring bouts are joined until they last 2 min, as far as that takes no more
/// than 5 min; a longer bout is cut into equal parts of at most 5 min; a rest of less than 30 s goes with its
/// neighbour. Epochs that a person said anything of, unscored ones and those without probabilities (silent ones) lie in
/// no open stretch, and none spans them. What is shorter than 10 s between two of them is left out: nobody goes there
/// for it.
[[nodiscard]] StretchStock stretchesOf(const scoring::Hypnogram &hypnogram);

} // namespace somno::learning
