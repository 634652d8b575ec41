// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from core/sdreamer.
#include <torch/torch.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "sdreamer/networkconfig.h"

namespace somno::sdreamer {

/// Intermediate results by name, in the order of computation.
struct Trace {
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    void add(std::string name, const torch::Tensor &tensor) { tensors.emplace_back(std::move(name), tensor); }
};

enum Modality { kEeg = 0, kEmg = 1, kModalities = 2 };
inline constexpr const char *kModalityNames[kModalities] = {"eeg", "emg"};

/// The module of a dotted path below `root`, made of empty modules where it does not exist yet.
std::shared_ptr<torch::nn::Module> moduleAt(torch::nn::Module &root, const std::string &path);
/// Registers a linear layer under a dotted path ("ff.0.proj"), with the modules between.
torch::nn::Linear linearAt(torch::nn::Module &root, const std::string &path, int64_t in, int64_t out, bool bias = true);
/// Registers a parameter under a dotted path ("get_cls.cls_token").
torch::Tensor parameterAt(torch::nn::Module &root, const std::string &path, torch::Tensor value);

/// Initial values of tokens and positions: normal, sd 0.02.
torch::Tensor drawnToken(torch::IntArrayRef shape);
/// Draws a layer's weights as narrowly, and zeroes its bias.
void drawNarrow(torch::nn::Linear &linear);

torch::nn::LayerNorm layerNorm(int64_t width);
/// Sets what the dropout of the calling thread draws next, so that a training step repeats itself bit for bit.
void seedDropout(uint64_t seed);
/// Dropout while `module` is in training mode, else x itself.
torch::Tensor applyDropout(const torch::nn::Module &module, const torch::Tensor &x, double rate);

/// Pre-norm transformer block with GEGLU feed-forward and LayerScale, for the tokens of one epoch.
class EpochBlock : public torch::nn::Module {
public:
    explicit EpochBlock(const NetworkConfig &config);
    /// x: [E, T, D] -> [E, T, D], or with `lastOnly` [E, 1, D]: the last token alone, which the others only feed
    /// as keys and values.
    torch::Tensor forward(const torch::Tensor &x, bool lastOnly);

private:
    torch::Tensor attendAll(const torch::Tensor &x);
    torch::Tensor attendLast(const torch::Tensor &x);
    torch::Tensor feedForward(const torch::Tensor &x);

    int64_t m_heads;
    double m_dropout;
    torch::Tensor m_scale1, m_scale2;
    torch::nn::LayerNorm m_norm1{nullptr}, m_norm2{nullptr};
    torch::nn::Linear m_query{nullptr}, m_key{nullptr}, m_value{nullptr}, m_out{nullptr};
    torch::nn::Linear m_gated{nullptr}, m_down{nullptr};
};

/// One epoch of one signal -> one vector: patches, an appended class token, transformer blocks.
class EpochEncoder : public torch::nn::Module {
public:
    explicit EpochEncoder(const NetworkConfig &config);
    /// samples: [E, samplesPerEpoch] -> [E, D]. `name` prefixes the trace.
    torch::Tensor forward(const torch::Tensor &samples, const std::string &name, Trace *trace);

private:
    int64_t m_patches, m_patchLength;
    double m_dropout;
    torch::Tensor m_classToken, m_positions;
    torch::nn::Linear m_patchIn{nullptr}, m_patchOut{nullptr};
    std::vector<std::shared_ptr<EpochBlock>> m_blocks;
};

/// Norm and two-layer perceptron of one modality (or of both mixed) in a MoeBlock.
struct Expert {
    torch::nn::LayerNorm norm{nullptr};
    torch::nn::Linear up{nullptr}, down{nullptr};
};

/// Shared attention with an expert per modality. A block that owns a mixed expert uses it for the joint path.
class MoeBlock : public torch::nn::Module {
public:
    MoeBlock(const NetworkConfig &config, bool ownsMixed);
    /// x: [B, 2N, D], EEG tokens first.
    torch::Tensor forwardMix(const torch::Tensor &x);
    /// x: [B, N, D], tokens of one modality.
    torch::Tensor forwardMono(const torch::Tensor &x, int modality);

private:
    Expert registerExpert(const NetworkConfig &config, const std::string &name);
    torch::Tensor attend(const torch::Tensor &x);
    torch::Tensor consult(Expert &expert, const torch::Tensor &x);

    int64_t m_heads;
    double m_dropout;
    torch::Tensor m_scale1, m_scale2;
    torch::nn::LayerNorm m_norm1{nullptr};
    torch::nn::Linear m_qkv{nullptr}, m_proj{nullptr};
    Expert m_experts[kModalities];
    Expert m_mixed; ///< empty where the block owns none
};

/// Linear, LayerNorm, GELU, Linear: features -> class logits.
class Head : public torch::nn::Module {
public:
    explicit Head(const NetworkConfig &config);
    torch::Tensor forward(const torch::Tensor &x);

private:
    torch::nn::Linear m_in{nullptr}, m_out{nullptr};
    torch::nn::LayerNorm m_norm{nullptr};
};

} // namespace somno::sdreamer
