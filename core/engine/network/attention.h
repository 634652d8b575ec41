// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include <torch/torch.h>

namespace somno::sdreamer {

/// Softmax attention of every token to every token of its sequence, head by head:
/// [batch, tokens, 3, heads, head width] (queries, keys, values) -> [batch, tokens, heads * head width].
/// Differentiable. On the CPU in float32 and float64 (and bfloat16 without gradients, computed in float32) one pass
/// over each head, elsewhere LibTorch's operations.
torch::Tensor selfAttention(const torch::Tensor &qkv);

/// The same by LibTorch's operations, on any device.
torch::Tensor selfAttentionByProducts(const torch::Tensor &qkv);

} // namespace somno::sdreamer
