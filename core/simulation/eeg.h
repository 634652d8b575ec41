// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/waves.h"

namespace somno::simulation {

/// The brain's part of the EEG, in uV: bands of noise, theta with its harmonic, spindles and slow waves, their
/// amplitudes blended over the segments, different from bout to bout and wandering all the time.
class EegGenerator {
public:
    EegGenerator(const EegTraits &traits, std::span<const Segment> segments, double fs, double frameSec, Random random);

    void render(const Frame &frame, std::span<float> out);

private:
    void drawTargets();
    void stepWanders();
    void renderBand(Band band, const Frame &frame, const Blend &blend, std::span<float> out);
    void renderTheta(const Frame &frame, const Blend &blend, double amplitude);
    void startEvents(const Frame &frame, const Blend &blend);
    double amplitude(Band band, const Blend &blend) const;
    double infraslow(const Frame &frame) const;

    const EegTraits &m_traits;
    std::span<const Segment> m_segments;
    Random m_random;
    std::vector<std::array<double, kBands>> m_targets; ///< uV of each band in each segment
    std::vector<double> m_thetaHz;                     ///< of each segment
    std::vector<NoiseBand> m_noise;                    ///< one a band, that of theta unused
    std::vector<Wander> m_wanders;                     ///< ln amplitude of each band, last that of all
    std::array<double, kBands> m_wanderGain{};
    Wander m_thetaSlow, m_thetaFast, m_thetaSize;
    WaveEvents m_events;
    std::vector<float> m_buffer, m_theta, m_thetaPhase;
    double m_fs, m_thetaTurns = 0, m_thetaAmplitude = 0;
    double m_phasicUntilSec = 0, m_phasicHz = 0, m_phasicGain = 1;
};

} // namespace somno::simulation
