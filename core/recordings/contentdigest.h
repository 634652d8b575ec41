// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::io {

/// Bytes up to which a digest is of all of a file.
inline constexpr qint64 kLargestWholeDigest = qint64(4) << 30;

/// What a project knows a recording by, whatever its format: BLAKE2b-256 of the file's bytes as lower-case hex. Of a
/// file of more than `wholeUpTo` bytes, which takes minutes to read, those of its length and of 256 pieces spread over
/// it, unless `known`, what was noted of it before, is of all its bytes. Errors FileNotFound, FileNotReadable,
/// Cancelled.
[[nodiscard]] Result<QByteArray> contentDigest(const QString &path, const Progress &progress = {},
                                               const QByteArray &known = {}, qint64 wholeUpTo = kLargestWholeDigest);

} // namespace somno::io
