// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace somno::sdreamer {

/// A weight that is multiplied from the right again and again, laid out once as the products read it. A BLAS lays its
/// operands out at every call, which is a good part of the work where few rows are multiplied; and what follows a
/// product can happen while its sums are still in registers. Several threads may multiply at once.
class PackedWeight {
public:
    /// Whether this processor has vectors of 256 bits and fused multiply-add, and none of 512 bits, of which a BLAS
    /// makes more than these products do.
    [[nodiscard]] static bool suits();
    /// `weight` [inner, columns], dense; columns is a multiple of kLanes.
    PackedWeight(const float *weight, int64_t inner, int64_t columns);
    /// The columns as values and gates, side by side in `weight`: for multiplyGated().
    [[nodiscard]] static PackedWeight gated(const float *weight, int64_t inner, int64_t columns);

    [[nodiscard]] int64_t columns() const { return m_columns; }
    /// in [rows, inner] -> out [rows, columns]
    void multiply(const float *in, float *out, int64_t rows) const;
    /// The same plus bias [columns], through GELU where `activates`.
    void multiply(const float *in, const float *bias, bool activates, float *out, int64_t rows) const;
    /// in [rows, inner] -> (value + bias) * GELU(gate + bias), [rows, columns / 2]; bias [columns], values first.
    void multiplyGated(const float *in, const float *bias, float *out, int64_t rows) const;

private:
    PackedWeight(int64_t inner, int64_t columns);

    int64_t m_inner, m_columns;
    std::vector<float> m_panels; ///< [panels, inner, 16]
};

} // namespace somno::sdreamer
