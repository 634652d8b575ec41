// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/network/fastencoder.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "core/engine/kernels/attentionkernels.h"
#include "core/engine/kernels/encoderkernels.h"

namespace somno::sdreamer {

namespace {

constexpr int64_t kTokensAtOnce = 66; ///< that stay in the cache of a processor, enough for fast products

template <class T>
constexpr torch::ScalarType kTypeOf = std::is_same_v<T, float> ? torch::kFloat : torch::kBFloat16;

template <class T>
T *dataOf(const torch::Tensor &tensor)
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
    m_query = factor(last.query * std::pow(double(perHead), -0.5), false);
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

void FastEncoder::multiply(const torch::Tensor &rows, const Factor &factor, torch::Tensor &out)
{
    if (factor.packed)
        factor.packed->multiply(floats(rows), dataOf<float>(out), rows.size(0));
    else
        torch::mm_out(out, rows, factor.plain);
}

template <class T>
void FastEncoder::multiplyGated(const torch::Tensor &rows, const Block &block, const torch::Tensor &hidden)
{
    const float *bias = floats(block.exact.gatedBias);
    if (block.gated.packed)
        block.gated.packed->multiplyGated(floats(rows), bias, dataOf<float>(hidden), rows.size(0));
    else
        gateByGelu(dataOf<const T>(torch::mm(rows, block.gated.plain)), bias, dataOf<T>(hidden), rows.size(0),
                   hidden.size(1));
}

// What the tokens of a few epochs pass through. Allocated once, so that nothing but computing is left for each few.
template <class T>
struct FastEncoder::Tokens {
    Tokens(const EncoderWeights &weights, int64_t count)
        : epochs(count), tokens(weights.positions.size(0)), width(weights.positions.size(1)), heads(weights.heads)
    {
        const int64_t rows = epochs * tokens, patches = rows - epochs;
        patchesIn = torch::empty({patches, width});
        rectified = torch::empty({patches, width}, kTypeOf<T>);
        patchesOut = torch::empty({patches, width}, kTypeOf<T>);
        x = torch::empty({rows, width});
        exact = torch::empty({rows, width});
        normed = torch::empty({rows, width}, kTypeOf<T>);
        qkv = torch::empty({rows, 3 * width}, kTypeOf<T>);
        attended = torch::empty({rows, width}, kTypeOf<T>);
        hidden = torch::empty({rows, weights.blocks.front().down.size(1)}, kTypeOf<T>);
        branch = torch::empty({rows, width}, kTypeOf<T>);
        lastTokens = torch::empty({epochs, width});
        query = torch::empty({epochs, width});
        asked = torch::empty({heads, epochs, width});
    }

    int64_t epochs, tokens, width, heads;
    torch::Tensor patchesIn, rectified, patchesOut;
    torch::Tensor x;      ///< the residual stream
    torch::Tensor exact;  ///< normed, as the last block reads it
    torch::Tensor normed; ///< as the products read it
    torch::Tensor qkv, attended, hidden, branch;
    torch::Tensor lastTokens, query, asked;
};

torch::Tensor FastEncoder::encode(const torch::Tensor &samples) const
{
    const c10::InferenceMode noGradients;
    const torch::Tensor dense = samples.contiguous();
    return m_half ? encodeBy<HalfFloat>(dense) : encodeBy<float>(dense);
}

template <class T>
torch::Tensor FastEncoder::encodeBy(const torch::Tensor &samples) const
{
    const int64_t epochs = samples.size(0), width = m_lastToken.size(0);
    const torch::Tensor last = torch::empty({epochs, width});
    const torch::Tensor seen = torch::empty({m_weights.heads, epochs, width});
    const int64_t atOnce = std::max<int64_t>(1, kTokensAtOnce / m_weights.positions.size(0));
    std::optional<Tokens<T>> some;
    for (int64_t first = 0; first < epochs; first += atOnce) {
        const int64_t count = std::min(atOnce, epochs - first);
        if (!some || some->epochs != count)
            some.emplace(m_weights, count);
        encodeSome(*some, samples.narrow(0, first, count));
        std::copy_n(floats(some->lastTokens), count * width, dataOf<float>(last) + first * width);
        lookAround(floats(some->exact), {floats(some->asked), count * width, width},
                   {dataOf<float>(seen) + first * width, epochs * width, width}, count, some->tokens, some->heads,
                   width);
    }
    return finish(seen, last);
}

template <class T>
void FastEncoder::embed(Tokens<T> &some, const torch::Tensor &samples) const
{
    const int64_t patches = some.patchesIn.size(0);
    multiply(samples.view({patches, -1}), m_patchIn, some.patchesIn);
    addAndRectify(floats(some.patchesIn), floats(m_weights.patchInBias), dataOf<T>(some.rectified), patches,
                  some.width);
    multiply(some.rectified, m_patchOut, some.patchesOut);
    placePatches(dataOf<const T>(some.patchesOut), floats(m_weights.patchOutBias), floats(m_weights.positions),
                 floats(m_lastToken), dataOf<float>(some.x), some.epochs, some.tokens - 1, some.width);
}

template <class T>
void FastEncoder::attend(Tokens<T> &some)
{
    const AttentionShape shape{some.epochs, some.tokens, some.heads, some.width / some.heads};
    if constexpr (std::is_same_v<T, float>)
        attendHeads(shape, floats(some.qkv), dataOf<float>(some.attended), nullptr, 0, shape.batch * shape.heads);
    else
        attendHeads(shape, dataOf<const T>(some.qkv), dataOf<T>(some.attended), 0, shape.batch * shape.heads);
}

template <class T, class O>
void FastEncoder::throughBlock(Tokens<T> &some, const Block &block, const EncoderWeights::Block &next, O *out) const
{
    const int64_t rows = some.x.size(0);
    multiply(some.normed, block.qkv, some.qkv);
    attend(some);
    multiply(some.attended, block.out, some.branch);
    addAndNorm(dataOf<float>(some.x), dataOf<const T>(some.branch), afterAttention(block.exact), dataOf<T>(some.normed),
               rows, some.width);
    multiplyGated<T>(some.normed, block, some.hidden);
    multiply(some.hidden, block.down, some.branch);
    addAndNorm(dataOf<float>(some.x), dataOf<const T>(some.branch), afterFeedForward(block.exact, next), out, rows,
               some.width);
}

// Up to what the last block's class token asks the others.
template <class T>
void FastEncoder::encodeSome(Tokens<T> &some, const torch::Tensor &samples) const
{
    embed(some, samples);
    const int64_t rows = some.x.size(0), width = some.width;
    const auto &first = m_weights.blocks.front();
    const ResidualNorm start{nullptr, nullptr, floats(first.norm1), floats(first.norm1Bias)};
    if (m_blocks.empty())
        normRows(floats(some.x), start, dataOf<float>(some.exact), rows, width);
    else
        normRows(floats(some.x), start, dataOf<T>(some.normed), rows, width);
    for (size_t i = 0; i < m_blocks.size(); ++i) {
        const auto &next = m_weights.blocks[i + 1];
        if (i + 1 == m_blocks.size())
            throughBlock(some, m_blocks[i], next, dataOf<float>(some.exact));
        else
            throughBlock(some, m_blocks[i], next, dataOf<T>(some.normed));
    }
    const auto gatherLast = [&](const torch::Tensor &from) {
        for (int64_t epoch = 0; epoch < some.epochs; ++epoch)
            std::copy_n(floats(from) + ((epoch + 1) * some.tokens - 1) * width, width,
                        dataOf<float>(some.lastTokens) + epoch * width);
    };
    gatherLast(some.exact);
    multiply(some.lastTokens, m_query, some.query);
    askAround(floats(some.query), floats(m_askWeights), dataOf<float>(some.asked), some.epochs, some.heads,
              width / some.heads, width);
    gatherLast(some.x);
}

// The last block's class tokens, all epochs at once.
torch::Tensor FastEncoder::finish(const torch::Tensor &seen, const torch::Tensor &last) const
{
    const int64_t epochs = last.size(0), width = last.size(1);
    const torch::Tensor values = torch::bmm(seen, m_seeWeights).transpose(0, 1).reshape({epochs, width});
    torch::Tensor branch = torch::empty({epochs, width});
    const torch::Tensor normed = torch::empty({epochs, width}),
                        hidden = torch::empty({epochs, m_last.exact.down.size(1)});
    multiply(values, m_last.out, branch);
    addAndNorm(dataOf<float>(last), floats(branch), afterAttention(m_last.exact), dataOf<float>(normed), epochs, width);
    multiplyGated<float>(normed, m_last, hidden);
    multiply(hidden, m_last.down, branch);
    return torch::addcmul(last, branch + m_last.exact.downBias, m_last.exact.scale2);
}

} // namespace somno::sdreamer
