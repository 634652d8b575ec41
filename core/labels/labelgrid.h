// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/labels/labeltable.h"
#include "core/scoring/hypnogram.h"

namespace somno::io {

/// The hypnogram of a table whose rows are aligned and settled: see LabelContext for both numbers. What lies before the
/// start or beyond the end of the recording is cut, which goes to the deviations; the table then says what epochs it
/// is made of. Error LabelsInvalid, InvalidArgument.
[[nodiscard]] Result<scoring::Hypnogram> hypnogramFromTable(LabelTable &table, double epochSec, double totalSec);

} // namespace somno::io
