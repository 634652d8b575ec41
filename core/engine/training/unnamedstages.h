// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include "core/cohort/manifest.h"
#include "core/engine/network/networkmodule.h"
#include "core/engine/training/trainingdata.h"
#include "core/engine/training/trainoptions.h"

namespace somno::sdreamer {

/// Stages that no label to learn from names. Such labels would teach that there are none: what is left of the recording
/// shows the model where it found them before.
struct UnnamedStages {
    std::vector<int64_t> classes;
    std::vector<TrainingData::Window> windows; ///< without labels, in which the starting model finds one of these
};

/// Looks for them with the starting model, in windows spread over the recordings to learn from. Epochs that are held
/// out are not looked at. Nothing where all stages are labelled, or none of the others is found.
[[nodiscard]] UnnamedStages unnamedStages(NetworkModule &start, const TrainingData &data,
                                          const std::vector<ManifestRecording> &heldOut, Input input,
                                          torch::Device device);

/// Sum over rows of KL(start || now) where all labelled classes are one: which of them an epoch is, is for the labels
/// to say.
[[nodiscard]] torch::Tensor unnamedDivergence(const torch::Tensor &start, const torch::Tensor &now,
                                              const std::vector<int64_t> &classes);

} // namespace somno::sdreamer
