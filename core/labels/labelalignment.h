// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/labels/labelcontext.h"
#include "core/labels/labeltable.h"

namespace somno::io {

/// Brings the rows of a file onto the time of the recording: seconds for milliseconds and epochs, in order, each with a
/// duration; `shift` is the difference of the clocks. All that was done goes to the table's deviations.
/// Error LabelsInvalid where nothing tells how long an epoch is.
[[nodiscard]] Result<> alignRows(LabelTable &table, const LabelContext &context);

/// Rows without a duration (0) last until the next one that starts later, the last as long as the one before it. Rows
/// must be in order.
void completeDurations(std::vector<LabelRow> &rows);

} // namespace somno::io
