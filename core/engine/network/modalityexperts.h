// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include "core/engine/network/layers.h"

namespace somno::sdreamer {

/// Norm and two-layer perceptron of one modality (or of both mixed) in a MoeBlock.
struct Expert {
    torch::nn::LayerNorm norm{nullptr};
    Linear up{nullptr}, down{nullptr};
};

/// Projections of one attention.
struct Projections {
    Linear qkv{nullptr}, out{nullptr};
};

/// Attention (one for both modalities, or one of each modality's own) with an expert per modality. A block that owns
/// a mixed expert uses it for the joint path.
class MoeBlock : public torch::nn::Module {
public:
    MoeBlock(const NetworkConfig &config, int layer, int layers, bool ownsMixed);
    /// x: [B, 2T, D], EEG tokens first -> the same, or [B, 1, D] of the first token.
    torch::Tensor forwardMix(const torch::Tensor &x, Reach reach);
    /// x: [B, T, D], tokens of one modality.
    torch::Tensor forwardMono(const torch::Tensor &x, int modality, Reach reach);

private:
    Expert registerExpert(const NetworkConfig &config, const std::string &name);
    Projections registerAttention(const NetworkConfig &config, const std::string &name);
    torch::Tensor attend(const torch::Tensor &x, Projections &by, Reach reach);
    torch::Tensor attendJointly(const torch::Tensor &x);
    torch::Tensor consult(Expert &expert, const torch::Tensor &x);

    int64_t m_heads;
    double m_dropout, m_dropPath;
    torch::Tensor m_scale1, m_scale2;
    torch::nn::LayerNorm m_norm1{nullptr};
    bool m_shared;
    Projections m_attention[kModalities]; ///< the same twice where it is shared
    Expert m_experts[kModalities];
    Expert m_mixed; ///< empty where the block owns none
};

/// A transformer over tokens of two modalities, with three ways through the same weights: each modality alone, or
/// both mixed. Used over the patches of an epoch and over the epochs of a sequence.
class ModalityTransformer : public torch::nn::Module {
public:
    /// Blocks from `mixedFrom` on own a mixed expert; the pooler reads vectors of `pooledWidth`.
    ModalityTransformer(const NetworkConfig &config, int layers, int mixedFrom, int pooledWidth);

    /// From now on scores by weights laid out as they are, until it is trained.
    void prepareScoring();
    /// Tokens of a modality, told apart from those of the other: dropout, then the modality's own vector is added.
    torch::Tensor marked(int modality, const torch::Tensor &tokens);
    /// [B, 2T, D], EEG tokens first -> [B, 2T, D] or [B, 1, D], normed.
    torch::Tensor mix(torch::Tensor tokens, Reach reach, Trace *trace);
    /// [B, T, D] -> [B, T, D] or [B, 1, D], projected to length one.
    torch::Tensor mono(int modality, torch::Tensor tokens, Reach reach);
    /// [..., pooledWidth] -> [..., D]
    torch::Tensor pool(const torch::Tensor &x);

private:
    double m_dropout;
    torch::Tensor m_modalities;
    Linear m_pool{nullptr};
    std::vector<std::shared_ptr<MoeBlock>> m_blocks;
    torch::nn::LayerNorm m_norm{nullptr};
    Linear m_projections[kModalities]{nullptr, nullptr};
};

} // namespace somno::sdreamer
