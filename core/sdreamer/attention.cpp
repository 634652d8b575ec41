// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/attention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sdreamer/vectorlanes.h"

namespace somno::sdreamer {

namespace {

constexpr int64_t kRows = 4;     // rows computed side by side
constexpr int64_t kGrain = 16;   // heads a thread takes at least

int64_t padded(int64_t count)
{
    return (count + kLanes - 1) / kLanes * kLanes;
}

/// Tokens, heads and widths of one call.
struct Layout {
    explicit Layout(const torch::Tensor &qkv)
        : batch(qkv.size(0)), tokens(qkv.size(1)), heads(qkv.size(3)), width(qkv.size(4))
    {
    }
    int64_t batch, tokens, heads, width;
    [[nodiscard]] int64_t stride() const { return heads * width; }
    [[nodiscard]] double scale() const { return 1 / std::sqrt(double(width)); }
};

/// A matrix that is read with any strides, so that a transpose costs nothing.
template <class T> struct View {
    const T *data;
    int64_t rowStride;
    int64_t columnStride;
};

// `Columns` times kLanes columns of multiply(): sums that fill the registers, so that no addition waits for another.
template <int Columns, class T>
SOMNO_INLINE void multiplyColumns(View<T> left, const T *right, T *out, int64_t rows, int64_t inner, int64_t columns)
{
    for (int64_t row = 0; row < rows; row += kRows) {
        Lanes<T> sums[kRows][Columns] = {};
        const T *factor = left.data + row * left.rowStride;
        const T *values = right;
        for (int64_t k = 0; k < inner; ++k, factor += left.columnStride, values += columns)
            for (int64_t r = 0; r < kRows; ++r)
                for (int c = 0; c < Columns; ++c)
                    sums[r][c] += factor[r * left.rowStride] * lanesAt(values + c * kLanes);
        for (int64_t r = 0; r < kRows; ++r)
            for (int c = 0; c < Columns; ++c)
                lanesAt(out + (row + r) * columns + c * kLanes) = sums[r][c];
    }
}

// out[rows, columns] = left[rows, inner] * right[inner, columns]; columns is a multiple of kLanes, right and out are
// dense, out has room for rows rounded up to kRows and left may be read so far.
template <class T>
SOMNO_INLINE void multiply(View<T> left, const T *right, T *out, int64_t rows, int64_t inner, int64_t columns)
{
    int64_t column = 0;
    for (; column + 2 * kLanes <= columns; column += 2 * kLanes)
        multiplyColumns<2>(left, right + column, out + column, rows, inner, columns);
    if (column < columns)
        multiplyColumns<1>(left, right + column, out + column, rows, inner, columns);
}

// Rows of scores become rows that sum to one; columns from `tokens` on are padding and become zero.
template <class T> SOMNO_INLINE void softmaxRows(T *scores, int64_t tokens, int64_t columns)
{
    for (int64_t row = 0; row < tokens; ++row) {
        T *values = scores + row * columns;
        std::fill(values + tokens, values + columns, std::numeric_limits<T>::lowest());
        Lanes<T> most = lanesAt(values);
        for (int64_t i = kLanes; i < columns; i += kLanes)
            most = lanesAt(values + i) > most ? lanesAt(values + i) : most;
        T largest = most[0];
        for (int64_t i = 1; i < kLanes; ++i)
            largest = std::max(largest, T(most[i]));
        Lanes<T> sums = {};
        for (int64_t i = 0; i < columns; i += kLanes) {
            lanesAt(values + i) -= largest;
            exponentiate(lanesAt(values + i));
            if (i + kLanes > tokens)
                std::fill(values + std::max(i, tokens), values + i + kLanes, T(0));
            sums += lanesAt(values + i);
        }
        const T factor = T(1) / total<T>(sums);
        for (int64_t i = 0; i < columns; i += kLanes)
            lanesAt(values + i) *= factor;
    }
}

// From the gradient of softmax's rows to that of its scores, in place.
template <class T>
SOMNO_INLINE void softmaxRowsBackward(const T *weights, T *change, int64_t tokens, int64_t columns)
{
    for (int64_t row = 0; row < tokens; ++row) {
        const T *w = weights + row * columns;
        T *c = change + row * columns;
        Lanes<T> sums = {};
        for (int64_t i = 0; i < columns; i += kLanes)
            sums += lanesAt(w + i) * lanesAt(c + i);
        const T mean = total<T>(sums);
        for (int64_t i = 0; i < columns; i += kLanes)
            lanesAt(c + i) = lanesAt(w + i) * (lanesAt(c + i) - mean);
    }
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

template <class T> SOMNO_INLINE void narrow(T value, T &out)
{
    out = value;
}

SOMNO_INLINE void narrow(float value, HalfFloat &out)
{
    const auto bits = __builtin_bit_cast(uint32_t, value);
    out.bits = uint16_t((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
}

// One part of one head (rows of `width` values, `stride` apart), dense and padded with zeros; times `scale`.
template <class T, class S>
SOMNO_INLINE void pack(const S *source, int64_t stride, T *out, int64_t tokens, int64_t width, int64_t columns, T scale)
{
    for (int64_t row = 0; row < tokens; ++row)
        for (int64_t i = 0; i < width; ++i)
            out[row * columns + i] = widened(source[row * stride + i]) * scale;
}

template <class T, class S>
SOMNO_INLINE void packTransposed(const S *source, int64_t stride, T *out, int64_t tokens, int64_t width, int64_t columns)
{
    for (int64_t row = 0; row < tokens; ++row)
        for (int64_t i = 0; i < width; ++i)
            out[i * columns + row] = widened(source[row * stride + i]);
}

template <class T, class S>
SOMNO_INLINE void unpack(const T *source, int64_t columns, S *out, int64_t stride, int64_t tokens, int64_t width, T scale)
{
    for (int64_t row = 0; row < tokens; ++row)
        for (int64_t i = 0; i < width; ++i)
            narrow(source[row * columns + i] * scale, out[row * stride + i]);
}

/// Zeroed working memory of one thread. Rows are padded too, because multiply() works on several at once.
template <class T> class Scratch {
public:
    explicit Scratch(const Layout &layout) : m_rows(padded(layout.tokens)), m_columns(padded(layout.width)) {}
    [[nodiscard]] std::vector<T> narrow() const { return std::vector<T>(size_t(m_rows * m_columns)); }
    [[nodiscard]] std::vector<T> square() const { return std::vector<T>(size_t(m_rows * m_rows)); }

private:
    int64_t m_rows, m_columns;
};

// Heads first to last of batch * heads. `kept`, where wanted, receives the softmax weights of each head [rows, rows].
template <class T, class S>
SOMNO_INLINE void forwardHeads(const Layout &layout, const S *qkv, S *out, T *kept, int64_t first, int64_t last)
{
    const int64_t tokens = layout.tokens, width = layout.width, stride = layout.stride();
    const int64_t rows = padded(tokens), columns = padded(width);
    const Scratch<T> scratch(layout);
    auto query = scratch.narrow(), key = scratch.narrow(), value = scratch.narrow(), mixed = scratch.narrow();
    auto own = scratch.square();
    for (int64_t index = first; index < last; ++index) {
        const int64_t b = index / layout.heads, h = index % layout.heads;
        const S *source = qkv + b * tokens * 3 * stride + h * width;
        T *weights = kept ? kept + index * rows * rows : own.data();
        pack(source, 3 * stride, query.data(), tokens, width, columns, T(layout.scale()));
        packTransposed(source + stride, 3 * stride, key.data(), tokens, width, rows);
        pack(source + 2 * stride, 3 * stride, value.data(), tokens, width, columns, T(1));
        multiply<T>({query.data(), columns, 1}, key.data(), weights, tokens, width, rows);
        softmaxRows(weights, tokens, rows);
        multiply<T>({weights, rows, 1}, value.data(), mixed.data(), tokens, tokens, columns);
        unpack(mixed.data(), columns, out + b * tokens * stride + h * width, stride, tokens, width, T(1));
    }
}

// From the gradient of the output to that of queries, keys and values, by the weights that forward kept.
template <class T>
SOMNO_INLINE void backwardHeads(const Layout &layout, const T *qkv, const T *kept, const T *gradOut, T *gradQkv,
                                int64_t first, int64_t last)
{
    const int64_t tokens = layout.tokens, width = layout.width, stride = layout.stride();
    const int64_t rows = padded(tokens), columns = padded(width);
    const T scale = T(layout.scale());
    const Scratch<T> scratch(layout);
    auto query = scratch.narrow(), key = scratch.narrow(), value = scratch.narrow();
    auto grad = scratch.narrow(), result = scratch.narrow();
    auto change = scratch.square();
    for (int64_t index = first; index < last; ++index) {
        const int64_t b = index / layout.heads, h = index % layout.heads;
        const int64_t offset = b * tokens * 3 * stride + h * width;
        const T *weights = kept + index * rows * rows;
        pack(qkv + offset, 3 * stride, query.data(), tokens, width, columns, T(1));
        pack(qkv + offset + stride, 3 * stride, key.data(), tokens, width, columns, T(1));
        packTransposed(qkv + offset + 2 * stride, 3 * stride, value.data(), tokens, width, rows);
        pack(gradOut + b * tokens * stride + h * width, stride, grad.data(), tokens, width, columns, T(1));

        multiply<T>({weights, 1, rows}, grad.data(), result.data(), tokens, tokens, columns);
        unpack(result.data(), columns, gradQkv + offset + 2 * stride, 3 * stride, tokens, width, T(1));
        multiply<T>({grad.data(), columns, 1}, value.data(), change.data(), tokens, width, rows);
        softmaxRowsBackward(weights, change.data(), tokens, rows);
        multiply<T>({change.data(), rows, 1}, key.data(), result.data(), tokens, tokens, columns);
        unpack(result.data(), columns, gradQkv + offset, 3 * stride, tokens, width, scale);
        multiply<T>({change.data(), 1, rows}, query.data(), result.data(), tokens, tokens, columns);
        unpack(result.data(), columns, gradQkv + offset + stride, 3 * stride, tokens, width, scale);
    }
}

SOMNO_EACH_PROCESSOR void forwardFloat(const Layout &layout, const float *qkv, float *out, float *kept, int64_t first, int64_t last)
{
    forwardHeads(layout, qkv, out, kept, first, last);
}

SOMNO_EACH_PROCESSOR void forwardHalf(const Layout &layout, const HalfFloat *qkv, HalfFloat *out, int64_t first, int64_t last)
{
    forwardHeads<float>(layout, qkv, out, nullptr, first, last);
}

SOMNO_EACH_PROCESSOR void backwardFloat(const Layout &layout, const float *qkv, const float *kept, const float *gradOut,
                                        float *gradQkv, int64_t first, int64_t last)
{
    backwardHeads(layout, qkv, kept, gradOut, gradQkv, first, last);
}

torch::Tensor forwardKernel(const torch::Tensor &qkv, const torch::Tensor *kept)
{
    const Layout layout(qkv);
    const torch::Tensor out = torch::empty({layout.batch, layout.tokens, layout.stride()}, qkv.options());
    at::parallel_for(0, layout.batch * layout.heads, kGrain, [&](int64_t first, int64_t last) {
        if (qkv.scalar_type() == torch::kBFloat16)
            forwardHalf(layout, reinterpret_cast<const HalfFloat *>(qkv.data_ptr()), reinterpret_cast<HalfFloat *>(out.data_ptr()),
                        first, last);
        else if (qkv.scalar_type() == torch::kFloat)
            forwardFloat(layout, qkv.data_ptr<float>(), out.data_ptr<float>(), kept ? kept->data_ptr<float>() : nullptr, first, last);
        else
            forwardHeads(layout, qkv.data_ptr<double>(), out.data_ptr<double>(), kept ? kept->data_ptr<double>() : nullptr, first, last);
    });
    return out;
}

torch::Tensor backwardKernel(const torch::Tensor &qkv, const torch::Tensor &kept, const torch::Tensor &gradOut)
{
    const Layout layout(qkv);
    const torch::Tensor gradQkv = torch::empty_like(qkv);
    at::parallel_for(0, layout.batch * layout.heads, kGrain, [&](int64_t first, int64_t last) {
        if (qkv.scalar_type() == torch::kFloat)
            backwardFloat(layout, qkv.data_ptr<float>(), kept.data_ptr<float>(), gradOut.data_ptr<float>(),
                          gradQkv.data_ptr<float>(), first, last);
        else
            backwardHeads(layout, qkv.data_ptr<double>(), kept.data_ptr<double>(), gradOut.data_ptr<double>(),
                          gradQkv.data_ptr<double>(), first, last);
    });
    return gradQkv;
}

struct Attention : torch::autograd::Function<Attention> {
    static torch::Tensor forward(torch::autograd::AutogradContext *context, const torch::Tensor &qkv)
    {
        const Layout layout(qkv);
        const int64_t rows = padded(layout.tokens);
        const torch::Tensor kept = torch::empty({layout.batch * layout.heads, rows, rows}, qkv.options());
        context->save_for_backward({qkv, kept});
        return forwardKernel(qkv, &kept);
    }

    static torch::autograd::variable_list backward(torch::autograd::AutogradContext *context, torch::autograd::variable_list grads)
    {
        const auto saved = context->get_saved_variables();
        return {backwardKernel(saved[0], saved[1], grads[0].contiguous())};
    }
};

} // namespace

torch::Tensor selfAttentionByProducts(const torch::Tensor &qkv)
{
    const Layout layout(qkv);
    const int64_t batch = layout.batch, tokens = layout.tokens, heads = layout.heads, width = layout.width;
    // One copy puts the heads in front, so that each is a plain matrix for bmm.
    const torch::Tensor parts = qkv.permute({2, 0, 3, 1, 4}).reshape({3, batch * heads, tokens, width});
    const torch::Tensor scores = torch::bmm(parts[0] * layout.scale(), parts[1].transpose(1, 2));
    const torch::Tensor mixed = torch::bmm(torch::softmax(scores, -1), parts[2]);
    return mixed.view({batch, heads, tokens, width}).transpose(1, 2).reshape({batch, tokens, heads * width});
}

torch::Tensor selfAttention(const torch::Tensor &qkv)
{
    const bool learns = torch::GradMode::is_enabled() && qkv.requires_grad();
    const bool ours = qkv.device().is_cpu() && (qkv.scalar_type() == torch::kFloat || qkv.scalar_type() == torch::kDouble
                                                || (qkv.scalar_type() == torch::kBFloat16 && !learns));
    if (!ours)
        return selfAttentionByProducts(qkv);
    const torch::Tensor dense = qkv.contiguous();
    return learns ? Attention::apply(dense) : forwardKernel(dense, nullptr);
}

} // namespace somno::sdreamer
