// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internal to core/sdreamer: includes LibTorch.
#include "sdreamer/networkmodule.h"
#include "sdreamer/trainoptions.h"

namespace somno::sdreamer {

/// Scalars; kl terms are undefined tensors when alpha is 0 and they were not asked for.
struct LossTerms {
    torch::Tensor total;
    torch::Tensor crossEntropy; ///< of the mixed head
    torch::Tensor klEeg;
    torch::Tensor klEmg;
};

/// Loss of one micro-batch. `logits` [rows, classes] each, `labels` int64 [rows] with -1 for epochs that do not
/// count. `labelledRows` and `rows` are those of the whole batch, so that micro-batches add up to its mean.
[[nodiscard]] LossTerms distillationLoss(const PathLogits &logits, const torch::Tensor &labels,
                                         const LossOptions &options, double labelledRows, double rows);

} // namespace somno::sdreamer
