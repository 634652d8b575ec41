// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/base/deviation.h"
#include "core/base/result.h"

namespace somno::io {

/// The text of a label file: UTF-8 or UTF-16 with or without a byte order mark, else Latin-1, which is said. Zero bytes
/// go. Errors FileNotFound, FileNotReadable; LabelsInvalid beyond 256 MB.
[[nodiscard]] Result<QString> readText(const QString &path, Deviations &deviations);

/// The text of bytes that were read elsewhere.
[[nodiscard]] QString decodeText(const QByteArray &bytes, Deviations &deviations);

/// The error of a file, or a line of it, with more rows than kMostLabelRows.
[[nodiscard]] tl::unexpected<Error> tooManyRows(const QString &where);

/// Blank lines where each line is an epoch: 0 where every second one is blank, which is how some programs end lines.
[[nodiscard]] qint64 blankEpochs(const QStringList &lines);
/// What is said of them.
[[nodiscard]] Deviation blankLines(qint64 count);

/// Lines, whatever ends them (LF, CR LF, CR); without an empty one at the end.
[[nodiscard]] QStringList linesOf(const QString &text);

/// Writes a file whole: temporary name, sync, rename. Errors FileNotWritable, DiskFull and the like.
[[nodiscard]] Result<> writeBytes(const QString &path, const QByteArray &bytes);

} // namespace somno::io
