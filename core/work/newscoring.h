// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scoring/stageset.h"

namespace somno::ui {

/// How a scoring begins: in epochs of what length, with which stages.
struct NewScoring {
    double epochSec = 1; ///< from scoring::kShortestEpochSec to kLongestEpochSec
    scoring::StageSet stageSet;
};

/// What was chosen the last time that a person began a scoring; NewScoring{} before the first time.
[[nodiscard]] NewScoring lastNewScoring();
/// Whether the scoring of a recording that nobody has scored yet begins like that; else it begins as NewScoring{}.
[[nodiscard]] bool beginsAlike();
/// Keeps both for the next time. The stage set must be a built-in one.
void rememberNewScoring(const NewScoring &chosen, bool beginAlike);

} // namespace somno::ui
