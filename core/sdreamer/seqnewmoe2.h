// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from core/sdreamer.
#include <torch/torch.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sdreamer/layers.h"
#include "sdreamer/network.h"
#include "sdreamer/networkconfig.h"

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

/// The Sequence model of sDREAMER. Parameters carry the names of published checkpoints, so that its
/// named_parameters() are a checkpoint's state dictionary. Float32 or float64, any device.
class SeqNewMoE2Impl : public torch::nn::Module {
public:
    explicit SeqNewMoE2Impl(const NetworkConfig &config);

    /// x: [B, N, 2, 1, samplesPerEpoch], EEG first, N = 1 to sequenceLength. With a trace, every token of every
    /// block is computed; without, only what the logits need.
    PathLogits forward(const torch::Tensor &x, Paths paths, Trace *trace = nullptr);

private:
    torch::Tensor epochTokens(int modality, const torch::Tensor &samples, Trace *trace);
    torch::Tensor mixLogits(torch::Tensor tokens, Trace *trace);
    torch::Tensor monoLogits(int modality, torch::Tensor tokens, Trace *trace);

    NetworkConfig m_config;
    std::shared_ptr<EpochEncoder> m_encoders[2];
    torch::Tensor m_positions[2];
    torch::Tensor m_modalities;
    std::vector<std::shared_ptr<MoeBlock>> m_blocks;
    torch::nn::LayerNorm m_norm{nullptr};
    torch::nn::Linear m_pool{nullptr};
    torch::nn::Linear m_projections[2]{nullptr, nullptr};
    std::shared_ptr<Head> m_mixHead;
    std::shared_ptr<Head> m_monoHeads[2];
};

using SeqNewMoE2 = std::shared_ptr<SeqNewMoE2Impl>;

/// The module inside a network, shared, for training it in place.
[[nodiscard]] SeqNewMoE2 moduleOf(Network &network);

} // namespace somno::sdreamer
