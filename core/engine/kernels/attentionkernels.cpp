// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/kernels/attentionkernels.h"

#include <algorithm>
#include <type_traits>
#include <vector>

namespace somno::sdreamer {

namespace {

/// A matrix that is read with any strides, so that a transpose costs nothing.
template <class T>
struct View {
    const T *data;
    int64_t rowStride;
    int64_t columnStride;
};

/// A matrix whose rows are read or written as whole vectors.
template <class T>
struct Rows {
    T *data;
    int64_t stride;
};

// Sums that fill the registers, so that no addition waits for another.
template <int RowCount, int Vectors, class T>
SOMNO_INLINE void multiplyTile(View<T> left, Rows<const T> right, Rows<T> out, int64_t inner)
{
    Lanes<T> sums[RowCount][Vectors] = {};
    for (int64_t k = 0; k < inner; ++k, left.data += left.columnStride, right.data += right.stride)
#pragma GCC unroll 6
        for (int r = 0; r < RowCount; ++r)
#pragma GCC unroll 3
            for (int v = 0; v < Vectors; ++v)
                sums[r][v] += left.data[r * left.rowStride] * lanesAt(right.data + v * kLanes);
#pragma GCC unroll 6
    for (int r = 0; r < RowCount; ++r)
#pragma GCC unroll 3
        for (int v = 0; v < Vectors; ++v)
            lanesAt(out.data + r * out.stride + v * kLanes) = sums[r][v];
}

// Fewer rows than a whole tile has.
template <int RowCount, int Vectors, class T>
SOMNO_INLINE void multiplyRest(View<T> left, Rows<const T> right, Rows<T> out, int64_t rows, int64_t inner)
{
    if constexpr (RowCount > 0) {
        if (rows == RowCount)
            multiplyTile<RowCount, Vectors>(left, right, out, inner);
        else
            multiplyRest<RowCount - 1, Vectors>(left, right, out, rows, inner);
    }
}

template <int RowCount, int Vectors, class T>
SOMNO_INLINE void multiplyVectors(View<T> left, Rows<const T> right, Rows<T> out, int64_t rows, int64_t inner)
{
    for (; rows >= RowCount;
         rows -= RowCount, left.data += RowCount * left.rowStride, out.data += RowCount * out.stride)
        multiplyTile<RowCount, Vectors>(left, right, out, inner);
    multiplyRest<RowCount - 1, Vectors>(left, right, out, rows, inner);
}

// out[rows, columns] = left[rows, inner] * right[inner, columns]; columns is a multiple of kLanes.
template <class T>
SOMNO_INLINE void multiply(View<T> left, Rows<const T> right, Rows<T> out, int64_t rows, int64_t inner, int64_t columns)
{
    int64_t vectors = columns / kLanes;
    if (vectors == 1)
        return multiplyVectors<6, 1>(left, right, out, rows, inner);
    if (vectors % 2 == 1) {
        multiplyVectors<4, 3>(left, right, out, rows, inner);
        right.data += 3 * kLanes;
        out.data += 3 * kLanes;
        vectors -= 3;
    }
    for (; vectors > 0; vectors -= 2, right.data += 2 * kLanes, out.data += 2 * kLanes)
        multiplyVectors<6, 2>(left, right, out, rows, inner);
}

// Scores [keys, queries] become weights whose columns sum to one, after they are multiplied by `scale`. Queries stand
// side by side so that nothing has to be summed within a vector. `room` holds two rows.
template <class T>
SOMNO_INLINE void softmaxColumns(T *scores, int64_t keys, int64_t columns, T scale, T *room)
{
    T *most = room, *sums = room + columns;
    std::copy_n(scores, columns, most);
    std::fill_n(sums, columns, T(0));
    for (int64_t key = 1; key < keys; ++key)
        for (int64_t i = 0; i < columns; i += kLanes) {
            const Lanes<T> values = lanesAt(scores + key * columns + i);
            lanesAt(most + i) = values > lanesAt(most + i) ? values : lanesAt(most + i);
        }
    for (int64_t key = 0; key < keys; ++key)
        for (int64_t i = 0; i < columns; i += kLanes) {
            Lanes<T> shifted = (lanesAt(scores + key * columns + i) - lanesAt(most + i)) * scale;
            exponentiate(shifted);
            lanesAt(scores + key * columns + i) = shifted;
            lanesAt(sums + i) += shifted;
        }
    for (int64_t i = 0; i < columns; i += kLanes)
        lanesAt(sums + i) = T(1) / lanesAt(sums + i);
    for (int64_t key = 0; key < keys; ++key)
        for (int64_t i = 0; i < columns; i += kLanes)
            lanesAt(scores + key * columns + i) *= lanesAt(sums + i);
}

// From the gradient of the weights to that of the scores, in place. `means` holds a row.
template <class T>
SOMNO_INLINE void softmaxColumnsBackward(const T *weights, T *change, int64_t keys, int64_t columns, T *means)
{
    std::fill_n(means, columns, T(0));
    for (int64_t row = 0; row < keys * columns; row += columns)
        for (int64_t i = 0; i < columns; i += kLanes)
            lanesAt(means + i) += lanesAt(weights + row + i) * lanesAt(change + row + i);
    for (int64_t row = 0; row < keys * columns; row += columns)
        for (int64_t i = 0; i < columns; i += kLanes)
            lanesAt(change + row + i) = lanesAt(weights + row + i) * (lanesAt(change + row + i) - lanesAt(means + i));
}

SOMNO_INLINE float widened(float value)
{
    return value;
}

SOMNO_INLINE double widened(double value)
{
    return value;
}

SOMNO_INLINE float widened(HalfFloat value)
{
    return __builtin_bit_cast(float, uint32_t(value.bits) << 16);
}

template <class T>
SOMNO_INLINE void narrow(T value, T &out)
{
    out = value;
}

SOMNO_INLINE void narrow(float value, HalfFloat &out)
{
    const auto bits = __builtin_bit_cast(uint32_t, value);
    out.bits = uint16_t((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

// Rows become columns, eight at a time. `from` has kLanes rows.
template <class S>
SOMNO_INLINE void transposeEight(const S *from, int64_t fromStride, float *to, int64_t toStride)
{
    Lanes<float> rows[8], pairs[8], fours[8];
    for (int i = 0; i < 8; ++i)
        rows[i] = loadLanes(from + i * fromStride);
    for (int i = 0; i < 8; i += 2) {
        pairs[i] = __builtin_shufflevector(rows[i], rows[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        pairs[i + 1] = __builtin_shufflevector(rows[i], rows[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int half = 0; half < 8; half += 4)
        for (int i = 0; i < 2; ++i) {
            const Lanes<float> &upper = pairs[half + i], &lower = pairs[half + i + 2];
            fours[half + 2 * i] = __builtin_shufflevector(upper, lower, 0, 1, 8, 9, 4, 5, 12, 13);
            fours[half + 2 * i + 1] = __builtin_shufflevector(upper, lower, 2, 3, 10, 11, 6, 7, 14, 15);
        }
    for (int i = 0; i < 4; ++i) {
        storeLanes(to + i * toStride, __builtin_shufflevector(fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11));
        storeLanes(to + (i + 4) * toStride,
                   __builtin_shufflevector(fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15));
    }
}

/// Working memory of one thread, and what it takes from and gives to tensors: parts of one head, tokens `stride` apart,
/// each of `width` values. Where those fill whole vectors, the products read and write them in place.
template <class T, class S>
class HeadParts {
public:
    explicit HeadParts(const AttentionShape &shape)
        : m_tokens(shape.tokens), m_width(shape.width), m_columns(wholeLanes(shape.width)),
          m_transposed(size_t(m_columns * shape.columns())), m_inPlace(std::is_same_v<T, S> && m_width == m_columns)
    {
    }

    /// `room` holds the part where it cannot stay in place.
    SOMNO_INLINE Rows<const T> rows(const S *part, int64_t stride, std::vector<T> &room) const
    {
        if constexpr (std::is_same_v<T, S>)
            if (m_inPlace)
                return {part, stride};
        room.resize(size_t(m_tokens * m_columns)); // padding is zero from the first time on
        for (int64_t row = 0; row < m_tokens; ++row)
            for (int64_t i = 0; i < m_width; ++i)
                room[size_t(row * m_columns + i)] = widened(part[row * stride + i]);
        return {room.data(), m_columns};
    }

    /// Rows and columns exchanged; until the next one.
    SOMNO_INLINE Rows<const T> transposed(const S *part, int64_t stride, int64_t columns)
    {
        int64_t row = 0;
        if constexpr (std::is_same_v<T, float>)
            for (; m_width == m_columns && row + kLanes <= m_tokens; row += kLanes)
                for (int64_t i = 0; i < m_width; i += kLanes)
                    transposeEight(part + row * stride + i, stride, m_transposed.data() + i * columns + row, columns);
        for (; row < m_tokens; ++row)
            for (int64_t i = 0; i < m_width; ++i)
                m_transposed[size_t(i * columns + row)] = widened(part[row * stride + i]);
        return {m_transposed.data(), columns};
    }

    /// part = factor * left * right
    SOMNO_INLINE void product(View<T> left, Rows<const T> right, int64_t inner, S *part, int64_t stride, T factor)
    {
        if constexpr (std::is_same_v<T, S>)
            if (m_inPlace && factor == T(1))
                return multiply<T>(left, right, {part, stride}, m_tokens, inner, m_columns);
        m_result.resize(size_t(m_tokens * m_columns));
        multiply<T>(left, right, {m_result.data(), m_columns}, m_tokens, inner, m_columns);
        for (int64_t row = 0; row < m_tokens; ++row)
            for (int64_t i = 0; i < m_width; ++i)
                narrow(T(m_result[size_t(row * m_columns + i)] * factor), part[row * stride + i]);
    }

private:
    int64_t m_tokens, m_width, m_columns;
    std::vector<T> m_transposed, m_result;
    bool m_inPlace;
};

template <class T>
SOMNO_INLINE View<T> viewed(Rows<const T> rows)
{
    return {rows.data, rows.stride, 1};
}

template <class T, class S>
SOMNO_INLINE void forwardHeads(const AttentionShape &shape, const S *qkv, S *out, T *kept, int64_t first, int64_t last)
{
    const int64_t tokens = shape.tokens, stride = shape.stride(), columns = shape.columns();
    HeadParts<T, S> parts(shape);
    std::vector<T> key, value, own(kept ? 0 : size_t(tokens * columns)), room(size_t(2 * columns));
    for (int64_t index = first; index < last; ++index) {
        const int64_t b = index / shape.heads, offset = (index % shape.heads) * shape.width;
        const S *source = qkv + b * tokens * 3 * stride + offset;
        T *weights = kept ? kept + index * tokens * columns : own.data();
        multiply<T>(viewed(parts.rows(source + stride, 3 * stride, key)), parts.transposed(source, 3 * stride, columns),
                    {weights, columns}, tokens, shape.width, columns);
        softmaxColumns(weights, tokens, columns, T(shape.scale()), room.data());
        parts.product({weights, 1, columns}, parts.rows(source + 2 * stride, 3 * stride, value), tokens,
                      out + b * tokens * stride + offset, stride, T(1));
    }
}

template <class T>
SOMNO_INLINE void backwardHeads(const AttentionShape &shape, const T *qkv, const T *kept, const T *outGrad, T *qkvGrad,
                                int64_t first, int64_t last)
{
    const int64_t tokens = shape.tokens, stride = shape.stride(), columns = shape.columns();
    const T scale = T(shape.scale());
    HeadParts<T, T> parts(shape);
    std::vector<T> query, key, value, grad, change(size_t(tokens * columns)), means(static_cast<size_t>(columns));
    for (int64_t index = first; index < last; ++index) {
        const int64_t b = index / shape.heads, offset = (index % shape.heads) * shape.width;
        const T *source = qkv + b * tokens * 3 * stride + offset;
        const T *outSource = outGrad + b * tokens * stride + offset;
        T *target = qkvGrad + b * tokens * 3 * stride + offset;
        const T *weights = kept + index * tokens * columns;
        parts.product({weights, columns, 1}, parts.rows(outSource, stride, grad), tokens, target + 2 * stride,
                      3 * stride, T(1));
        multiply<T>(viewed(parts.rows(source + 2 * stride, 3 * stride, value)),
                    parts.transposed(outSource, stride, columns), {change.data(), columns}, tokens, shape.width,
                    columns);
        softmaxColumnsBackward(weights, change.data(), tokens, columns, means.data());
        parts.product({change.data(), 1, columns}, parts.rows(source + stride, 3 * stride, key), tokens, target,
                      3 * stride, scale);
        parts.product({change.data(), columns, 1}, parts.rows(source, 3 * stride, query), tokens, target + stride,
                      3 * stride, scale);
    }
}

// One kernel for each type, as a function that can be compiled once for each kind of processor.
SOMNO_EACH_PROCESSOR void forwardFloat(const AttentionShape &shape, const float *qkv, float *out, float *kept,
                                       int64_t first, int64_t last)
{
    forwardHeads(shape, qkv, out, kept, first, last);
}

SOMNO_EACH_PROCESSOR void forwardHalf(const AttentionShape &shape, const HalfFloat *qkv, HalfFloat *out, int64_t first,
                                      int64_t last)
{
    forwardHeads<float>(shape, qkv, out, nullptr, first, last);
}

SOMNO_EACH_PROCESSOR void backwardFloat(const AttentionShape &shape, const float *qkv, const float *kept,
                                        const float *outGrad, float *qkvGrad, int64_t first, int64_t last)
{
    backwardHeads(shape, qkv, kept, outGrad, qkvGrad, first, last);
}

} // namespace

void attendHeads(const AttentionShape &shape, const float *qkv, float *out, float *kept, int64_t first, int64_t last)
{
    forwardFloat(shape, qkv, out, kept, first, last);
}

void attendHeads(const AttentionShape &shape, const double *qkv, double *out, double *kept, int64_t first, int64_t last)
{
    forwardHeads(shape, qkv, out, kept, first, last);
}

void attendHeads(const AttentionShape &shape, const HalfFloat *qkv, HalfFloat *out, int64_t first, int64_t last)
{
    forwardHalf(shape, qkv, out, first, last);
}

void attendHeadsBackward(const AttentionShape &shape, const float *qkv, const float *kept, const float *outGrad,
                         float *qkvGrad, int64_t first, int64_t last)
{
    backwardFloat(shape, qkv, kept, outGrad, qkvGrad, first, last);
}

void attendHeadsBackward(const AttentionShape &shape, const double *qkv, const double *kept, const double *outGrad,
                         double *qkvGrad, int64_t first, int64_t last)
{
    backwardHeads(shape, qkv, kept, outGrad, qkvGrad, first, last);
}

} // namespace somno::sdreamer
