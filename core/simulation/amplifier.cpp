// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/amplifier.h"

namespace somno::simulation {

using namespace ranges;
using dsp::BiquadCascade;

namespace {

constexpr double kNoMainsDb = -90;

// EDF keeps eight characters of each end of the range: the limit is rounded up to one that fits.
double roundedLimit(double limit)
{
    double step = 1e-5;
    while (limit > step * 500)
        step *= 10;
    return std::ceil(limit / step) * step;
}

} // namespace

Amplifier::Amplifier(const ChannelTraits &traits, const ChannelPlan &plan, SampleRate rate, double mainsHz,
                     double totalSec, Random random)
    : m_traits(traits), m_plan(plan), m_rate(rate), m_fs(rate.hz()), m_random(random),
      m_noise(BiquadCascade(), Random({m_random.next()})),
      m_sway(BiquadCascade::bandPass(2, kSwayHz.low, kSwayHz.high, m_fs), Random({m_random.next()})),
      m_swaySize(m_random, 1, frameSec(m_fs)), m_drift(m_random, kDriftTauSec, frameSec(m_fs)),
      m_mainsSize(m_random, 20, frameSec(m_fs)), m_mainsHz(mainsHz)
{
    m_gain = m_random.logUniform(kRecordingGain);
    buildFilters(mainsHz);
    drawFaults(totalSec);
    chooseScale();
}

void Amplifier::buildFilters(double mainsHz)
{
    if (m_traits.highPassHz > 0)
        m_filter.append(BiquadCascade::butterworthHighPass(m_plan.isEeg ? 1 : 2, m_traits.highPassHz, m_fs));
    if (m_traits.lowPassHz > 0)
        m_filter.append(BiquadCascade::butterworthLowPass(m_traits.lowPassOrder, m_traits.lowPassHz, m_fs));
    for (const int harmonic : {1, 2, 3})
        if (m_traits.notch)
            m_filter.append(BiquadCascade::notch(harmonic * mainsHz, 25, m_fs));
    m_envelope = BiquadCascade::butterworthLowPass(2, m_plan.form == EmgForm::FromLfp ? 0.7 : m_plan.envelopeHz, m_fs);
    if (m_traits.mainsDb > kNoMainsDb)
        for (size_t i = 0; i < m_mainsGain.size(); ++i) {
            const int harmonic = 2 * int(i) + 1;
            const double share = i == 0 ? 1 : m_random.uniform() * 0.7 / harmonic;
            if (harmonic * mainsHz < 0.45 * m_fs)
                m_mainsGain[i] = std::numbers::sqrt2 * m_plan.restUv * std::pow(10.0, m_traits.mainsDb / 20) * share;
        }
}

void Amplifier::addIntervals(Fault fault, double share, const Range &perHour, const Range &lengthSec, double totalSec)
{
    if (!m_random.chance(share))
        return;
    const int count = m_random.poisson(m_random.uniform(perHour) * totalSec / 3600);
    for (int i = 0; i < count; ++i) {
        const double first = totalSec * m_random.uniform();
        m_faults.push_back({fault, first, first + std::min(m_random.logUniform(lengthSec), 0.1 * totalSec)});
    }
}

void Amplifier::drawFaults(double totalSec)
{
    if (m_random.chance(m_traits.faults.sway))
        m_swayGain = m_plan.rmsUv * m_random.uniform(kSwayGain) * (m_plan.isEeg ? 1 : 0.3);
    if (m_random.chance(m_traits.faults.drift))
        m_driftGain = m_plan.rmsUv * m_random.uniform(m_traits.faults.driftGain);
    addIntervals(Fault::Flat, m_traits.faults.flat, kFlatsPerHour, kFlatSec, totalSec);
    addIntervals(Fault::Lost, m_traits.faults.lost, kLostPerHour, kLostSec, totalSec);
    addIntervals(Fault::Dropout, m_traits.faults.dropout, kDropoutsPerHour, kDropoutSec, totalSec);
    std::sort(m_faults.begin(), m_faults.end(),
              [](const Interval &a, const Interval &b) { return a.firstSec < b.firstSec; });
    if (m_random.chance(m_traits.faults.pop)) {
        m_popSec.resize(size_t(m_random.poisson(m_random.uniform(kPopsPerHour) * totalSec / 3600)));
        for (double &sec : m_popSec)
            sec = totalSec * m_random.uniform();
        std::sort(m_popSec.begin(), m_popSec.end());
    }
    if (m_random.chance(m_traits.faults.step)) {
        m_stepSec = totalSec * m_random.uniform({0.2, 0.8});
        m_stepGain = std::pow(m_random.logUniform(m_traits.faults.stepGain), m_random.chance(0.5) ? 1 : -1);
    }
    if (m_random.chance(m_traits.faults.rail))
        m_traits.fullScaleRms = m_random.uniform(kRailFullScaleRms);
}

void Amplifier::chooseScale()
{
    const double scale = std::abs(m_traits.unitsPerUv) * m_gain;
    const double wanted = std::max(m_traits.fullScaleRms * m_plan.rmsUv, 2 * m_mainsGain[0]);
    m_fullScale = roundedLimit(wanted * scale);
    m_stepSize = 2 * m_fullScale / std::exp2(m_traits.adcBits);
    if (m_traits.coarseStep > 0)
        m_stepSize = std::max(m_stepSize, m_traits.coarseStep * m_plan.restUv * scale);
}

void Amplifier::record(const Frame &frame, std::span<float> samples, double movement)
{
    m_buffer.resize(samples.size());
    while (m_nextFault < m_faults.size() && m_faults[m_nextFault].lastSec < frame.timeSec)
        ++m_nextFault;
    const bool isLost = m_nextFault < m_faults.size() && m_faults[m_nextFault].fault == Fault::Lost
                        && m_faults[m_nextFault].firstSec <= frame.timeSec;
    if (isLost)
        for (float &sample : samples)
            sample *= float(kLostGain);
    addCable(frame, samples, movement);
    addMains(samples, isLost ? kLostMains : 1);
    m_noise.render(m_buffer, m_traits.noiseUv);
    for (size_t i = 0; i < samples.size(); ++i)
        samples[i] += m_buffer[i];
    m_filter.process(samples);
    toForm(samples);
    applyFaults(frame, samples);

    const float scale
        = float(m_traits.unitsPerUv * m_gain * (m_stepSec >= 0 && frame.timeSec > m_stepSec ? m_stepGain : 1));
    const float step = float(m_stepSize), limit = float(m_fullScale);
    const float digitalGain = float(65535 / (2 * m_fullScale));
    for (const float sample : samples) {
        const float number = std::clamp(std::rint(sample * scale / step) * step, -limit, limit);
        m_recorded.push_back(qint16(std::clamp(std::floor(number * digitalGain), -32768.0f, 32767.0f)));
    }
}

void Amplifier::addCable(const Frame &frame, std::span<float> samples, double movement)
{
    if (m_swayGain > 0) {
        m_sway.render(m_buffer, m_swayGain * movement * std::exp(0.7 * m_swaySize.step(m_random)));
        for (size_t i = 0; i < samples.size(); ++i)
            samples[i] += m_buffer[i];
    }
    if (m_nextPop < m_popSec.size() && frame.timeSec >= m_popSec[m_nextPop]) {
        ++m_nextPop;
        m_popNow = m_plan.rmsUv * m_random.logUniform(kPopGain) * (m_random.chance(0.5) ? 1 : -1);
        m_popKeep = std::exp(-1 / (m_fs * m_random.uniform(kPopDecaySec)));
    }
    if (m_popNow != 0) {
        for (float &sample : samples) {
            sample += float(m_popNow);
            m_popNow *= m_popKeep;
        }
        if (std::abs(m_popNow) < 1e-3 * m_plan.rmsUv)
            m_popNow = 0;
    }
    if (m_driftGain > 0) {
        const double next = m_driftGain * m_drift.step(m_random);
        const double step = (next - m_driftNow) / double(samples.size());
        for (float &sample : samples)
            sample += float(m_driftNow += step);
    }
}

void Amplifier::addMains(std::span<float> samples, double gain)
{
    if (m_mainsGain[0] <= 0)
        return;
    const double size = gain * std::exp(0.15 * m_mainsSize.step(m_random));
    for (float &sample : samples) {
        for (size_t i = 0; i < m_mainsGain.size() && m_mainsGain[i] > 0; ++i)
            sample += float(size * m_mainsGain[i]) * tableSine(m_mainsTurns * double(2 * i + 1));
        m_mainsTurns += m_mainsHz / m_fs;
    }
    m_mainsTurns -= std::floor(m_mainsTurns);
}

void Amplifier::toForm(std::span<float> samples)
{
    if (m_plan.form == EmgForm::Raw || m_plan.form == EmgForm::SingleEnded)
        return;
    for (float &sample : samples)
        sample = std::abs(sample);
    if (m_plan.form == EmgForm::Rectified)
        return;
    m_envelope.process(samples);
    if (m_plan.form == EmgForm::Integrated)
        return;
    // In units of the resting muscle, so that the numbers stay in the range of the file.
    const float rest = float(m_plan.restUv);
    const float estimate = m_plan.form == EmgForm::FromLfp ? float(0.25 * m_swaySize.step(m_random)) : 0;
    for (float &sample : samples)
        sample = rest * (estimate + std::log(0.05f + std::max(0.0f, sample) / rest));
}

void Amplifier::applyFaults(const Frame &frame, std::span<float> samples)
{
    const bool isFault = m_nextFault < m_faults.size() && m_faults[m_nextFault].firstSec <= frame.timeSec;
    if (isFault && m_faults[m_nextFault].fault != Fault::Lost)
        std::fill(samples.begin(), samples.end(), m_held);
    m_held = samples.back();
}

signal::Channel Amplifier::takeChannel()
{
    signal::Channel channel;
    channel.label = m_plan.isEeg ? QStringLiteral("EEG") : QStringLiteral("EMG");
    channel.unit = m_traits.unit;
    channel.transducer = QStringLiteral("Simulated electrode");
    channel.prefilter
        = QStringLiteral("HP:%1Hz LP:%2Hz").arg(m_traits.highPassHz, 0, 'g', 3).arg(m_traits.lowPassHz, 0, 'g', 3);
    if (m_traits.notch)
        channel.prefilter += QStringLiteral(" N:%1Hz").arg(m_mainsHz);
    channel.rate = m_rate;
    channel.physicalMin = -m_fullScale;
    channel.physicalMax = m_fullScale;
    channel.sampleCount = SampleIndex(m_recorded.size());
    channel.samples = std::make_shared<const signal::SampleStore>(std::move(m_recorded));
    return channel;
}

} // namespace somno::simulation
