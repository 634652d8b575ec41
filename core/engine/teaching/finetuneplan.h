// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cohort/manifest.h"
#include "core/engine/teaching/finetune.h"
#include "core/engine/training/trainoptions.h"
#include "core/model/modelpackage.h"

namespace somno::sdreamer {

/// Everything about a fine-tuning that is decided before its first step.
struct FinetunePlan {
    ModelPackage base;
    Manifest manifest;
    TrainOptions options;
    QString device, runFolder;
    std::vector<ManifestRecording> calibration, heldOut; ///< what no ancestor of the starting model learned
    std::vector<ManifestRecording> replay, original;
};

/// Reads labels and starting model, divides what is not divided, and makes the simulated mice. Errors as of finetune();
/// nothing is written before the labels have been looked at.
[[nodiscard]] Result<FinetunePlan> planFinetune(const FinetuneArguments &arguments, const Progress &progress);

} // namespace somno::sdreamer
