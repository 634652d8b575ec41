// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/decision/evidence.h"
#include "core/model/committee.h"
#include "core/scoring/hypnogram.h"

namespace somno::sdreamer {

/// That a judge reads what this program measures. Error ModelInvalid.
[[nodiscard]] Result<> checkReads(const Judge &judge, Input input);

/// Whose judge decides where `asked` is wanted: of both signals the one alone that shows something, where the other
/// shows nothing that changes as sleep and wake do; else what was asked for.
[[nodiscard]] Input decidingInput(const Committee &committee, const Evidence &evidence, Input asked);

/// Each second's posterior probabilities, NaN rows where no signal says anything.
/// By the judge of decidingInput(). The committee must know `input`. `threads` 0: all processors. Errors ModelInvalid
/// (checkReads()), Cancelled.
[[nodiscard]] Result<scoring::Proposal> decide(const Committee &committee, const Evidence &evidence, Input input,
                                               int threads = 0, const Progress &progress = {});

/// ln probabilities of a judge for each second, [seconds * 3], NaN where no signal says anything: before the sequence.
[[nodiscard]] std::vector<float> opinionsOf(const Judge &judge, const EvidenceRows &rows, int threads);

} // namespace somno::sdreamer
