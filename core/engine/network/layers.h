// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include <torch/torch.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/engine/network/fastencoder.h"
#include "core/model/networkconfig.h"

namespace somno::sdreamer {

/// Intermediate results by name, in the order of computation.
struct Trace {
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    void add(std::string name, const torch::Tensor &tensor) { tensors.emplace_back(std::move(name), tensor); }
};

enum Modality { kEeg = 0, kEmg = 1, kModalities = 2 };
inline constexpr const char *kModalityNames[kModalities] = {"eeg", "emg"};
inline constexpr const char *kPatchModule = "patch_ecncoder"; ///< spelt as in the published checkpoints
inline constexpr double kScaleStart = 0.1;                    ///< LayerScale before training

/// A linear layer that can lay its weight out for scoring on the CPU.
class LinearImpl : public torch::nn::LinearImpl {
public:
    using torch::nn::LinearImpl::LinearImpl;
    /// From now on product() without gradients uses the weight as it is, until it is trained.
    void prepareScoring();
    void train(bool on = true) override;
    [[nodiscard]] const std::optional<PackedWeight> &packed() const { return m_packed; }

private:
    std::optional<PackedWeight> m_packed;
};
TORCH_MODULE(Linear);

/// The module of a dotted path below `root`, made of empty modules where it does not exist yet.
std::shared_ptr<torch::nn::Module> moduleAt(torch::nn::Module &root, const std::string &path);
/// Registers a linear layer under a dotted path ("ff.0.proj"), with the modules between.
Linear linearAt(torch::nn::Module &root, const std::string &path, int64_t in, int64_t out, bool bias = true);
/// Registers a parameter under a dotted path ("get_cls.cls_token").
torch::Tensor parameterAt(torch::nn::Module &root, const std::string &path, torch::Tensor value);

/// Initial values of tokens and positions: normal, sd 0.02.
torch::Tensor drawnToken(torch::IntArrayRef shape);
/// Draws a layer's weights as narrowly, and zeroes its bias.
void drawNarrow(Linear &linear);

torch::nn::LayerNorm layerNorm(int64_t width);
/// Sets what the dropout of the calling thread draws next, so that a training step repeats itself bit for bit.
void seedDropout(uint64_t seed);
/// Dropout while `module` is in training mode, else x itself.
torch::Tensor applyDropout(const torch::nn::Module &module, const torch::Tensor &x, double rate);
/// Drop path of the `layer`-th of `layers` blocks: rates rise linearly from 0 to that of the configuration.
double dropPathRate(const NetworkConfig &config, int layer, int layers);

/// While one lives, the calling thread computes product() in bfloat16, forth and back.
class HalfProducts {
public:
    explicit HalfProducts(bool on);
    ~HalfProducts();
    HalfProducts(const HalfProducts &) = delete;
    HalfProducts &operator=(const HalfProducts &) = delete;

private:
    bool m_before;
};
/// x [..., in] times weight [out, in], plus bias where there is one: float32 in, float32 out.
torch::Tensor product(const torch::Tensor &x, const torch::Tensor &weight, const torch::Tensor &bias = {});
torch::Tensor product(const Linear &linear, const torch::Tensor &x);
/// GELU of product().
torch::Tensor geluProduct(const Linear &linear, const torch::Tensor &x);

/// Which tokens of the last block somebody reads: the others only feed it as keys and values.
enum class Reach { AllTokens, FirstToken, LastToken };

/// Pre-norm transformer block with GEGLU feed-forward and LayerScale, for the tokens of one epoch.
class EpochBlock : public torch::nn::Module {
public:
    EpochBlock(const NetworkConfig &config, int layer);
    /// x: [E, T, D] -> [E, T, D], or [E, 1, D] where one token is enough.
    torch::Tensor forward(const torch::Tensor &x, Reach reach);
    [[nodiscard]] EncoderWeights::Block weights() const;

private:
    torch::Tensor feedForward(const torch::Tensor &x);

    int64_t m_heads;
    double m_dropout, m_dropPath;
    torch::Tensor m_scale1, m_scale2;
    torch::nn::LayerNorm m_norm1{nullptr}, m_norm2{nullptr};
    Linear m_query{nullptr}, m_key{nullptr}, m_value{nullptr}, m_out{nullptr};
    Linear m_gated{nullptr}, m_down{nullptr};
};

/// Cuts an epoch into patches and embeds each of them.
class PatchEmbedding : public torch::nn::Module {
public:
    explicit PatchEmbedding(const NetworkConfig &config);
    /// [E, samplesPerEpoch] -> [E, patches, D]
    torch::Tensor forward(const torch::Tensor &samples);
    void fill(EncoderWeights &weights) const;

private:
    int64_t m_patches, m_patchLength;
    Linear m_in{nullptr}, m_out{nullptr};
};

/// One epoch of one signal -> one vector: patches, an appended class token, transformer blocks.
class EpochEncoder : public torch::nn::Module {
public:
    explicit EpochEncoder(const NetworkConfig &config);
    /// samples: [E, samplesPerEpoch] -> [E, D]. `name` prefixes the trace.
    torch::Tensor forward(const torch::Tensor &samples, const std::string &name, Trace *trace);
    /// From now on scores by a FastEncoder of the weights as they are, until it is trained.
    void prepareScoring(bool half);
    void train(bool on = true) override;

private:
    int64_t m_heads;
    double m_dropout;
    std::unique_ptr<FastEncoder> m_fast;
    torch::Tensor m_classToken, m_positions;
    std::shared_ptr<PatchEmbedding> m_patches;
    std::vector<std::shared_ptr<EpochBlock>> m_blocks;
};

/// Linear, LayerNorm, GELU, Linear: features -> class logits.
class Head : public torch::nn::Module {
public:
    explicit Head(const NetworkConfig &config);
    torch::Tensor forward(const torch::Tensor &x);

private:
    Linear m_in{nullptr}, m_out{nullptr};
    torch::nn::LayerNorm m_norm{nullptr};
};

/// Multi-head attention of one token of x [B, T, D] (already normed) to all tokens -> [B, 1, D]. `qkv` [3 D, D].
torch::Tensor attendFrom(int64_t token, const torch::Tensor &x, const torch::Tensor &qkv, int64_t heads);
/// The token that a reach stands for, among `tokens`.
int64_t tokenOf(Reach reach, int64_t tokens);
/// x + scale * branch, the branch under dropout and drop path.
torch::Tensor addBranch(const torch::nn::Module &module, const torch::Tensor &x, const torch::Tensor &branch,
                        const torch::Tensor &scale, double dropPath);

} // namespace somno::sdreamer
