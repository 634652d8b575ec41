// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/base/samplerate.h"

namespace somno::dsp {

/// Band-limited resampling onto the grid n / outputHz, n = 0, 1, ... Every output stands at its exact
/// time, computed in integers from the exact input rate, so that nothing drifts however long the
/// recording. A sinc under a Kaiser window (J. O. Smith, Digital Audio Resampling,
/// https://ccrma.stanford.edu/~jos/resample/), cut off at half the lower rate, gain 1 at 0 Hz, errors
/// below -60 dB up to 0.85 of the cut-off. Immutable after construction: one may serve several threads.
class Resampler {
public:
    struct InputRange {
        SampleIndex first = 0; ///< may be negative: before the recording
        SampleIndex count = 0;
    };

    Resampler(const SampleRate &input, int outputHz);

    /// The input that the outputs [first, first + count) are made of; it may reach outside of the
    /// recording, where the caller supplies zeros.
    [[nodiscard]] InputRange inputFor(qint64 first, qint64 count) const;
    /// out[i] = signal at (first + i) / outputHz, from exactly the samples of inputFor(first, out.size()).
    void evaluate(qint64 first, std::span<const float> input, std::span<float> out) const;

private:
    struct Position {
        SampleIndex sample = 0; ///< whole input samples
        qint64 remainder = 0;   ///< and this many parts in m_denominator
    };
    [[nodiscard]] Position positionOf(qint64 output) const;
    void buildPhases(double cutoff);

    qint64 m_numerator = 1; ///< input samples per output = m_numerator / m_denominator, reduced
    qint64 m_denominator = 1;
    int m_halfLength = 0;        ///< taps to each side
    int m_taps = 0;              ///< 2 * m_halfLength, a multiple of 8
    std::vector<float> m_phases; ///< [kPhases + 1, m_taps]
};

} // namespace somno::dsp
