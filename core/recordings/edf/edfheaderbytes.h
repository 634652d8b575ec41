// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recordings/edf/edfwriteplan.h"

namespace somno::io {

/// The header of an EDF+ or BDF+ file of that recording, in printable ASCII: accents fall off, micro becomes u, what
/// has no letter "?". Patient and recording keep what EDF+ allows; free text becomes the name or the equipment.
[[nodiscard]] QByteArray edfHeaderBytes(const signal::Recording &recording, const EdfPlan &plan);

/// InvalidArgument where the two digits that EDF has for a year do not hold that of the start.
[[nodiscard]] Result<> checkEdfStart(const signal::Recording &recording);

} // namespace somno::io
