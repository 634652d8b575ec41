// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace somno::sdreamer {

// Of values of which some are no numbers: those are left out.

/// The `q`-quantile of what is finite; NaN when nothing is.
[[nodiscard]] float quantileOf(std::vector<float> values, double q);

/// Population variance of what is finite; 0 when nothing is.
[[nodiscard]] double varianceOf(const std::vector<float> &values);

/// Mean over the 2 * half + 1 values around each, NaN left out; NaN where there is none.
[[nodiscard]] std::vector<float> smoothed(const std::vector<float> &values, int half);

} // namespace somno::sdreamer
