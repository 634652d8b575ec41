// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recordings/inputfile.h"

namespace somno::io {

/// What a transfer did that took a file for text, after which no sample is where it was; empty where nothing says so.
/// Looks at the first megabyte of the data. Worth asking where the size of a file is not the one that its header gives.
[[nodiscard]] Result<QString> textTransferOf(const InputFile &file, qint64 headerBytes);

} // namespace somno::io
