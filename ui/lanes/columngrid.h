// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <cmath>

namespace somno::plot {

/// The device-pixel columns of a lane. Column c covers the time [c, c + 1) * secPerColumn of the recording whatever
/// the viewport, so every lane agrees on what stands above what, and panning moves columns without changing them.
struct ColumnGrid {
    qint64 first = 0; ///< column at the left edge of the lane
    int count = 0;
    double secPerColumn = 1;

    [[nodiscard]] static ColumnGrid over(double firstSec, double spanSec, int columns)
    {
        if (columns <= 0 || spanSec <= 0)
            return {};
        const double secPerColumn = spanSec / columns;
        return {std::llround(firstSec / secPerColumn), columns, secPerColumn};
    }
    /// Time to columns from the left edge, and back.
    [[nodiscard]] double columnAt(double sec) const { return sec / secPerColumn - double(first); }
    [[nodiscard]] double secAt(double column) const { return (double(first) + column) * secPerColumn; }
};

} // namespace somno::plot
