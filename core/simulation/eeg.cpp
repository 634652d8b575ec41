// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/eeg.h"

namespace somno::simulation {

using namespace ranges;
using dsp::BiquadCascade;

namespace {

BiquadCascade bandFilter(Band band, const EegTraits &t, double fs)
{
    const double shift = t.bandShift[size_t(band)];
    switch (band) {
    case Band::Background: {
        // Below half a hertz an electrode tells of its own drift, not of the brain.
        BiquadCascade filter = BiquadCascade::spectralSlope(t.exponent, t.kneeHz, fs);
        filter.append(BiquadCascade::butterworthHighPass(1, 0.5, fs));
        return filter;
    }
    case Band::SlowDelta: return BiquadCascade::bandPass(2, shift * 0.7, shift * 2.0, fs);
    case Band::FastDelta: return BiquadCascade::bandPass(2, shift * 1.8, shift * 4.2, fs);
    case Band::Theta: return {}; // an oscillator, not noise
    case Band::LowTheta: return BiquadCascade::bandPass(2, shift * 3.5, shift * 8, fs);
    case Band::Sigma: return BiquadCascade::bandPass(2, t.sigmaLowHz, t.sigmaHighHz, fs);
    case Band::Beta: return BiquadCascade::bandPass(2, shift * 15, shift * 30, fs);
    case Band::Gamma: return BiquadCascade::bandPass(2, shift * 32, shift * 85, fs);
    }
    return {};
}

double slowWavesPerSec(Behaviour behaviour)
{
    const int column = behaviour == Behaviour::Quiet || behaviour == Behaviour::Arousal     ? 0
                       : behaviour == Behaviour::Active || behaviour == Behaviour::Grooming ? 1
                       : behaviour == Behaviour::Rem                                        ? 3
                                                                                            : 2;
    return kSlowWavesPerMin[column] / 60;
}

bool isNrem(Behaviour b)
{
    return b == Behaviour::Nrem || b == Behaviour::SleepOnset || b == Behaviour::PreRem;
}

} // namespace

EegGenerator::EegGenerator(const EegTraits &traits, std::span<const Segment> segments, double fs, double frameSec,
                           Random random)
    : m_traits(traits), m_segments(segments), m_random(random), m_thetaSlow(m_random, traits.thetaTauSec, frameSec),
      m_thetaFast(m_random, kThetaJitterTauSec, frameSec), m_thetaSize(m_random, kThetaSizeTauSec, frameSec),
      m_events(fs), m_fs(fs)
{
    for (size_t band = 0; band < kBands; ++band)
        m_noise.emplace_back(bandFilter(Band(band), traits, fs), Random({m_random.next(), band}));
    for (size_t band = 0; band <= kBands; ++band)
        m_wanders.emplace_back(m_random, traits.wanderTauSec * m_random.uniform({0.5, 1.5}), frameSec);
    drawTargets();
}

void EegGenerator::drawTargets()
{
    for (const Segment &segment : m_segments) {
        const size_t behaviour = size_t(segment.behaviour);
        std::array<double, kBands> target = m_traits.amplitude[behaviour];
        if (segment.behaviour == Behaviour::Arousal) {
            // From NREM, as far towards wake as it goes.
            const double depth = m_random.uniform(kArousalDepth);
            for (size_t band = 0; band < kBands; ++band)
                target[band] = depth * target[band] + (1 - depth) * m_traits.amplitude[size_t(Behaviour::Nrem)][band];
        }
        const double all = m_random.logNormal(1, m_traits.boutSigma);
        for (double &amplitude : target)
            amplitude *= all * m_random.logNormal(1, m_traits.boutSigma);
        if (isNrem(segment.behaviour))
            for (const Band delta : {Band::SlowDelta, Band::FastDelta})
                target[size_t(delta)] *= std::exp(kPressureOnDelta * (segment.pressure - 0.5));
        m_targets.push_back(target);
        const double hz = segment.behaviour == Behaviour::Rem || segment.behaviour == Behaviour::PreRem
                              ? m_traits.remThetaHz
                          : segment.behaviour == Behaviour::Active ? m_traits.activeThetaHz
                                                                   : m_traits.quietThetaHz;
        m_thetaHz.push_back(hz + kThetaBoutHz * m_random.normal());
    }
}

double EegGenerator::amplitude(Band band, const Blend &blend) const
{
    return m_wanderGain[size_t(band)] * blend.of([&](size_t segment) { return m_targets[segment][size_t(band)]; });
}

// 1 where sigma is largest, -1 where it is smallest, 0 outside NREM.
double EegGenerator::infraslow(const Frame &frame) const
{
    const Segment &segment = m_segments[frame.segment];
    if (!isNrem(segment.behaviour))
        return 0;
    const double turns
        = segment.infraslowPhase / (2 * std::numbers::pi) + segment.infraslowHz * (frame.timeSec - segment.firstSec);
    return tableSine(turns + 0.25);
}

void EegGenerator::stepWanders()
{
    const double all = m_traits.overallSigma * m_wanders[kBands].step(m_random);
    for (size_t band = 0; band < kBands; ++band)
        m_wanderGain[band] = std::exp(all + m_traits.wanderSigma * m_wanders[band].step(m_random));
}

void EegGenerator::render(const Frame &frame, std::span<float> out)
{
    m_buffer.resize(out.size());
    m_theta.resize(out.size());
    m_thetaPhase.resize(out.size());
    stepWanders();
    const Blend blend = blendAt(m_segments, frame.segment, frame.timeSec, &Segment::eegRampSec);
    renderTheta(frame, blend, amplitude(Band::Theta, blend));
    std::copy(m_theta.begin(), m_theta.end(), out.begin());
    for (const Band band :
         {Band::Background, Band::SlowDelta, Band::FastDelta, Band::LowTheta, Band::Sigma, Band::Beta, Band::Gamma})
        renderBand(band, frame, blend, out);
    startEvents(frame, blend);
    m_events.addTo(out);
}

void EegGenerator::renderBand(Band band, const Frame &frame, const Blend &blend, std::span<float> out)
{
    double uv = amplitude(band, blend);
    if (band == Band::Sigma)
        uv *= std::exp(m_traits.infraslowDepth * infraslow(frame));
    m_noise[size_t(band)].render(m_buffer, uv);
    if (band == Band::Gamma) {
        // Gamma rides on theta where there is theta: the share of theta in the EEG sets the depth.
        const double rms = m_traits.rms[size_t(m_segments[frame.segment].behaviour)];
        const float depth = float(m_traits.thetaGamma * std::min(1.0, 2 * m_thetaAmplitude / rms));
        for (size_t i = 0; i < out.size(); ++i)
            m_buffer[i] *= 1 + depth * m_thetaPhase[i];
    }
    for (size_t i = 0; i < out.size(); ++i)
        out[i] += m_buffer[i];
}

void EegGenerator::renderTheta(const Frame &frame, const Blend &blend, double amplitude)
{
    double hz = blend.of([&](size_t segment) { return m_thetaHz[segment]; });
    hz += kThetaWanderHz * m_thetaSlow.step(m_random) + m_traits.thetaJitterHz * m_thetaFast.step(m_random);
    double uv = std::numbers::sqrt2 * amplitude * std::exp(kThetaSizeSigma * m_thetaSize.step(m_random));
    if (frame.timeSec < m_phasicUntilSec) {
        hz += m_phasicHz;
        uv *= m_phasicGain;
    }
    const double turnStep = std::max(1.0, hz) / m_fs;
    const double harmonicTurns = m_traits.harmonicPhase / (2 * std::numbers::pi);
    const float harmonic = float(m_traits.secondHarmonic);
    float gain = float(m_thetaAmplitude);
    const float gainStep = float((uv - m_thetaAmplitude) / double(m_theta.size()));
    for (size_t i = 0; i < m_theta.size(); ++i) {
        gain += gainStep;
        m_thetaPhase[i] = tableSine(m_thetaTurns);
        m_theta[i] = gain * (m_thetaPhase[i] + harmonic * tableSine(2 * m_thetaTurns + harmonicTurns));
        m_thetaTurns += turnStep;
    }
    m_thetaTurns -= std::floor(m_thetaTurns);
    m_thetaAmplitude = uv;
}

void EegGenerator::startEvents(const Frame &frame, const Blend &blend)
{
    const Behaviour behaviour = m_segments[frame.segment].behaviour;
    const double rms = blend.of([&](size_t segment) { return m_traits.rms[size_t(m_segments[segment].behaviour)]; });
    if (m_random.chance(slowWavesPerSec(behaviour) * frame.durationSec)) {
        const double hz = m_random.uniform(kSlowWaveHz);
        m_events.start(1.5 / hz, hz, rms * m_random.uniform(kSlowWaveGain), m_random.uniform({0.4, 0.6}));
    }
    if (isNrem(behaviour)) {
        const double rate
            = m_traits.spindlesPerMin / 60 * (1 + infraslow(frame)) * (behaviour == Behaviour::PreRem ? 2 : 1);
        if (m_random.chance(rate * frame.durationSec))
            m_events.start(m_random.uniform(kSpindleSec), m_traits.spindleHz + m_random.uniform({-1, 1}),
                           rms * m_traits.spindleGain * m_random.logNormal(1, 0.3), m_random.uniform());
    }
    const double phasicPerSec = kPhasicShare / ((kPhasicSec.low + kPhasicSec.high) / 2);
    if (behaviour == Behaviour::Rem && m_random.chance(phasicPerSec * frame.durationSec)) {
        m_phasicUntilSec = frame.timeSec + m_random.uniform(kPhasicSec);
        m_phasicHz = m_random.uniform(kPhasicFasterHz);
        m_phasicGain = m_random.uniform(kPhasicGain);
    }
}

} // namespace somno::simulation
