// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>

// Eight values side by side. More would be more at once where a processor has them, but where it does not, compilers
// keep such vectors in memory instead of registers and compare them one by one.

// Compiled once for each kind of processor; the right one is chosen when the program starts.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define SOMNO_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define SOMNO_INLINE inline __attribute__((always_inline))
#else
#define SOMNO_EACH_PROCESSOR
#define SOMNO_INLINE inline
#endif

// Vectors are passed between inlined functions only, so that no calling convention is touched.
#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Wpsabi"
#endif

namespace somno::sdreamer {

inline constexpr int64_t kLanes = 8;
/// `count` values rounded up to whole vectors.
constexpr int64_t wholeLanes(int64_t count)
{
    return (count + kLanes - 1) / kLanes * kLanes;
}

/// A bfloat16: the upper half of a float's bits.
struct HalfFloat {
    uint16_t bits;
};

template <class T>
struct Vector;
template <>
struct Vector<float> {
    using Type = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(alignof(float)), may_alias));
    using Bits = int32_t __attribute__((vector_size(kLanes * sizeof(int32_t))));
};
template <>
struct Vector<double> {
    using Type = double __attribute__((vector_size(kLanes * sizeof(double)), aligned(alignof(double)), may_alias));
};
template <class T>
using Lanes = typename Vector<T>::Type;

template <class T>
SOMNO_INLINE Lanes<T> &lanesAt(T *values)
{
    return *reinterpret_cast<Lanes<T> *>(values);
}

template <class T>
SOMNO_INLINE const Lanes<T> &lanesAt(const T *values)
{
    return *reinterpret_cast<const Lanes<T> *>(values);
}

template <class T>
SOMNO_INLINE T total(const Lanes<T> &lanes)
{
    const T sums[] = {lanes[0] + lanes[4], lanes[1] + lanes[5], lanes[2] + lanes[6], lanes[3] + lanes[7]};
    return (sums[0] + sums[2]) + (sums[1] + sums[3]);
}

using LaneBits = Vector<float>::Bits;

/// Eight values from memory, as floats.
SOMNO_INLINE Lanes<float> loadLanes(const float *values)
{
    return lanesAt(values);
}

SOMNO_INLINE Lanes<float> loadLanes(const HalfFloat *values)
{
    using Halves = uint16_t __attribute__((vector_size(kLanes * sizeof(uint16_t)), aligned(2), may_alias));
    return (Lanes<float>)(__builtin_convertvector(*reinterpret_cast<const Halves *>(values), LaneBits) << 16);
}

SOMNO_INLINE void storeLanes(float *values, const Lanes<float> &lanes)
{
    lanesAt(values) = lanes;
}

SOMNO_INLINE void storeLanes(HalfFloat *values, const Lanes<float> &lanes)
{
    using Halves = uint16_t __attribute__((vector_size(kLanes * sizeof(uint16_t)), aligned(2), may_alias));
    const LaneBits bits = (LaneBits)lanes;
    const LaneBits rounded = bits + 0x7FFF + ((bits >> 16) & 1); // to nearest, ties to even
    *reinterpret_cast<Halves *>(values) = __builtin_convertvector((rounded >> 16) & 0xFFFF, Halves);
}

SOMNO_INLINE void exponentiate(Lanes<double> &lanes)
{
    for (int64_t i = 0; i < kLanes; ++i)
        lanes[i] = std::exp(lanes[i]);
}

// exp of values <= 0: 2^n times a polynomial of the rest, within 2e-7 of the value.
SOMNO_INLINE void exponentiate(Lanes<float> &lanes)
{
    const Lanes<float> x = lanes > -87.F ? lanes : lanes * 0.F - 87.F;
    const float rounder = 12582912.F; // 1.5 * 2^23: adding it leaves the nearest whole number in the low bits
    const Lanes<float> shifted = x * 1.44269504F + rounder;
    const Lanes<float> whole = shifted - rounder;
    const Lanes<float> rest = (x - whole * 0.693359375F) + whole * 2.12194440e-4F;
    Lanes<float> power = rest * (1.F / 5040) + 1.F / 720;
    power = power * rest + 1.F / 120;
    power = power * rest + 1.F / 24;
    power = power * rest + 1.F / 6;
    power = power * rest + 0.5F;
    power = power * rest + 1.F;
    power = power * rest + 1.F;
    using Bits = Vector<float>::Bits;
    const Bits exponent = ((Bits)shifted + 127) << 23;
    lanes = power * (Lanes<float>)exponent;
}

} // namespace somno::sdreamer
