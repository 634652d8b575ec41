// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/labels/labeltable.h"

namespace somno::io {

/// The rows of each scorer of a file apart, in order of their first row; one table where it names none. A file that
/// goes through the recording more than once, each time without an overlap, has as many scorers, called "1", "2", ...
/// Rows in the order of the file; deviations of the whole stay with the first.
[[nodiscard]] std::vector<LabelTable> tablesByScorer(LabelTable table);

/// Settles what two rows claim: time that carries two stages becomes unscored, an unscored row gives way to a stage.
/// Rows in order, their stages known; the result is to be painted in its order. Overlaps and gaps go to the deviations.
void settleOverlaps(LabelTable &table);

} // namespace somno::io
