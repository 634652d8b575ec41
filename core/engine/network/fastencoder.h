// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include <torch/torch.h>

#include <optional>
#include <vector>

#include "core/engine/kernels/packedweight.h"

namespace somno::sdreamer {

/// The weights of an EpochEncoder as they are registered, all float32.
struct EncoderWeights {
    struct Block {
        torch::Tensor query, key, value, out, outBias;
        torch::Tensor gated, gatedBias, down, downBias;
        torch::Tensor norm1, norm1Bias, norm2, norm2Bias, scale1, scale2;
    };
    torch::Tensor patchIn, patchInBias, patchOut, patchOutBias;
    torch::Tensor classToken; ///< [D]
    torch::Tensor positions;  ///< [patches + 1, D]
    std::vector<Block> blocks;
    int64_t heads = 0;
};

/// An EpochEncoder for scoring on the CPU: the same numbers within rounding, without gradients, several times faster.
/// What lies between the matrix products is done in one pass over memory, a few epochs at a time so that they stay in
/// the processor's cache. Several threads may encode at once.
class FastEncoder {
public:
    /// With `half`, the products are computed in bfloat16 and everything else stays float32.
    FastEncoder(const EncoderWeights &weights, bool half);
    /// Widths that it can compute.
    [[nodiscard]] static bool fits(const EncoderWeights &weights);
    /// [E, samples] -> [E, D], float32.
    [[nodiscard]] torch::Tensor encode(const torch::Tensor &samples) const;

private:
    /// Transposed for the products, in their precision, and packed where that is faster.
    struct Factor {
        torch::Tensor plain;
        std::optional<PackedWeight> packed;
    };
    struct Block {
        EncoderWeights::Block exact;
        Factor qkv, out, gated, down;
    };
    static Factor factor(const torch::Tensor &weight, bool half, bool gated = false);
    template <class T>
    struct Tokens;
    static void multiply(const torch::Tensor &rows, const Factor &factor, torch::Tensor &out);
    template <class T>
    static void multiplyGated(const torch::Tensor &rows, const Block &block, const torch::Tensor &hidden);
    template <class T>
    static void attend(Tokens<T> &some);
    template <class T>
    [[nodiscard]] torch::Tensor encodeBy(const torch::Tensor &samples) const;
    template <class T>
    void encodeSome(Tokens<T> &some, const torch::Tensor &samples) const;
    template <class T>
    void embed(Tokens<T> &some, const torch::Tensor &samples) const;
    template <class T, class O>
    void throughBlock(Tokens<T> &some, const Block &block, const EncoderWeights::Block &next, O *out) const;
    [[nodiscard]] torch::Tensor finish(const torch::Tensor &seen, const torch::Tensor &last) const;

    EncoderWeights m_weights;
    std::vector<Block> m_blocks; ///< all but the last
    Block m_last;                ///< of which one token is computed, exactly; without its factor qkv
    Factor m_patchIn, m_patchOut;
    Factor m_query; ///< of the last block, exactly
    torch::Tensor m_lastToken;
    torch::Tensor m_askWeights; ///< of the last block, [heads, D / heads, D]: keys
    torch::Tensor m_seeWeights; ///< [heads, D, D / heads]: values
    bool m_half;
};

} // namespace somno::sdreamer
