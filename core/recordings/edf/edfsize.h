// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recordings/edf/edflayout.h"

namespace somno::io {

/// How many data records the file holds. Its size counts where it says another number than the header; zeros that fill
/// up the file are no records, and neither is an incomplete one at the end. Notes what was taken.
/// Errors: Truncated or HeaderInvalid where there is not one whole record, and those of reading.
[[nodiscard]] Result<qint64> readEdfRecordCount(EdfFields &fields, const EdfLayout &layout, const InputFile &file);

} // namespace somno::io
