// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include "core/engine/network/networkmodule.h"
#include "core/engine/training/trainoptions.h"

namespace somno::sdreamer {

/// Scalars; terms that were not asked for are undefined tensors.
struct LossTerms {
    torch::Tensor total;
    torch::Tensor crossEntropy; ///< of the mixed head, or of the one head that was computed
    torch::Tensor klEeg;
    torch::Tensor klEmg;
};

/// What micro-batches are divided by, so that they add up to the mean of the whole batch.
struct BatchTotals {
    double labelled = 0;        ///< labelled epochs, each counted by the weight of its class
    double rows = 0;            ///< epochs
    torch::Tensor classWeights; ///< [classes]; undefined = all 1
};

/// Loss of one micro-batch. `logits` [rows, classes] each, `labels` int64 [rows] with -1 for epochs that do not
/// count. Where the mixed path was not computed, the cross-entropy of those that were.
[[nodiscard]] LossTerms distillationLoss(const PathLogits &logits, const torch::Tensor &labels,
                                         const LossOptions &options, const BatchTotals &totals);

/// Sum over rows of KL(softmax(teacher / tau) || softmax(student / tau)). Both [rows, classes].
[[nodiscard]] torch::Tensor divergence(const torch::Tensor &teacher, const torch::Tensor &student, double tau = 1);

} // namespace somno::sdreamer
