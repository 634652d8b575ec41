// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <functional>
#include <optional>

#include "core/recordings/openoptions.h"
#include "core/scoring/hypnogram.h"

namespace somno::ui {

/// What a model needs to score a recording that is open.
struct OpenRecording {
    qint64 id = 0; ///< in the project
    QString path;
    QString name;
    QString eeg; ///< channel; empty: none chosen. Several, with commas between them, vote
    QString emg;
    scoring::Proposal proposal; ///< what lies over it at the moment; may be empty
    io::OpenOptions said = {};  ///< what its file does not say
};
/// nullopt while none is open that can be scored.
using OpenRecordingSource = std::function<std::optional<OpenRecording>()>;

/// Arguments for the engine to score it into `out` with the model of a folder; empty: the one shipped.
[[nodiscard]] QStringList scoreArguments(const OpenRecording &recording, const QString &modelFolder,
                                         const QString &out);

} // namespace somno::ui
