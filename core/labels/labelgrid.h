// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/labels/labeltable.h"
#include "core/scoring/hypnogram.h"

namespace somno::io {

/// The hypnogram of a table: see LabelContext for both arguments. Error LabelsInvalid.
[[nodiscard]] Result<scoring::Hypnogram> hypnogramFromTable(const LabelTable &table, double epochSec, double totalSec);

} // namespace somno::io
