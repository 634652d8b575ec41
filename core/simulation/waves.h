// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/dsp/biquad.h"
#include "core/simulation/random.h"
#include "core/simulation/stageprocess.h"

namespace somno::simulation {

/// Samples of the frames in which everything slow is computed, about 32 a second.
[[nodiscard]] inline int frameSamples(double fs)
{
    return std::max(2, int(std::lround(fs / 32)));
}
[[nodiscard]] inline double frameSec(double fs)
{
    return frameSamples(fs) / fs;
}

/// One of these frames.
struct Frame {
    double timeSec = 0; ///< of its first sample
    double durationSec = 0;
    size_t segment = 0; ///< that holds timeSec
};

/// White noise through a filter, scaled to standard deviation 1.
class NoiseBand {
public:
    NoiseBand(dsp::BiquadCascade filter, Random random);
    /// out[i] = noise * amplitude, the amplitude going linearly from its last value to `amplitude`.
    void render(std::span<float> out, double amplitude);

private:
    dsp::BiquadCascade m_filter;
    Random m_random;
    double m_norm, m_amplitude = 0;
};

/// Sine of a phase counted in turns, from a table.
[[nodiscard]] float tableSine(double turns);

/// Short waves under a Hann window: spindles, slow waves, heart beats.
class WaveEvents {
public:
    explicit WaveEvents(double fs) : m_fs(fs) {}
    /// Starts one that lasts `durationSec`, of `hz` and `amplitude`, from phase `turns`.
    void start(double durationSec, double hz, double amplitude, double turns = 0);
    [[nodiscard]] bool isEmpty() const { return m_events.empty(); }
    void addTo(std::span<float> out);

private:
    struct Event {
        double window, windowStep, turns, turnStep, amplitude;
    };
    double m_fs;
    std::vector<Event> m_events;
};

/// Between two segments: value = from * (1 - weight) + to * weight.
struct Blend {
    size_t from = 0, to = 0;
    double weight = 0;

    template <class F>
    [[nodiscard]] double of(F value) const
    {
        return weight <= 0 ? value(from) : (1 - weight) * value(from) + weight * value(to);
    }
};

/// Where a time lies between its segment and the neighbours, by the cross-fades `Segment::*ramp`.
[[nodiscard]] Blend blendAt(std::span<const Segment> segments, size_t segment, double timeSec, double Segment::*ramp);

} // namespace somno::simulation
