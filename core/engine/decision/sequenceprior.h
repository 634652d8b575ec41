// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/model/committee.h"

namespace somno::sdreamer {

/// Posterior probabilities of Wake, NREM and REM in a chain of stages by forward and backward recursion, from an
/// opinion on each second: [seconds * 3] natural logarithms of probabilities, NaN rows where nothing is known. Rows of
/// 3, NaN where the opinion was; the confidence is thus that of the stage within the decoded sequence.
///
/// Durations and transitions are those of experts' labels of real mice, laboratories weighted alike: three of OpenNeuro
/// ds006366 (doi 10.1093/sleepadvances/zpaf025) and the undisturbed days of github.com/mxjan/SWDMr (REM to NREM and the
/// length of REM without the latter, whose REM is interrupted by single epochs): tests/bench/bench_sleepstructure.
[[nodiscard]] std::vector<float> decodeSequence(std::span<const float> logOpinion, const PriorWeights &weights);

} // namespace somno::sdreamer
