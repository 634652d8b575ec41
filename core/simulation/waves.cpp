// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/waves.h"

#include <array>

namespace somno::simulation {

NoiseBand::NoiseBand(dsp::BiquadCascade filter, Random random)
    : m_filter(std::move(filter)), m_random(random), m_norm(1 / m_filter.noiseGain())
{
}

void NoiseBand::render(std::span<float> out, double amplitude)
{
    for (float &sample : out)
        sample = m_random.noise();
    m_filter.process(out);
    float gain = float(m_norm * m_amplitude);
    const float step = float(m_norm * (amplitude - m_amplitude) / double(out.size()));
    for (float &sample : out)
        sample *= gain += step;
    m_amplitude = amplitude;
}

float tableSine(double turns)
{
    constexpr size_t kSize = 1024;
    static const std::array<float, kSize + 1> table = [] {
        std::array<float, kSize + 1> t;
        for (size_t i = 0; i <= kSize; ++i)
            t[i] = float(std::sin(2 * std::numbers::pi * double(i) / kSize));
        return t;
    }();
    const double position = (turns - double(qint64(turns)) + (turns < 0 ? 1 : 0)) * kSize;
    const size_t i = std::min(size_t(position), kSize - 1);
    return table[i] + float(position - double(i)) * (table[i + 1] - table[i]);
}

void WaveEvents::start(double durationSec, double hz, double amplitude, double turns)
{
    m_events.push_back({0, 1 / (durationSec * m_fs), turns, hz / m_fs, amplitude});
}

void WaveEvents::addTo(std::span<float> out)
{
    for (Event &event : m_events) {
        for (float &sample : out) {
            if (event.window >= 1)
                break;
            const float half = tableSine(event.window / 2);
            sample += float(event.amplitude) * half * half * tableSine(event.turns);
            event.window += event.windowStep;
            event.turns += event.turnStep;
        }
    }
    std::erase_if(m_events, [](const Event &event) { return event.window >= 1; });
}

Blend blendAt(std::span<const Segment> segments, size_t segment, double timeSec, double Segment::*ramp)
{
    const Segment &here = segments[segment];
    const double width = here.*ramp;
    if (segment > 0 && timeSec - here.firstSec < width / 2)
        return {segment - 1, segment, 0.5 + (timeSec - here.firstSec) / width};
    if (segment + 1 < segments.size()) {
        const double nextWidth = segments[segment + 1].*ramp;
        if (here.lastSec - timeSec < nextWidth / 2)
            return {segment, segment + 1, 0.5 - (here.lastSec - timeSec) / nextWidth};
    }
    return {segment, segment, 0};
}

} // namespace somno::simulation
