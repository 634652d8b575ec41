// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/kernels/packedweight.h"

#include <algorithm>

#include "core/engine/kernels/gelu.h"

namespace somno::sdreamer {

namespace {

constexpr int64_t kPanel = 2 * kLanes;
constexpr int kRows = 6; // times two vectors of sums, two of weights and a factor: 15 of 16 registers

// What becomes of the sums of one row: `left` and `right` are the panel's two vectors.
struct Plain {
    float *out;
    int64_t stride;
    bool whole; ///< else the panel's second vector is padding
    SOMNO_INLINE void take(int64_t row, const Lanes<float> &left, const Lanes<float> &right) const
    {
        storeLanes(out + row * stride, left);
        if (whole)
            storeLanes(out + row * stride + kLanes, right);
    }
};

template <bool Activates>
struct Biased {
    Plain to;
    const float *bias;
    SOMNO_INLINE void take(int64_t row, const Lanes<float> &left, const Lanes<float> &right) const
    {
        to.take(row, finished(left, bias), to.whole ? finished(right, bias + kLanes) : right);
    }
    SOMNO_INLINE static Lanes<float> finished(const Lanes<float> &sum, const float *bias)
    {
        const Lanes<float> biased = sum + lanesAt(bias);
        return Activates ? gelu(biased) : biased;
    }
};

struct Gated {
    float *out;
    int64_t stride;
    const float *valueBias, *gateBias;
    SOMNO_INLINE void take(int64_t row, const Lanes<float> &left, const Lanes<float> &right) const
    {
        storeLanes(out + row * stride, (left + lanesAt(valueBias)) * gelu(right + lanesAt(gateBias)));
    }
};

template <int Rows, class Sink>
SOMNO_INLINE void multiplyRows(const float *in, const float *panel, int64_t inner, int64_t row, const Sink &sink)
{
    Lanes<float> sums[Rows][2] = {};
    in += row * inner;
#pragma GCC unroll 4
    for (int64_t k = 0; k < inner; ++k, ++in, panel += kPanel)
#pragma GCC unroll 6
        for (int r = 0; r < Rows; ++r) {
            sums[r][0] += in[r * inner] * lanesAt(panel);
            sums[r][1] += in[r * inner] * lanesAt(panel + kLanes);
        }
#pragma GCC unroll 6
    for (int r = 0; r < Rows; ++r)
        sink.take(row + r, sums[r][0], sums[r][1]);
}

// Fewer rows than are computed at once.
template <int Rows, class Sink>
SOMNO_INLINE void multiplyRest(const float *in, const float *panel, int64_t inner, int64_t row, int64_t count,
                               const Sink &sink)
{
    if constexpr (Rows > 0) {
        if (count == Rows)
            multiplyRows<Rows>(in, panel, inner, row, sink);
        else
            multiplyRest<Rows - 1>(in, panel, inner, row, count, sink);
    }
}

template <class Sink>
SOMNO_INLINE void multiplyPanel(const float *in, const float *panel, int64_t inner, int64_t rows, const Sink &sink)
{
    int64_t row = 0;
    for (; row + kRows <= rows; row += kRows)
        multiplyRows<kRows>(in, panel, inner, row, sink);
    multiplyRest<kRows - 1>(in, panel, inner, row, rows - row, sink);
}

// A panel stays in the nearest cache while all rows pass by it.
SOMNO_EACH_PROCESSOR void multiplyPanels(const float *in, const float *panels, float *out, int64_t rows, int64_t inner,
                                         int64_t columns)
{
    for (int64_t column = 0; column < columns; column += kPanel, panels += inner * kPanel)
        multiplyPanel(in, panels, inner, rows, Plain{out + column, columns, column + kLanes < columns});
}

template <bool Activates>
SOMNO_INLINE void multiplyBiasedBy(const float *in, const float *panels, const float *bias, float *out, int64_t rows,
                                   int64_t inner, int64_t columns)
{
    for (int64_t column = 0; column < columns; column += kPanel, panels += inner * kPanel)
        multiplyPanel(in, panels, inner, rows,
                      Biased<Activates>{{out + column, columns, column + kLanes < columns}, bias + column});
}

SOMNO_EACH_PROCESSOR void multiplyBiasedPanels(const float *in, const float *panels, const float *bias, bool activates,
                                               float *out, int64_t rows, int64_t inner, int64_t columns)
{
    activates ? multiplyBiasedBy<true>(in, panels, bias, out, rows, inner, columns)
              : multiplyBiasedBy<false>(in, panels, bias, out, rows, inner, columns);
}

SOMNO_EACH_PROCESSOR void multiplyGatedPanels(const float *in, const float *panels, const float *bias, float *out,
                                              int64_t rows, int64_t inner, int64_t columns)
{
    for (int64_t column = 0; column < columns; column += kLanes, panels += inner * kPanel)
        multiplyPanel(in, panels, inner, rows, Gated{out + column, columns, bias + column, bias + columns + column});
}

} // namespace

bool PackedWeight::suits()
{
#if defined(__x86_64__) && defined(__GNUC__)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && !__builtin_cpu_supports("avx512f");
#else
    return false;
#endif
}

PackedWeight::PackedWeight(int64_t inner, int64_t columns)
    : m_inner(inner), m_columns(columns), m_panels(size_t((columns + kPanel - 1) / kPanel * kPanel * inner))
{
}

PackedWeight::PackedWeight(const float *weight, int64_t inner, int64_t columns) : PackedWeight(inner, columns)
{
    for (int64_t column = 0; column < columns; column += kLanes)
        for (int64_t k = 0; k < inner; ++k)
            std::copy_n(weight + k * columns + column, kLanes,
                        m_panels.data() + column / kPanel * kPanel * inner + k * kPanel + column % kPanel);
}

PackedWeight PackedWeight::gated(const float *weight, int64_t inner, int64_t columns)
{
    PackedWeight packed(inner, columns);
    const int64_t half = columns / 2;
    for (int64_t column = 0; column < half; column += kLanes)
        for (int64_t k = 0; k < inner; ++k) {
            float *to = packed.m_panels.data() + 2 * column * inner + k * kPanel;
            std::copy_n(weight + k * columns + column, kLanes, to);
            std::copy_n(weight + k * columns + half + column, kLanes, to + kLanes);
        }
    return packed;
}

void PackedWeight::multiply(const float *in, float *out, int64_t rows) const
{
    multiplyPanels(in, m_panels.data(), out, rows, m_inner, m_columns);
}

void PackedWeight::multiply(const float *in, const float *bias, bool activates, float *out, int64_t rows) const
{
    multiplyBiasedPanels(in, m_panels.data(), bias, activates, out, rows, m_inner, m_columns);
}

void PackedWeight::multiplyGated(const float *in, const float *bias, float *out, int64_t rows) const
{
    multiplyGatedPanels(in, m_panels.data(), bias, out, rows, m_inner, m_columns / 2);
}

} // namespace somno::sdreamer
