// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/result.h"

namespace somno::io {

/// What a file that is not what was asked for looks like, from its first bytes: "a ZIP archive",
/// "a MATLAB file", "a text file"; empty when nothing is recognised.
[[nodiscard]] QString describeForeignFile(const QByteArray &firstBytes);

/// That a file is no recording, what it looks like, and what to do with it. NotARecording.
[[nodiscard]] tl::unexpected<Error> notARecording(const QString &name, const QByteArray &firstBytes);

} // namespace somno::io
