// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signal/recording.h"
#include "core/simulation/waves.h"

namespace somno::simulation {

/// What one amplifier channel has to know of the signal that it will get.
struct ChannelPlan {
    bool isEeg = true;
    double restUv = 80; ///< RMS of the signal in NREM, before the amplifier
    double rmsUv = 100; ///< RMS in the state where it is largest
    EmgForm form = EmgForm::Raw;
    double envelopeHz = 5;
};

/// One amplifier channel: electrode and cable artefacts, band limits, mains, the recorded form, faults of this
/// recording, and the numbers of the file.
class Amplifier {
public:
    Amplifier(const ChannelTraits &traits, const ChannelPlan &plan, SampleRate rate, double mainsHz, double totalSec,
              Random random);

    /// `samples` in uV as the electrode has them; `movement` 0 to about 1. Appends to the recorded numbers.
    void record(const Frame &frame, std::span<float> samples, double movement);
    /// The channel with everything recorded so far.
    [[nodiscard]] signal::Channel takeChannel();
    void reserve(SampleIndex samples) { m_recorded.reserve(size_t(samples)); }

private:
    enum class Fault { Flat, Lost, Dropout };
    struct Interval {
        Fault fault;
        double firstSec, lastSec;
    };

    void drawFaults(double totalSec);
    void addIntervals(Fault fault, double share, const Range &perHour, const Range &lengthSec, double totalSec);
    void buildFilters(double mainsHz);
    void chooseScale();
    void addCable(const Frame &frame, std::span<float> samples, double movement);
    void addMains(std::span<float> samples, double gain);
    void toForm(std::span<float> samples);
    void applyFaults(const Frame &frame, std::span<float> samples);

    ChannelTraits m_traits;
    ChannelPlan m_plan;
    SampleRate m_rate;
    double m_fs;
    Random m_random;
    dsp::BiquadCascade m_filter, m_envelope;
    NoiseBand m_noise, m_sway;
    Wander m_swaySize, m_drift, m_mainsSize;
    std::vector<Interval> m_faults;
    std::vector<double> m_popSec;
    std::vector<float> m_buffer;
    std::array<double, 4> m_mainsGain{}; ///< of the harmonics 1, 3, 5 and 7
    double m_mainsHz, m_mainsTurns = 0;
    double m_swayGain = 0, m_driftGain = 0, m_driftNow = 0, m_popNow = 0, m_popKeep = 1;
    double m_stepSec = -1, m_stepGain = 1, m_gain = 1;
    double m_fullScale = 1, m_stepSize = 0; ///< in recorded numbers, of the file's range and of the converter
    float m_held = 0;
    size_t m_nextPop = 0, m_nextFault = 0;
    std::vector<qint16> m_recorded;
};

} // namespace somno::simulation
