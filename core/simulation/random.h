// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <algorithm>
#include <bit>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <span>

#include "core/simulation/ranges.h"

namespace somno::simulation {

/// Random numbers that are the same with every compiler and library: the generator xoshiro256++
/// (10.1145/3460772) and distributions of our own, because those of the standard library differ.
class Random {
public:
    /// Different keys give independent streams; the same keys the same stream.
    explicit Random(std::initializer_list<quint64> keys)
    {
        quint64 hash = 0;
        for (const quint64 key : keys)
            hash = mix(hash + 0x9e3779b97f4a7c15ull + key);
        for (quint64 &word : m_state)
            word = mix(hash += 0x9e3779b97f4a7c15ull);
    }

    quint64 next()
    {
        const quint64 result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
        const quint64 t = m_state[1] << 17;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= t;
        m_state[3] = std::rotl(m_state[3], 45);
        return result;
    }

    /// In [0, 1).
    double uniform() { return double(next() >> 11) * 0x1p-53; }
    double uniform(const Range &range) { return range.low + (range.high - range.low) * uniform(); }
    double logUniform(const Range &range) { return range.low * std::pow(range.high / range.low, uniform()); }
    bool chance(double probability) { return uniform() < probability; }
    double exponential(double mean) { return -mean * std::log1p(-uniform()); }

    double normal()
    {
        const double radius = std::sqrt(-2 * std::log1p(-uniform()));
        return radius * std::cos(2 * std::numbers::pi * uniform());
    }
    double logNormal(double median, double sigma) { return median * std::exp(sigma * normal()); }

    /// Density ~ x^-alpha between the ends of `range`.
    double powerLaw(double alpha, const Range &range)
    {
        const double a = std::pow(range.low, 1 - alpha), b = std::pow(range.high, 1 - alpha);
        return std::pow(a + (b - a) * uniform(), 1 / (1 - alpha));
    }

    /// Number of events of a Poisson process of that mean.
    int poisson(double mean)
    {
        int count = 0;
        for (double left = mean - exponential(1); left > 0; left -= exponential(1))
            ++count;
        return count;
    }

    /// Position in `weights`, each taken in proportion to its weight.
    size_t pick(std::span<const double> weights)
    {
        double total = 0;
        for (const double weight : weights)
            total += weight;
        double left = uniform() * total;
        size_t i = 0;
        while (i + 1 < weights.size() && left >= weights[i])
            left -= weights[i++];
        return i;
    }

    /// Standard normal to within 2 % in its body, bounded at 3.5: the sum of four 16-bit numbers of one draw.
    /// For noise that filters make Gaussian anyway.
    float noise()
    {
        const quint64 word = next();
        const int sum = int(word & 0xffff) + int(word >> 16 & 0xffff) + int(word >> 32 & 0xffff) + int(word >> 48);
        return float(sum - 131070) * (1.0f / 37837.23f);
    }

private:
    static quint64 mix(quint64 x)
    {
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
        return x ^ (x >> 31);
    }

    quint64 m_state[4];
};

/// A value that wanders about 0 with standard deviation 1 and a correlation time (Ornstein-Uhlenbeck).
class Wander {
public:
    Wander(Random &random, double tauSec, double stepSec)
        : m_keep(std::exp(-stepSec / tauSec)), m_add(std::sqrt(1 - m_keep * m_keep)), m_value(random.normal())
    {
    }
    double step(Random &random) { return m_value = m_keep * m_value + m_add * double(random.noise()); }

private:
    double m_keep, m_add, m_value;
};

} // namespace somno::simulation
