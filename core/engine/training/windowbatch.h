// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include <torch/torch.h>

#include <span>

#include "core/engine/training/trainingdata.h"
#include "core/engine/training/trainoptions.h"

namespace somno::sdreamer {

/// Windows of training data as the network takes them.
struct WindowBatch {
    torch::Tensor signals; ///< [windows, N, 2, 1, 512]
    torch::Tensor labels;  ///< int64 [windows * N], -1 does not count
};

/// Window i comes from sources[i]; all have windows of one length.
[[nodiscard]] WindowBatch readBatch(std::span<const TrainingData *const> sources,
                                    std::span<const TrainingData::Window> windows);
/// All from one source.
[[nodiscard]] WindowBatch readBatch(const TrainingData &source, std::span<const TrainingData::Window> windows);

/// Another gain and polarity for each window and channel, a little noise, now and then a flat channel: what differs
/// between recordings of one animal must not decide. Window i is changed by the numbers of seeds[i] alone.
void augment(WindowBatch &batch, const TrainOptions &options, std::span<const quint64> seeds);

} // namespace somno::sdreamer
