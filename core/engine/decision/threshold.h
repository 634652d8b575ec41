// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace somno::sdreamer {

/// A value that divides a recording's seconds into two classes, found by Otsu's method (doi 10.1109/TSMC.1979.4310076).
struct Threshold {
    double at = 0;
    double gap = 0; ///< distance of the two classes' means; 0 when there is nothing to divide

    /// Signed distance to the threshold, 3 at the mean of a class that lies symmetrically; 0 for NaN.
    [[nodiscard]] double distance(float value) const;
};

/// The threshold with the largest variance between the classes, among values between their 1st and 99th percentile; NaN
/// is left out.
[[nodiscard]] Threshold otsuThreshold(const std::vector<float> &values);

} // namespace somno::sdreamer
