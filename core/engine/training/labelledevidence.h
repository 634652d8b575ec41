// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cohort/manifest.h"
#include "core/engine/decision/evidence.h"
#include "core/engine/network/network.h"

namespace somno::sdreamer {

/// A recording's evidence beside its labels.
struct LabelledEvidence {
    Evidence evidence;
    std::vector<int> labels; ///< index of the class of each second, -1 where none counts
};

/// What the network's heads and the signals say of each recording that has labels. Reports the phase "evidence" in
/// recordings. What has been gathered before by the same network is read from `cacheFolder`, unless that is empty.
/// Errors of reading, preparing and scoring.
[[nodiscard]] Result<std::vector<LabelledEvidence>> gatherEvidence(const Network &network,
                                                                   const std::vector<ManifestRecording> &recordings,
                                                                   const QString &cacheFolder,
                                                                   const Progress &progress);

} // namespace somno::sdreamer
