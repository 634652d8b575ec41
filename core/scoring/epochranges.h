// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/scoring/hypnogram.h"

namespace somno::scoring {

/// Half-open ranges in order, none empty, none touching the next. All functions below return such.
using Ranges = std::vector<EpochRange>;

/// What lies in any of the ranges, which may come in any order; gaps of at most `gap` epochs are closed.
[[nodiscard]] Ranges united(Ranges ranges, EpochIndex gap = 0);
[[nodiscard]] Ranges intersection(const Ranges &a, const Ranges &b);
/// What lies in `a` and not in `b`.
[[nodiscard]] Ranges difference(const Ranges &a, const Ranges &b);
/// Each range longer by `epochs` at both ends, though never below epoch 0.
[[nodiscard]] Ranges widened(const Ranges &ranges, EpochIndex epochs);
/// Number of epochs in all ranges.
[[nodiscard]] EpochIndex sizeOf(const Ranges &ranges);

} // namespace somno::scoring
