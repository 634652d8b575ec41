// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/simulation/waves.h"

namespace somno::simulation {

/// The muscle's and the heart's part of the EMG, in uV: noise whose tone follows the segments, with bursts, twitches
/// and breathing; then a floor that is not muscle, which lowers the contrast of the stages.
class EmgGenerator {
public:
    EmgGenerator(const EmgTraits &traits, std::span<const Segment> segments, double fs, double frameSec, Random random);

    void render(const Frame &frame, std::span<float> out);
    /// How much the mouse moves in this frame, 0 to about 1: moves cables, too.
    [[nodiscard]] double movement() const { return m_movement; }

private:
    void drawTargets();
    double tone(const Frame &frame);
    double breathing(const Frame &frame);
    void startBursts(const Frame &frame, double tone);
    void startBeats(const Frame &frame);

    const EmgTraits &m_traits;
    std::span<const Segment> m_segments;
    Random m_random;
    std::vector<double> m_tones, m_movements; ///< of each segment
    NoiseBand m_muscle, m_floor;
    Wander m_slow, m_fast, m_heart, m_breath;
    WaveEvents m_beats;
    std::vector<float> m_buffer;
    double m_movement = 0, m_beatTurns = 0, m_breathTurns = 0, m_chewTurns = 0;
    double m_burstUntilSec = 0, m_burstGain = 1, m_twitchingUntilSec = 0;
};

} // namespace somno::simulation
