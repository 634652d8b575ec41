// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/signal/recording.h"

namespace somno::io {

/// Writes a recording (int16 sample stores) as EDF+C, or with gaps as EDF+D, with its annotations; with no channels, as
/// annotation-only EDF+.
/// Written to a temporary name beside `path`, synced, read back and compared, then renamed; an existing
/// file is replaced only by a complete one. The same recording gives the same bytes.
[[nodiscard]] Result<> writeEdf(const QString &path, const signal::Recording &recording, const Progress &progress = {});

} // namespace somno::io
