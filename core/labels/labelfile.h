// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/labels/labelformat.h"

namespace somno::io {

/// What was read from a file of labels.
struct LabelImport {
    scoring::Hypnogram hypnogram;
    QStringList warnings = {};           ///< what was understood in some way only, in words
    const LabelFormat *format = nullptr; ///< that it was read as
};

/// Reads a scoring with the format that `context` names, else the one that its content is of, else that of its ending.
/// Labels beyond the recording stay for the caller to align. Errors FileNotFound, FileNotReadable, UnsupportedFormat,
/// LabelsInvalid, InvalidArgument (epoch length, format).
[[nodiscard]] Result<LabelImport> readLabels(const QString &path, const LabelContext &context = {});

/// Writes a scoring in the format that `options` name, else that of the ending. Temporary name, sync, rename. Returns
/// what the format could not hold, in words.
[[nodiscard]] Result<QStringList> writeLabels(const QString &path, const scoring::Hypnogram &hypnogram,
                                              const LabelWriteOptions &options = {});

} // namespace somno::io
