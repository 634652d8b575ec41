// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::io {

/// BLAKE2b-256 of the file's bytes as lower-case hex: what a project knows a recording by, whatever its format.
/// Errors FileNotFound, FileNotReadable, Cancelled.
[[nodiscard]] Result<QByteArray> contentDigest(const QString &path, const Progress &progress = {});

} // namespace somno::io
