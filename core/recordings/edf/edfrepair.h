// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/base/deviation.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::io {

/// What a repaired file has otherwise than the one that it was made of.
struct EdfRepair {
    Deviations mended;   ///< of the source
    QStringList changed; ///< sentences: channels left out, texts and ranges that EDF cannot hold as they were
};

/// Writes what was understood of an EDF or BDF file as a clean EDF+ or BDF+ file: the same record duration, the digital
/// values bit by bit of all channels that can be used, annotations and gaps. Record by record, in bounded memory; under
/// a temporary name that is read back and compared before it is renamed.
/// Errors: those of reading; InvalidArgument where `target` is the source, or is there and may not be replaced;
/// UnsupportedFormat where it is no EDF or BDF; FileNotWritable, DiskFull, Cancelled.
[[nodiscard]] Result<EdfRepair> repairEdf(const QString &source, const QString &target, bool mayReplace,
                                          const Progress &progress = {});

} // namespace somno::io
