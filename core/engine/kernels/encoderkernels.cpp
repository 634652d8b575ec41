// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/kernels/encoderkernels.h"

#include <algorithm>
#include <vector>

#include "core/engine/kernels/gelu.h"

namespace somno::sdreamer {

namespace {

constexpr float kNormEpsilon = 1e-5F;
constexpr int kHeadsAtOnce = 4;

template <class T>
SOMNO_INLINE void norm(const float *x, const ResidualNorm &by, T *out, int64_t width)
{
    Lanes<float> sums = {};
    for (int64_t i = 0; i < width; i += kLanes)
        sums += lanesAt(x + i);
    const float mean = total<float>(sums) / float(width);
    Lanes<float> squares = {};
    for (int64_t i = 0; i < width; i += kLanes) {
        const Lanes<float> off = lanesAt(x + i) - mean;
        squares += off * off;
    }
    const float factor = 1.F / std::sqrt(total<float>(squares) / float(width) + kNormEpsilon);
    for (int64_t i = 0; i < width; i += kLanes)
        storeLanes(out + i, (lanesAt(x + i) - mean) * factor * lanesAt(by.normWeight + i) + lanesAt(by.normBias + i));
}

template <class T, class O>
SOMNO_INLINE void addAndNormRows(float *x, const T *branch, const ResidualNorm &by, O *out, int64_t rows, int64_t width)
{
    for (int64_t row = 0; row < rows; ++row, x += width, branch += width, out += width) {
        for (int64_t i = 0; i < width; i += kLanes)
            lanesAt(x + i) += lanesAt(by.gain + i) * (loadLanes(branch + i) + lanesAt(by.bias + i));
        norm(x, by, out, width);
    }
}

template <class O>
SOMNO_INLINE void normAllRows(const float *x, const ResidualNorm &by, O *out, int64_t rows, int64_t width)
{
    for (int64_t row = 0; row < rows; ++row)
        norm(x + row * width, by, out + row * width, width);
}

template <class T>
SOMNO_INLINE void gateRows(const T *gated, const float *bias, T *out, int64_t rows, int64_t width)
{
    for (int64_t row = 0; row < rows; ++row, gated += 2 * width, out += width)
        for (int64_t i = 0; i < width; i += kLanes) {
            const Lanes<float> value = loadLanes(gated + i) + lanesAt(bias + i);
            const Lanes<float> gate = loadLanes(gated + width + i) + lanesAt(bias + width + i);
            storeLanes(out + i, value * gelu(gate));
        }
}

template <class T>
SOMNO_INLINE void rectifyRows(const float *in, const float *bias, T *out, int64_t rows, int64_t width)
{
    for (int64_t row = 0; row < rows; ++row, in += width, out += width)
        for (int64_t i = 0; i < width; i += kLanes) {
            const Lanes<float> sum = lanesAt(in + i) + lanesAt(bias + i);
            storeLanes(out + i, sum > 0.F ? sum : sum * 0.F);
        }
}

template <class T>
SOMNO_INLINE void placeRows(const T *patches, const float *bias, const float *positions, const float *lastToken,
                            float *x, int64_t epochs, int64_t patchCount, int64_t width)
{
    for (int64_t epoch = 0; epoch < epochs; ++epoch, x += width) {
        for (int64_t p = 0; p < patchCount; ++p, x += width, patches += width)
            for (int64_t i = 0; i < width; i += kLanes)
                lanesAt(x + i) = loadLanes(patches + i) + lanesAt(bias + i) + lanesAt(positions + p * width + i);
        std::copy_n(lastToken, width, x);
    }
}

// `scores` has room for whole vectors.
SOMNO_INLINE void softmax(float *scores, int64_t count)
{
    const int64_t room = wholeLanes(count);
    const float largest = *std::max_element(scores, scores + count);
    std::fill(scores + count, scores + room, largest);
    for (int64_t i = 0; i < room; i += kLanes) {
        Lanes<float> shifted = lanesAt(scores + i) - largest;
        exponentiate(shifted);
        lanesAt(scores + i) = shifted;
    }
    std::fill(scores + count, scores + room, 0.F);
    Lanes<float> sums = {};
    for (int64_t i = 0; i < room; i += kLanes)
        sums += lanesAt(scores + i);
    const float factor = 1.F / total<float>(sums);
    for (int64_t i = 0; i < room; i += kLanes)
        lanesAt(scores + i) *= factor;
}

// One kernel for each type, as a function that can be compiled once for each kind of processor.
SOMNO_EACH_PROCESSOR void addNormFF(float *x, const float *b, const ResidualNorm &by, float *o, int64_t r, int64_t w)
{
    addAndNormRows(x, b, by, o, r, w);
}
SOMNO_EACH_PROCESSOR void addNormHF(float *x, const HalfFloat *b, const ResidualNorm &by, float *o, int64_t r,
                                    int64_t w)
{
    addAndNormRows(x, b, by, o, r, w);
}
SOMNO_EACH_PROCESSOR void addNormFH(float *x, const float *b, const ResidualNorm &by, HalfFloat *o, int64_t r,
                                    int64_t w)
{
    addAndNormRows(x, b, by, o, r, w);
}
SOMNO_EACH_PROCESSOR void addNormHH(float *x, const HalfFloat *b, const ResidualNorm &by, HalfFloat *o, int64_t r,
                                    int64_t w)
{
    addAndNormRows(x, b, by, o, r, w);
}
SOMNO_EACH_PROCESSOR void normF(const float *x, const ResidualNorm &by, float *o, int64_t r, int64_t w)
{
    normAllRows(x, by, o, r, w);
}
SOMNO_EACH_PROCESSOR void normH(const float *x, const ResidualNorm &by, HalfFloat *o, int64_t r, int64_t w)
{
    normAllRows(x, by, o, r, w);
}
SOMNO_EACH_PROCESSOR void gateF(const float *g, const float *b, float *o, int64_t r, int64_t w)
{
    gateRows(g, b, o, r, w);
}
SOMNO_EACH_PROCESSOR void gateH(const HalfFloat *g, const float *b, HalfFloat *o, int64_t r, int64_t w)
{
    gateRows(g, b, o, r, w);
}
SOMNO_EACH_PROCESSOR void rectifyF(const float *in, const float *b, float *o, int64_t r, int64_t w)
{
    rectifyRows(in, b, o, r, w);
}
SOMNO_EACH_PROCESSOR void rectifyH(const float *in, const float *b, HalfFloat *o, int64_t r, int64_t w)
{
    rectifyRows(in, b, o, r, w);
}
SOMNO_EACH_PROCESSOR void placeF(const float *p, const float *b, const float *pos, const float *last, float *x,
                                 int64_t e, int64_t n, int64_t w)
{
    placeRows(p, b, pos, last, x, e, n, w);
}
SOMNO_EACH_PROCESSOR void placeH(const HalfFloat *p, const float *b, const float *pos, const float *last, float *x,
                                 int64_t e, int64_t n, int64_t w)
{
    placeRows(p, b, pos, last, x, e, n, w);
}

// Rows side by side, `stride` apart, so that no addition waits for another.
template <class T>
struct Beside {
    T *data;
    int64_t stride;
};

// scores[r][t] = row r . token t
template <int Rows>
SOMNO_INLINE void dotTokens(const float *tokens, Beside<const float> rows, Beside<float> scores, int64_t tokenCount,
                            int64_t width)
{
    for (int64_t t = 0; t < tokenCount; ++t, tokens += width) {
        Lanes<float> sums[Rows] = {};
        for (int64_t i = 0; i < width; i += kLanes)
#pragma GCC unroll 4
            for (int r = 0; r < Rows; ++r)
                sums[r] += lanesAt(rows.data + r * rows.stride + i) * lanesAt(tokens + i);
#pragma GCC unroll 4
        for (int r = 0; r < Rows; ++r)
            scores.data[r * scores.stride + t] = total<float>(sums[r]);
    }
}

// out[r] = sum over t of shares[r][t] * token t
template <int Rows>
SOMNO_INLINE void mixTokens(const float *tokens, Beside<const float> shares, Beside<float> out, int64_t tokenCount,
                            int64_t width)
{
    for (int64_t i = 0; i < width; i += kLanes) {
        Lanes<float> sums[Rows] = {};
        for (int64_t t = 0; t < tokenCount; ++t)
#pragma GCC unroll 4
            for (int r = 0; r < Rows; ++r)
                sums[r] += shares.data[r * shares.stride + t] * lanesAt(tokens + t * width + i);
#pragma GCC unroll 4
        for (int r = 0; r < Rows; ++r)
            lanesAt(out.data + r * out.stride + i) = sums[r];
    }
}

SOMNO_EACH_PROCESSOR void lookAroundBackwardRows(const float *tokens, const float *asked, const float *seenGrad,
                                                 float *tokensGrad, float *askedGrad, float *shares, float *change,
                                                 int64_t epochs, int64_t tokenCount, int64_t heads, int64_t width)
{
    for (int64_t epoch = 0; epoch < epochs; ++epoch)
        for (int64_t head = 0; head < heads; ++head) {
            const float *own = tokens + epoch * tokenCount * width;
            const int64_t row = (head * epochs + epoch) * width;
            dotTokens<1>(own, {asked + row, 0}, {shares, 0}, tokenCount, width);
            softmax(shares, tokenCount);
            dotTokens<1>(own, {seenGrad + row, 0}, {change, 0}, tokenCount, width);
            float mean = 0;
            for (int64_t t = 0; t < tokenCount; ++t)
                mean += shares[t] * change[t];
            for (int64_t t = 0; t < tokenCount; ++t)
                change[t] = shares[t] * (change[t] - mean);
            mixTokens<1>(own, {change, 0}, {askedGrad + row, 0}, tokenCount, width);
            for (int64_t t = 0; t < tokenCount; ++t) {
                float *grad = tokensGrad + (epoch * tokenCount + t) * width;
                for (int64_t i = 0; i < width; i += kLanes)
                    lanesAt(grad + i) += shares[t] * lanesAt(seenGrad + row + i) + change[t] * lanesAt(asked + row + i);
            }
        }
}

template <int Heads>
SOMNO_INLINE void lookAroundOnce(const float *tokens, Beside<const float> asked, Beside<float> seen, float *scores,
                                 int64_t tokenCount, int64_t width)
{
    const int64_t room = wholeLanes(tokenCount);
    dotTokens<Heads>(tokens, asked, {scores, room}, tokenCount, width);
    for (int64_t head = 0; head < Heads; ++head)
        softmax(scores + head * room, tokenCount);
    mixTokens<Heads>(tokens, {scores, room}, seen, tokenCount, width);
}

SOMNO_EACH_PROCESSOR void lookAroundRows(const float *tokens, HeadRows<const float> asked, HeadRows<float> seen,
                                         float *scores, int64_t epochs, int64_t tokenCount, int64_t heads,
                                         int64_t width)
{
    for (int64_t epoch = 0; epoch < epochs; ++epoch) {
        const float *own = tokens + epoch * tokenCount * width;
        const auto of = [&](int64_t head) {
            return Beside<const float>{asked.data + head * asked.headStride + epoch * asked.epochStride,
                                       asked.headStride};
        };
        const auto to = [&](int64_t head) {
            return Beside<float>{seen.data + head * seen.headStride + epoch * seen.epochStride, seen.headStride};
        };
        int64_t head = 0;
        for (; head + kHeadsAtOnce <= heads; head += kHeadsAtOnce)
            lookAroundOnce<kHeadsAtOnce>(own, of(head), to(head), scores, tokenCount, width);
        for (; head < heads; ++head)
            lookAroundOnce<1>(own, of(head), to(head), scores, tokenCount, width);
    }
}

SOMNO_EACH_PROCESSOR void askAroundRows(const float *query, const float *keyWeights, float *asked, int64_t epochs,
                                        int64_t heads, int64_t perHead, int64_t width)
{
    for (int64_t head = 0; head < heads; ++head, keyWeights += perHead * width) {
        const float *own = query + head * perHead;
        int64_t epoch = 0;
        for (; epoch + 2 <= epochs; epoch += 2)
            mixTokens<2>(keyWeights, {own + epoch * heads * perHead, heads * perHead},
                         {asked + (head * epochs + epoch) * width, width}, perHead, width);
        if (epoch < epochs)
            mixTokens<1>(keyWeights, {own + epoch * heads * perHead, 0}, {asked + (head * epochs + epoch) * width, 0},
                         perHead, width);
    }
}

} // namespace

template <>
void addAndNorm(float *x, const float *b, const ResidualNorm &by, float *o, int64_t r, int64_t w)
{
    addNormFF(x, b, by, o, r, w);
}
template <>
void addAndNorm(float *x, const HalfFloat *b, const ResidualNorm &by, float *o, int64_t r, int64_t w)
{
    addNormHF(x, b, by, o, r, w);
}
template <>
void addAndNorm(float *x, const float *b, const ResidualNorm &by, HalfFloat *o, int64_t r, int64_t w)
{
    addNormFH(x, b, by, o, r, w);
}
template <>
void addAndNorm(float *x, const HalfFloat *b, const ResidualNorm &by, HalfFloat *o, int64_t r, int64_t w)
{
    addNormHH(x, b, by, o, r, w);
}
void normRows(const float *x, const ResidualNorm &by, float *o, int64_t r, int64_t w)
{
    normF(x, by, o, r, w);
}
void normRows(const float *x, const ResidualNorm &by, HalfFloat *o, int64_t r, int64_t w)
{
    normH(x, by, o, r, w);
}
template <>
void gateByGelu(const float *g, const float *b, float *o, int64_t r, int64_t w)
{
    gateF(g, b, o, r, w);
}
template <>
void gateByGelu(const HalfFloat *g, const float *b, HalfFloat *o, int64_t r, int64_t w)
{
    gateH(g, b, o, r, w);
}
template <>
void addAndRectify(const float *in, const float *b, float *o, int64_t r, int64_t w)
{
    rectifyF(in, b, o, r, w);
}
template <>
void addAndRectify(const float *in, const float *b, HalfFloat *o, int64_t r, int64_t w)
{
    rectifyH(in, b, o, r, w);
}
template <>
void placePatches(const float *p, const float *b, const float *pos, const float *last, float *x, int64_t e, int64_t n,
                  int64_t w)
{
    placeF(p, b, pos, last, x, e, n, w);
}
template <>
void placePatches(const HalfFloat *p, const float *b, const float *pos, const float *last, float *x, int64_t e,
                  int64_t n, int64_t w)
{
    placeH(p, b, pos, last, x, e, n, w);
}

void askAround(const float *query, const float *keyWeights, float *asked, int64_t epochs, int64_t heads,
               int64_t perHead, int64_t width)
{
    askAroundRows(query, keyWeights, asked, epochs, heads, perHead, width);
}

void lookAround(const float *tokens, HeadRows<const float> asked, HeadRows<float> seen, int64_t epochs,
                int64_t tokenCount, int64_t heads, int64_t width)
{
    std::vector<float> scores(static_cast<size_t>(kHeadsAtOnce * wholeLanes(tokenCount)));
    lookAroundRows(tokens, asked, seen, scores.data(), epochs, tokenCount, heads, width);
}

void lookAroundBackward(const float *tokens, const float *asked, const float *seenGrad, float *tokensGrad,
                        float *askedGrad, int64_t epochs, int64_t tokenCount, int64_t heads, int64_t width)
{
    std::vector<float> shares(static_cast<size_t>(wholeLanes(tokenCount))), change(static_cast<size_t>(tokenCount));
    lookAroundBackwardRows(tokens, asked, seenGrad, tokensGrad, askedGrad, shares.data(), change.data(), epochs,
                           tokenCount, heads, width);
}

} // namespace somno::sdreamer
