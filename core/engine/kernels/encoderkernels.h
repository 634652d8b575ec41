// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/engine/kernels/vectorlanes.h"

namespace somno::sdreamer {

// What happens to an epoch's tokens between matrix products, each in one pass over memory. Widths are multiples of
// kLanes. `T` is float or HalfFloat: how the products read and write.

/// x += gain * (branch + bias), then out = norm(x); rows of `width`.
struct ResidualNorm {
    const float *bias = nullptr; ///< of the branch
    const float *gain = nullptr;
    const float *normWeight = nullptr;
    const float *normBias = nullptr;
};
template <class T>
void addAndNorm(float *x, const T *branch, const ResidualNorm &by, float *out, int64_t rows, int64_t width);
template <class T>
void addAndNorm(float *x, const T *branch, const ResidualNorm &by, HalfFloat *out, int64_t rows, int64_t width);
/// Without a branch: out = norm(x).
void normRows(const float *x, const ResidualNorm &by, float *out, int64_t rows, int64_t width);
void normRows(const float *x, const ResidualNorm &by, HalfFloat *out, int64_t rows, int64_t width);

/// Rows of values and gates [rows, 2 * width] -> (value + bias) * GELU(gate + bias), [rows, width].
template <class T>
void gateByGelu(const T *gated, const float *bias, T *out, int64_t rows, int64_t width);

/// out = max(0, in + bias)
template <class T>
void addAndRectify(const float *in, const float *bias, T *out, int64_t rows, int64_t width);

/// Embedded patches [epochs, patches, width] with a class token after them: x = patch + bias + position,
/// [epochs, patches + 1, width]; `lastToken` is the class token with its position.
template <class T>
void placePatches(const T *patches, const float *bias, const float *positions, const float *lastToken, float *x,
                  int64_t epochs, int64_t patchCount, int64_t width);

/// A row of `width` for each head and epoch, in memory in any order of heads and epochs.
template <class T>
struct HeadRows {
    T *data;
    int64_t headStride, epochStride;
};
/// Each head's query through the weights of its keys: query [epochs, heads, perHead], keyWeights [heads, perHead,
/// width]
/// -> asked [heads, epochs, width].
void askAround(const float *query, const float *keyWeights, float *asked, int64_t epochs, int64_t heads,
               int64_t perHead, int64_t width);
/// For each epoch and head: softmax over tokens of asked . token, and the tokens' mean by it.
/// tokens [epochs, tokenCount, width].
void lookAround(const float *tokens, HeadRows<const float> asked, HeadRows<float> seen, int64_t epochs,
                int64_t tokenCount, int64_t heads, int64_t width);
/// Gradients of tokens (added to) and asked from that of seen; asked, askedGrad and seenGrad [heads, epochs, width].
void lookAroundBackward(const float *tokens, const float *asked, const float *seenGrad, float *tokensGrad,
                        float *askedGrad, int64_t epochs, int64_t tokenCount, int64_t heads, int64_t width);

} // namespace somno::sdreamer
