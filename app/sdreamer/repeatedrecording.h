// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::app {

/// Writes a plain EDF (or BDF) of `hours` whose data records are those of `source` from the start, over and over,
/// without its annotations: recordings of any length at the speed of the disk. No file is left after a failure. Errors
/// of io::readEdfHeader() and FileNotReadable, FileNotWritable, DiskFull, Cancelled.
[[nodiscard]] Result<> writeRepeated(const QString &source, const QString &target, double hours,
                                     const Progress &progress = {});

} // namespace somno::app
