// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cohort/manifest.h"
#include "core/signal/recording.h"

namespace somno::sdreamer {

/// The labels of a recording of a manifest in epochs of one second, laid on its length and clock. What is odd about
/// them is a warning each, as are labels and confirmed ranges that end early or lie outside. Errors of readLabels();
/// LabelsInvalid also where the entry is strict and anything is odd.
[[nodiscard]] Result<scoring::Hypnogram> readRecordingLabels(const ManifestRecording &entry,
                                                             const signal::Recording &recording,
                                                             const Progress &progress);

} // namespace somno::sdreamer
