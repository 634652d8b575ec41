// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/trainingset.h"

namespace somno::learning {

inline const QString kManifestName = QStringLiteral("manifest.json");

/// Writes what `sdreamer train`, `evaluate` and `finetune` read: one label file (CSV, 1-s epochs, unscored where an
/// epoch does not count) for each item and `manifest.json`, which names files as nameInManifest() does, in a new folder
/// that appears whole or not at all. Returns the path of the manifest. Errors TrainingDataInvalid where a finding is
/// blocking, FileNotWritable where the folder exists or cannot be written, DiskFull, Cancelled.
[[nodiscard]] Result<QString> writeTrainingSet(const TrainingSet &set, const QString &folder,
                                               const Progress &progress = {});

} // namespace somno::learning
