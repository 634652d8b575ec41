// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include "core/engine/network/networkmodule.h"
#include "core/engine/training/trainingdata.h"
#include "core/scoring/agreement.h"

namespace somno::sdreamer {

/// White noise added to the normalised channels before they are scored, in sd of the channel.
struct AddedNoise {
    double eeg = 0;
    double emg = 0;
};

/// What a network says of windows of labelled data.
struct WindowFigures {
    double loss = 0; ///< mean cross-entropy of the labelled epochs
    scoring::Agreement pooled;
    std::vector<scoring::Agreement> recordings; ///< of those that had a labelled epoch, in their order
};

/// Scores windows of cached data in evaluation mode, each epoch once (from `keepFrom` on), spread over the processors
/// where `device` is the CPU. The noise is the same for the same window. Error Cancelled. Throws c10::Error.
[[nodiscard]] Result<WindowFigures> evaluateWindows(NetworkModule &module, const NetworkConfig &config,
                                                    const TrainingData &data,
                                                    std::span<const TrainingData::Window> windows, Input input,
                                                    const Progress &progress, AddedNoise noise = {},
                                                    torch::Device device = torch::kCPU);

} // namespace somno::sdreamer
