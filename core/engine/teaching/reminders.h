// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/manifest.h"

namespace somno::sdreamer {

// Simulated mice of all kinds for a model that was born of them, made in `folder` where they are not yet. Neither are
// among those of any shipped training, which have other seeds.

/// What the model is reminded of while it learns new labels.
[[nodiscard]] Result<std::vector<ManifestRecording>> simulatedReplay(const QString &folder, const Progress &progress);
/// Others, which are never learned from: what was forgotten shows on them.
[[nodiscard]] Result<std::vector<ManifestRecording>> simulatedOriginal(const QString &folder, const Progress &progress);

} // namespace somno::sdreamer
