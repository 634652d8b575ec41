// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dsp/biquad.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace somno::dsp {

namespace {

constexpr double kHighestCorner = 0.49; // of the sampling rate

// Bilinear transform: tan() puts the analogue corner exactly where it is asked for.
double warped(double hz, double fs)
{
    return std::tan(std::numbers::pi * std::min(hz / fs, kHighestCorner));
}

Biquad secondOrder(double k, double q, bool highPass)
{
    const double norm = 1 / (1 + k / q + k * k);
    Biquad::Coefficients c;
    c.b0 = highPass ? norm : k * k * norm;
    c.b1 = highPass ? -2 * norm : 2 * k * k * norm;
    c.b2 = c.b0;
    c.a1 = 2 * (k * k - 1) * norm;
    c.a2 = (1 - k / q + k * k) * norm;
    return Biquad(c);
}

Biquad firstOrder(double k, bool highPass)
{
    Biquad::Coefficients c;
    c.b0 = (highPass ? 1 : k) / (1 + k);
    c.b1 = highPass ? -c.b0 : c.b0;
    c.a1 = (k - 1) / (k + 1);
    return Biquad(c);
}

std::vector<Biquad> butterworth(int order, double k, bool highPass)
{
    std::vector<Biquad> sections;
    if (order % 2)
        sections.push_back(firstOrder(k, highPass));
    for (int i = 0; i < order / 2; ++i) {
        const double angle = std::numbers::pi * (2 * i + 1 + order % 2) / (2.0 * order);
        sections.push_back(secondOrder(k, 1 / (2 * std::cos(angle)), highPass));
    }
    return sections;
}

// (s + zero) / (s + pole), gain 1 at high frequencies.
Biquad poleZero(double pole, double zero)
{
    Biquad::Coefficients c;
    c.b0 = (1 + zero) / (1 + pole);
    c.b1 = (zero - 1) / (1 + pole);
    c.a1 = (pole - 1) / (1 + pole);
    return Biquad(c);
}

} // namespace

BiquadCascade BiquadCascade::butterworthLowPass(int order, double hz, double fs)
{
    BiquadCascade cascade;
    if (hz < kHighestCorner * fs)
        cascade.m_sections = butterworth(order, warped(hz, fs), false);
    return cascade;
}

BiquadCascade BiquadCascade::butterworthHighPass(int order, double hz, double fs)
{
    BiquadCascade cascade;
    if (hz > 0)
        cascade.m_sections = butterworth(order, warped(hz, fs), true);
    return cascade;
}

BiquadCascade BiquadCascade::bandPass(int order, double lowHz, double highHz, double fs)
{
    BiquadCascade cascade = butterworthHighPass(order, lowHz, fs);
    cascade.append(butterworthLowPass(order, highHz, fs));
    return cascade;
}

BiquadCascade BiquadCascade::notch(double hz, double q, double fs)
{
    BiquadCascade cascade;
    if (hz >= kHighestCorner * fs)
        return cascade;
    const double k = warped(hz, fs);
    const double norm = 1 / (1 + k / q + k * k);
    Biquad::Coefficients c;
    c.b0 = (1 + k * k) * norm;
    c.b1 = 2 * (k * k - 1) * norm;
    c.b2 = c.b0;
    c.a1 = c.b1;
    c.a2 = (1 - k / q + k * k) * norm;
    cascade.m_sections.emplace_back(c);
    return cascade;
}

BiquadCascade BiquadCascade::spectralSlope(double exponent, double kneeHz, double fs)
{
    // A pole every kSpacing in frequency, its zero later by kSpacing^(exponent / 2): the amplitude falls
    // between the two and is level until the next pole, exponent / 2 decades a decade on the average.
    constexpr double kSpacing = 2.5;
    BiquadCascade cascade;
    for (double pole = kneeHz; pole < kHighestCorner * fs; pole *= kSpacing) {
        const double zero = pole * std::pow(kSpacing, exponent / 2);
        cascade.m_sections.push_back(poleZero(warped(pole, fs), warped(zero, fs)));
    }
    return cascade;
}

void BiquadCascade::append(const BiquadCascade &other)
{
    m_sections.insert(m_sections.end(), other.m_sections.begin(), other.m_sections.end());
}

void BiquadCascade::process(std::span<float> samples)
{
    for (Biquad &section : m_sections) {
        Biquad local = section; // in registers: the compiler cannot know that samples do not alias it
        for (float &sample : samples)
            sample = float(local.process(sample));
        section = local;
    }
}

void BiquadCascade::reset()
{
    for (Biquad &section : m_sections)
        section.reset();
}

double BiquadCascade::noiseGain() const
{
    // Energy of the impulse response, summed until a long stretch adds nothing any more.
    constexpr int kStretch = 2000, kLongest = 1000;
    std::vector<Biquad> sections = m_sections;
    for (Biquad &section : sections)
        section.reset();
    double energy = 0, input = 1;
    for (int stretch = 0; stretch < kLongest; ++stretch) {
        double added = 0;
        for (int i = 0; i < kStretch; ++i) {
            double y = input;
            input = 0;
            for (Biquad &section : sections)
                y = section.process(y);
            added += y * y;
        }
        energy += added;
        if (added <= 1e-9 * energy)
            break;
    }
    return std::sqrt(energy);
}

} // namespace somno::dsp
