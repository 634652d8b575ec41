// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace somno::dsp {

/// One second-order recursive section (transposed direct form II, double state, so that a corner of
/// half a hertz stays exact at 2000 Hz).
class Biquad {
public:
    /// H(z) = (b0 + b1/z + b2/z^2) / (1 + a1/z + a2/z^2)
    struct Coefficients {
        double b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
    };

    Biquad() = default;
    explicit Biquad(const Coefficients &coefficients) : m_c(coefficients) {}

    [[nodiscard]] double process(double x)
    {
        const double y = m_c.b0 * x + m_s1;
        m_s1 = m_c.b1 * x - m_c.a1 * y + m_s2;
        m_s2 = m_c.b2 * x - m_c.a2 * y;
        return y;
    }
    void reset() { m_s1 = m_s2 = 0; }

private:
    Coefficients m_c;
    double m_s1 = 0, m_s2 = 0;
};

/// Sections in series, keeping their state from call to call. Without sections it passes everything.
/// All corner frequencies are in Hz of a signal sampled at `fs` Hz; one at or above 0.49 fs cannot
/// be built: a low-pass or notch there passes everything, a high-pass there is put at 0.49 fs.
class BiquadCascade {
public:
    [[nodiscard]] static BiquadCascade butterworthLowPass(int order, double hz, double fs);
    [[nodiscard]] static BiquadCascade butterworthHighPass(int order, double hz, double fs);
    /// High-pass at `lowHz` and low-pass at `highHz`, each of `order`.
    [[nodiscard]] static BiquadCascade bandPass(int order, double lowHz, double highHz, double fs);
    /// A hole at `hz` of width hz / q.
    [[nodiscard]] static BiquadCascade notch(double hz, double q, double fs);
    /// Spectrum ~ 1/f^exponent (power) from `kneeHz` upwards and flat below, by poles and zeros in turn.
    [[nodiscard]] static BiquadCascade spectralSlope(double exponent, double kneeHz, double fs);

    void append(const BiquadCascade &other);
    void process(std::span<float> samples);
    void reset();
    /// Standard deviation at the output for white noise of standard deviation 1 at the input.
    [[nodiscard]] double noiseGain() const;

private:
    std::vector<Biquad> m_sections;
};

} // namespace somno::dsp
