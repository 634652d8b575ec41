// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/resampler.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

namespace somno::dsp {

namespace {

// Whole-hertz rates onto 512 Hz fall exactly on one of these phases; between two phases the error of
// linear interpolation is about (pi / kPhases)^2 / 8, -106 dB.
constexpr int kPhases = 512;
constexpr double kZeroCrossings = 24; // to each side
constexpr double kBeta = 7.86;        // Kaiser's formula for 80 dB in the stop band

constexpr int kLanes = 8;

double kaiser(double x)
{
    return std::abs(x) >= 1 ? 0.0
                            : std::cyl_bessel_i(0.0, kBeta * std::sqrt(1 - x * x)) / std::cyl_bessel_i(0.0, kBeta);
}

double sinc(double x)
{
    const double angle = std::numbers::pi * x;
    return std::abs(angle) < 1e-12 ? 1.0 : std::sin(angle) / angle;
}

/// Sums in lanes, so that the compiler may use vector instructions without reordering the additions.
float dot(const float *a, const float *b, int count)
{
    std::array<float, kLanes> sums{};
    for (int i = 0; i < count; i += kLanes)
        for (int lane = 0; lane < kLanes; ++lane)
            sums[size_t(lane)] += a[i + lane] * b[i + lane];
    return std::accumulate(sums.begin(), sums.end(), 0.0f);
}

} // namespace

Resampler::Resampler(const SampleRate &input, int outputHz)
{
    const qint64 ticksPerOutput = input.ticks * outputHz;
    // samples * 10^7 may pass 64 bits: divide the common factors out first.
    const qint64 tickFactor = std::gcd(kTicksPerSecond, ticksPerOutput);
    const qint64 sampleFactor = std::gcd(input.samples, ticksPerOutput / tickFactor);
    m_numerator = (input.samples / sampleFactor) * (kTicksPerSecond / tickFactor);
    m_denominator = ticksPerOutput / tickFactor / sampleFactor;

    const double cutoff = std::min(1.0, double(m_denominator) / double(m_numerator));
    m_halfLength = (int(std::ceil(kZeroCrossings / cutoff)) + kLanes / 2 - 1) / (kLanes / 2) * (kLanes / 2);
    m_taps = 2 * m_halfLength;
    buildPhases(cutoff);
}

void Resampler::buildPhases(double cutoff)
{
    m_phases.resize(size_t(kPhases + 1) * size_t(m_taps));
    std::vector<double> taps(static_cast<size_t>(m_taps));
    for (int phase = 0; phase <= kPhases; ++phase) {
        for (int tap = 0; tap < m_taps; ++tap) {
            const double distance = double(tap - m_halfLength + 1) - double(phase) / kPhases;
            taps[size_t(tap)] = sinc(cutoff * distance) * kaiser(distance / m_halfLength);
        }
        const double gain = std::accumulate(taps.begin(), taps.end(), 0.0);
        for (int tap = 0; tap < m_taps; ++tap)
            m_phases[size_t(phase) * size_t(m_taps) + size_t(tap)] = float(taps[size_t(tap)] / gain);
    }
}

Resampler::Position Resampler::positionOf(qint64 output) const
{
    const __int128 product = __int128(output) * m_numerator; // outputs are never negative
    return {SampleIndex(product / m_denominator), qint64(product % m_denominator)};
}

Resampler::InputRange Resampler::inputFor(qint64 first, qint64 count) const
{
    if (count <= 0)
        return {};
    const SampleIndex begin = positionOf(first).sample - m_halfLength + 1;
    const SampleIndex end = positionOf(first + count - 1).sample + m_halfLength + 1;
    return {begin, end - begin};
}

void Resampler::evaluate(qint64 first, std::span<const float> input, std::span<float> out) const
{
    Position position = positionOf(first);
    const SampleIndex origin = position.sample;
    const qint64 wholeStep = m_numerator / m_denominator;
    const qint64 remainderStep = m_numerator % m_denominator;
    for (float &value : out) {
        const float *samples = input.data() + (position.sample - origin);
        const double phase = double(position.remainder) * kPhases / double(m_denominator);
        const int index = int(phase);
        const float between = float(phase - index);
        const float *taps = m_phases.data() + size_t(index) * size_t(m_taps);
        value = dot(samples, taps, m_taps);
        if (between > 0)
            value += between * (dot(samples, taps + m_taps, m_taps) - value);

        position.sample += wholeStep;
        position.remainder += remainderStep;
        if (position.remainder >= m_denominator) {
            position.remainder -= m_denominator;
            ++position.sample;
        }
    }
}

} // namespace somno::dsp
