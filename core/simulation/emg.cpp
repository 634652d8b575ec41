// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/emg.h"

namespace somno::simulation {

using namespace ranges;
using dsp::BiquadCascade;

namespace {

constexpr double kBeatSec = 0.014; // of a mouse's QRS complex

BiquadCascade muscleFilter(double fs)
{
    // Motor units: 10 to 500 Hz at the source, the most below 150 Hz.
    BiquadCascade filter = BiquadCascade::butterworthHighPass(2, 12, fs);
    filter.append(BiquadCascade::butterworthLowPass(1, 150, fs));
    return filter;
}

double movementOf(Behaviour behaviour)
{
    switch (behaviour) {
    case Behaviour::Active: return kMovement[0];
    case Behaviour::Grooming: return kMovement[1];
    case Behaviour::Arousal: return kMovement[2];
    case Behaviour::Quiet: return kMovement[3];
    default: return 0;
    }
}

bool isAsleep(Behaviour b)
{
    return b == Behaviour::Nrem || b == Behaviour::SleepOnset || b == Behaviour::PreRem || b == Behaviour::Rem;
}

} // namespace

EmgGenerator::EmgGenerator(const EmgTraits &traits, std::span<const Segment> segments, double fs, double frameSec,
                           Random random)
    : m_traits(traits), m_segments(segments), m_random(random), m_muscle(muscleFilter(fs), Random({m_random.next()})),
      m_floor(BiquadCascade::butterworthHighPass(1, 5, fs), Random({m_random.next()})), m_slow(m_random, 30, frameSec),
      m_fast(m_random, traits.fastTauSec, frameSec), m_heart(m_random, 8, frameSec), m_breath(m_random, 2, frameSec),
      m_beats(fs)
{
    drawTargets();
}

void EmgGenerator::drawTargets()
{
    double posture = 1; // a sleeping mouse keeps it until it moves
    for (const Segment &segment : m_segments) {
        if (!isAsleep(segment.behaviour))
            posture = m_random.logNormal(1, m_traits.boutSigma);
        const double bout = isAsleep(segment.behaviour) ? posture : m_random.logNormal(1, m_traits.boutSigma);
        m_tones.push_back(m_traits.tone[size_t(segment.behaviour)] * bout);
        m_movements.push_back(movementOf(segment.behaviour) * m_random.uniform(kMovementSpread));
    }
}

double EmgGenerator::tone(const Frame &frame)
{
    const Blend blend = blendAt(m_segments, frame.segment, frame.timeSec, &Segment::emgRampSec);
    m_movement = blend.of([&](size_t segment) { return m_movements[segment]; });
    double tone = blend.of([&](size_t segment) { return m_tones[segment]; });
    // Movement comes in strokes; a resting muscle is steady.
    const double fast = m_traits.fastSigma * (0.3 + std::min(1.0, m_movement));
    tone *= std::exp(m_traits.wanderSigma * m_slow.step(m_random) + fast * m_fast.step(m_random));
    startBursts(frame, tone);
    if (frame.timeSec < m_burstUntilSec)
        tone *= m_burstGain;
    if (m_segments[frame.segment].behaviour == Behaviour::Grooming) {
        m_chewTurns += m_traits.chewingHz * frame.durationSec;
        tone *= 1 + kChewingDepth * double(tableSine(m_chewTurns));
    }
    return tone * breathing(frame);
}

double EmgGenerator::breathing(const Frame &frame)
{
    if (!isAsleep(m_segments[frame.segment].behaviour))
        return 1;
    // Regular in NREM, irregular in REM.
    const double irregular
        = m_segments[frame.segment].behaviour == Behaviour::Rem ? kBreathJitterRem : kBreathJitterNrem;
    m_breathTurns += m_traits.breathHz * std::exp(irregular * m_breath.step(m_random)) * frame.durationSec;
    return 1 + m_traits.breathDepth * double(tableSine(m_breathTurns));
}

void EmgGenerator::startBursts(const Frame &frame, double tone)
{
    const Behaviour behaviour = m_segments[frame.segment].behaviour;
    if (behaviour == Behaviour::Rem) {
        // Twitches come in clusters, with silence between them.
        if (m_random.chance(kTwitchClustersPerSec * frame.durationSec))
            m_twitchingUntilSec = frame.timeSec + m_random.exponential(kTwitchClusterSec);
        const double rate = frame.timeSec < m_twitchingUntilSec ? m_traits.twitchesPerMin / 60 * kTwitchClusterRate : 0;
        if (m_random.chance(rate * frame.durationSec)) {
            m_burstUntilSec = frame.timeSec + m_random.uniform(kTwitchSec);
            m_burstGain = std::max(1.0, m_traits.twitchGain * m_random.logNormal(1, 0.4));
        }
        return;
    }
    const double share = behaviour == Behaviour::Quiet ? 1 : isAsleep(behaviour) ? kBurstsAsleep : 0;
    if (m_random.chance(share * m_traits.burstsPerMin / 60 * frame.durationSec)) {
        m_burstUntilSec = frame.timeSec + m_random.uniform(kBurstSec);
        // A burst does not go beyond what the mouse does when it moves on purpose.
        m_burstGain
            = std::max(1.0, std::min(m_traits.burstGain, 1.5 * m_traits.tone[size_t(Behaviour::Active)] / tone));
    }
}

void EmgGenerator::startBeats(const Frame &frame)
{
    const Behaviour behaviour = m_segments[frame.segment].behaviour;
    const double faster = behaviour == Behaviour::Nrem ? 0 : behaviour == Behaviour::Rem ? 0.3 : 1;
    const double hz = m_traits.heartHz + faster + 0.4 * m_heart.step(m_random);
    m_beatTurns += hz * frame.durationSec;
    if (m_beatTurns >= 1) {
        m_beatTurns -= 1;
        m_beats.start(kBeatSec, 1 / kBeatSec, 1.5 * m_traits.ecgPeak * m_traits.nremUv, 0.1);
    }
}

void EmgGenerator::render(const Frame &frame, std::span<float> out)
{
    m_buffer.resize(out.size());
    m_muscle.render(out, m_traits.nremUv * tone(frame));
    m_floor.render(m_buffer, m_traits.nremUv * m_traits.floor);
    for (size_t i = 0; i < out.size(); ++i)
        out[i] += m_buffer[i];
    if (m_traits.ecgPeak > 0) {
        startBeats(frame);
        m_beats.addTo(out);
    }
}

} // namespace somno::simulation
