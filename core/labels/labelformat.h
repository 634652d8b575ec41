// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QStringList>

#include "core/base/result.h"
#include "core/scoring/hypnogram.h"

namespace somno::io {

/// What a label file needs to know beside the hypnogram.
struct LabelWriteOptions {
    QDateTime recordingStart; ///< start clock of the recording (EDF+ needs one)
    bool withSource = false;  ///< CSV: one more column `source` (automatic, human, imported, confirmed)
};

/// Name of a stage in files and tables, N1 to N3 included; empty for Unscored.
[[nodiscard]] QString stageFileName(scoring::Stage stage);

/// Reads a scoring; the format is found by the ending and content (`.csv`, `.edf` and the other files of this folder).
/// `epochSec` 0 takes the grid of the file: the CSV's own rows, for EDF+ the longest epoch (of 1, 2, 4, 5, 10, 20, 30 s
/// ...) that divides every onset and duration. `totalSec` > 0 pads with unscored epochs to the recording's length.
[[nodiscard]] Result<scoring::Hypnogram> readLabels(const QString &path, double epochSec = 0, double totalSec = 0);

/// Writes a scoring by the ending of `path`: `.csv` (onset_s,duration_s,stage,confidence,p_wake,p_nrem,p_rem) or
/// `.edf` (annotation-only EDF+). Temporary name, sync, rename. Returns what the format could not hold, in words.
[[nodiscard]] Result<QStringList> writeLabels(const QString &path, const scoring::Hypnogram &hypnogram,
                                              const LabelWriteOptions &options = {});

} // namespace somno::io
