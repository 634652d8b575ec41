// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/fastencoder.h"

#include <cmath>
#include <type_traits>

#include "sdreamer/attention.h"
#include "sdreamer/encoderkernels.h"

namespace somno::sdreamer {

namespace {

constexpr int64_t kTokensAtOnce = 264; ///< that stay in the cache of a processor, enough for fast products

template <class T> constexpr torch::ScalarType kTypeOf = std::is_same_v<T, float> ? torch::kFloat : torch::kBFloat16;

template <class T> T *dataOf(const torch::Tensor &tensor)
{
    return static_cast<T *>(tensor.data_ptr());
}

const float *floats(const torch::Tensor &tensor)
{
    return tensor.data_ptr<float>();
}

ResidualNorm afterAttention(const EncoderWeights::Block &block)
{
    return {floats(block.outBias), floats(block.scale1), floats(block.norm2), floats(block.norm2Bias)};
}

// The feed-forward's branch of one block, with the norm that the next one starts with.
ResidualNorm afterFeedForward(const EncoderWeights::Block &block, const EncoderWeights::Block &next)
{
    return {floats(block.downBias), floats(block.scale2), floats(next.norm1), floats(next.norm1Bias)};
}

} // namespace

bool FastEncoder::fits(const EncoderWeights &weights)
{
    const int64_t width = weights.positions.size(1);
    const bool fills = width % kLanes == 0 && weights.blocks.front().down.size(1) % kLanes == 0; // whole vectors
    return fills && weights.positions.is_cpu() && weights.positions.scalar_type() == torch::kFloat;
}

FastEncoder::FastEncoder(const EncoderWeights &weights, bool half) : m_weights(weights), m_half(half)
{
    const torch::NoGradGuard noGradients;
    for (size_t i = 0; i + 1 < weights.blocks.size(); ++i) {
        const auto &exact = weights.blocks[i];
        m_blocks.push_back({exact, factor(torch::cat({exact.query, exact.key, exact.value}), half),
                            factor(exact.out, half), factor(exact.gated, half, true), factor(exact.down, half)});
    }
    m_patchIn = factor(weights.patchIn, false); // raw samples are never rounded
    m_patchOut = factor(weights.patchOut, half);
    m_lastToken = (weights.classToken + weights.positions[weights.positions.size(0) - 1]).detach().contiguous();
    const auto &last = weights.blocks.back();
    m_last = {last, {}, factor(last.out, false), factor(last.gated, false, true), factor(last.down, false)};
    const int64_t width = last.query.size(0), perHead = width / weights.heads;
    m_queryWeight = (last.query * std::pow(double(perHead), -0.5)).detach().t().contiguous();
    m_askWeights = last.key.detach().view({weights.heads, perHead, width}).contiguous();
    m_seeWeights = last.value.detach().view({weights.heads, perHead, width}).transpose(1, 2).contiguous();
}

FastEncoder::Factor FastEncoder::factor(const torch::Tensor &weight, bool half, bool gated)
{
    Factor factor{weight.detach().t().to(half ? torch::kBFloat16 : torch::kFloat).contiguous(), {}};
    if (!half && PackedWeight::suits()) {
        const int64_t inner = factor.plain.size(0), columns = factor.plain.size(1);
        factor.packed = gated ? PackedWeight::gated(floats(factor.plain), inner, columns)
                              : PackedWeight(floats(factor.plain), inner, columns);
    }
    return factor;
}

torch::Tensor FastEncoder::times(const torch::Tensor &rows, const Factor &factor)
{
    if (!factor.packed)
        return torch::mm(rows, factor.plain);
    torch::Tensor out = torch::empty({rows.size(0), factor.packed->columns()});
    factor.packed->multiply(floats(rows), dataOf<float>(out), rows.size(0));
    return out;
}

template <class T> torch::Tensor FastEncoder::gatedTimes(const torch::Tensor &rows, const Block &block)
{
    const int64_t count = rows.size(0), inner = block.down.plain.size(0);
    torch::Tensor hidden = torch::empty({count, inner}, kTypeOf<T>);
    const float *bias = floats(block.exact.gatedBias);
    if (block.gated.packed)
        block.gated.packed->multiplyGated(floats(rows), bias, dataOf<float>(hidden), count);
    else
        gateByGelu(dataOf<const T>(torch::mm(rows, block.gated.plain)), bias, dataOf<T>(hidden), count, inner);
    return hidden;
}

torch::Tensor FastEncoder::encode(const torch::Tensor &samples) const
{
    const c10::InferenceMode noGradients;
    const int64_t epochs = samples.size(0), width = m_lastToken.size(0), heads = m_weights.heads;
    const torch::Tensor last = torch::empty({epochs, width});
    const torch::Tensor seen = torch::empty({heads, epochs, width});
    const int64_t atOnce = std::max<int64_t>(1, kTokensAtOnce / m_weights.positions.size(0));
    for (int64_t first = 0; first < epochs; first += atOnce) {
        const int64_t count = std::min(atOnce, epochs - first);
        const torch::Tensor some = samples.narrow(0, first, count);
        const torch::Tensor looked = torch::empty({heads, count, width});
        m_half ? encodeSome<HalfFloat>(some, looked, last.narrow(0, first, count))
               : encodeSome<float>(some, looked, last.narrow(0, first, count));
        seen.narrow(1, first, count).copy_(looked);
    }
    return finish(seen, last);
}

template <class T> torch::Tensor FastEncoder::embed(const torch::Tensor &samples) const
{
    const int64_t epochs = samples.size(0), tokens = m_weights.positions.size(0), width = m_lastToken.size(0);
    const torch::Tensor raw = samples.contiguous().view({epochs * (tokens - 1), -1});
    const torch::Tensor in = times(raw, m_patchIn);
    const torch::Tensor rectified = torch::empty({in.size(0), width}, kTypeOf<T>);
    addAndRectify(floats(in), floats(m_weights.patchInBias), dataOf<T>(rectified), in.size(0), width);
    const torch::Tensor patches = times(rectified, m_patchOut);
    torch::Tensor x = torch::empty({epochs * tokens, width});
    placePatches(dataOf<const T>(patches), floats(m_weights.patchOutBias), floats(m_weights.positions), floats(m_lastToken),
                 dataOf<float>(x), epochs, tokens - 1, width);
    return x;
}

template <class T, class O>
void FastEncoder::throughBlock(const Block &block, const torch::Tensor &x, const torch::Tensor &normed,
                               const EncoderWeights::Block &next, O *out) const
{
    const int64_t rows = x.size(0), width = x.size(1), tokens = m_weights.positions.size(0);
    const torch::Tensor qkv = times(normed, block.qkv).view({rows / tokens, tokens, 3, m_weights.heads, -1});
    const torch::Tensor attended = times(selfAttention(qkv).view({rows, width}), block.out);
    addAndNorm(dataOf<float>(x), dataOf<const T>(attended), afterAttention(block.exact), dataOf<T>(normed), rows, width);
    const torch::Tensor down = times(gatedTimes<T>(normed, block), block.down);
    addAndNorm(dataOf<float>(x), dataOf<const T>(down), afterFeedForward(block.exact, next), out, rows, width);
}

// Up to where the last block's class token looks at the others.
template <class T> void FastEncoder::encodeSome(const torch::Tensor &samples, const torch::Tensor &seen, const torch::Tensor &last) const
{
    const int64_t epochs = samples.size(0), tokens = m_weights.positions.size(0), width = m_lastToken.size(0);
    const torch::Tensor x = embed<T>(samples);
    const int64_t rows = x.size(0);
    const torch::Tensor exact = torch::empty({rows, width}); // what the last block reads
    const torch::Tensor normed = torch::empty({rows, width}, kTypeOf<T>);
    const auto &first = m_weights.blocks.front();
    const ResidualNorm start{nullptr, nullptr, floats(first.norm1), floats(first.norm1Bias)};
    if (m_blocks.empty())
        normRows(floats(x), start, dataOf<float>(exact), rows, width);
    else
        normRows(floats(x), start, dataOf<T>(normed), rows, width);
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        const auto &next = m_weights.blocks[i + 1];
        if (i + 1 == m_blocks.size())
            throughBlock<T>(m_blocks[i], x, normed, next, dataOf<float>(exact));
        else
            throughBlock<T>(m_blocks[i], x, normed, next, dataOf<T>(normed));
    }
    last.copy_(x.view({epochs, tokens, width}).select(1, tokens - 1));
    const torch::Tensor query = torch::mm(exact.view({epochs, tokens, width}).select(1, tokens - 1), m_queryWeight);
    const torch::Tensor byHead = query.view({epochs, m_weights.heads, -1}).transpose(0, 1).contiguous();
    const torch::Tensor asked = torch::bmm(byHead, m_askWeights);
    lookAround(floats(exact), floats(asked), dataOf<float>(seen), epochs, tokens, m_weights.heads, width);
}

// The last block's class tokens, all epochs at once.
torch::Tensor FastEncoder::finish(const torch::Tensor &seen, const torch::Tensor &last) const
{
    const int64_t epochs = last.size(0), width = last.size(1);
    const torch::Tensor values = torch::bmm(seen, m_seeWeights).transpose(0, 1).reshape({epochs, width});
    const torch::Tensor attended = times(values, m_last.out), normed = torch::empty({epochs, width});
    addAndNorm(dataOf<float>(last), floats(attended), afterAttention(m_last.exact), dataOf<float>(normed), epochs, width);
    const torch::Tensor down = times(gatedTimes<float>(normed, m_last), m_last.down);
    return torch::addcmul(last, down + m_last.exact.downBias, m_last.exact.scale2);
}

} // namespace somno::sdreamer
