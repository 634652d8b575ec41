// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/signal/recording.h"

namespace somno::io {

struct ReadOptions {
    std::vector<int> channels; ///< channels whose samples are wanted; empty = all. All channels are listed either way.
    bool samples = true;       ///< false: header and annotations only
};

/// Reads EDF, EDF+C, BDF or BDF+C through EDFlib into memory. Any thread; one call per path at a time.
/// Errors name the file, the header field, its byte offset, the cause and the remedy.
[[nodiscard]] Result<signal::RecordingPtr> readRecording(const QString &path, const ReadOptions &options = {},
                                                         const Progress &progress = {});

/// Header and annotations; every channel reads its samples from the file when asked (signal::Channel::read), from any
/// thread, and nothing is held. Errors as above.
[[nodiscard]] Result<signal::RecordingPtr> openRecording(const QString &path);

/// BLAKE2b-256 of the file's bytes as lower-case hex: what a project knows a recording by.
[[nodiscard]] Result<QByteArray> contentDigest(const QString &path, const Progress &progress = {});

} // namespace somno::io
