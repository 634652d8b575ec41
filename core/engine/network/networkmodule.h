// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include "core/engine/network/layers.h"
#include "core/engine/network/network.h"

namespace somno::sdreamer {

/// Which of the three passes through the shared weights are wanted.
struct Paths {
    bool mix = true;
    bool eeg = false;
    bool emg = false;
};

/// Logits [B * N, classes], batch-major; undefined for a path that was not asked for.
struct PathLogits {
    torch::Tensor mix;
    torch::Tensor eeg;
    torch::Tensor emg;
};

/// One of sDREAMER's networks. Parameters carry the names of published checkpoints, so that named_parameters()
/// is a checkpoint's state dictionary. Float32 or float64, any device.
class NetworkModule : public torch::nn::Module {
public:
    /// x: [B, N, 2, 1, samplesPerEpoch], EEG first, N = 1 to sequenceLength. With a trace, every token of every
    /// epoch encoder is computed; without, only what the logits need.
    virtual PathLogits forward(const torch::Tensor &x, Paths paths, Trace *trace = nullptr) = 0;
    /// Logits of every window of `length` epochs, `stride` apart, of x [1, N, 2, 1, samplesPerEpoch], one window after
    /// the other: as of forward() on each, but networks whose encoder sees one epoch at a time encode each epoch once.
    virtual PathLogits slide(const torch::Tensor &x, Paths paths, int64_t length, int64_t stride);
    /// Makes ready for fast scoring on the CPU with the weights as they are, where the architecture has a way of it:
    /// same logits within rounding, or with `half` the large products in bfloat16. Training ends it.
    virtual void prepareScoring(bool) {}

protected:
    /// Registers the three heads.
    explicit NetworkModule(const NetworkConfig &config);
    /// Class logits of features [..., D], flattened to rows.
    torch::Tensor mixLogits(const torch::Tensor &features);
    torch::Tensor monoLogits(int modality, const torch::Tensor &features);

private:
    std::shared_ptr<Head> m_mixHead;
    std::shared_ptr<Head> m_monoHeads[kModalities];
};

using NetworkModulePtr = std::shared_ptr<NetworkModule>;

/// A module of the configuration's architecture with freshly drawn weights.
[[nodiscard]] NetworkModulePtr makeModule(const NetworkConfig &config);

/// The module inside a network, shared, for training it in place.
[[nodiscard]] NetworkModulePtr moduleOf(Network &network);

} // namespace somno::sdreamer
