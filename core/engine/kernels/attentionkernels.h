// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

#include "core/engine/kernels/vectorlanes.h"

namespace somno::sdreamer {

/// Queries, keys and values [batch, tokens, 3, heads, width], dense.
struct AttentionShape {
    int64_t batch, tokens, heads, width;
    [[nodiscard]] int64_t stride() const { return heads * width; }
    [[nodiscard]] double scale() const { return 1 / std::sqrt(double(width)); }
    /// Tokens rounded up to whole vectors: a row of softmax weights, one key's for all queries.
    [[nodiscard]] int64_t columns() const { return wholeLanes(tokens); }
};

/// Attention of the heads from `first` to before `last`, counted through all sequences; several threads may share them.
/// out [batch, tokens, heads * width]. `kept`, where wanted, receives the softmax weights of each head
/// [batch * heads, keys, columns()].
void attendHeads(const AttentionShape &shape, const float *qkv, float *out, float *kept, int64_t first, int64_t last);
void attendHeads(const AttentionShape &shape, const double *qkv, double *out, double *kept, int64_t first,
                 int64_t last);
/// Computed in float.
void attendHeads(const AttentionShape &shape, const HalfFloat *qkv, HalfFloat *out, int64_t first, int64_t last);

/// The gradient of qkv from that of out, by the weights that attendHeads() kept.
void attendHeadsBackward(const AttentionShape &shape, const float *qkv, const float *kept, const float *outGrad,
                         float *qkvGrad, int64_t first, int64_t last);
void attendHeadsBackward(const AttentionShape &shape, const double *qkv, const double *kept, const double *outGrad,
                         double *qkvGrad, int64_t first, int64_t last);

} // namespace somno::sdreamer
