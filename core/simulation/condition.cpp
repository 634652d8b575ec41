// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/condition.h"

#include <array>

namespace somno::simulation {

namespace {

// All lie within the ranges of the varied mice, except where said: a difficulty is the hard end of a range.
constexpr double kCleanRateHz = 512, kCleanFullScaleRms = 80, kCleanNoiseUv = 0.5;
constexpr double kCleanFloor = 0.15;      // of the EMG, to the tone in NREM
constexpr double kCleanActiveEmg = 4;     // no less, to the tone in NREM
constexpr double kCleanEcg = 0.3;         // no more, peak
constexpr Range kWeakActiveEmg{1.5, 2.4}; // log
constexpr double kWeakFloor = 1;
constexpr Range kNoiseFloor{2, 4}; // log; beyond the varied mice's at the end
constexpr double kRectifiedRateHz = 200;
constexpr Range kNarrowHighPassHz{1, 2}, kNarrowLowPassHz{25, 35}; // log
constexpr int kNarrowOrder = 4;
constexpr Range kHumDb{3, 15};
constexpr Range kDriftingGain{1.5, 3};
constexpr Range kShiftedGain{2.5, 5}; // log; beyond the varied mice's, up or down
// Unlike all varied mice, for what a model must learn anew: a slower brain (theirs: 0.85 to 1.18), less delta in sleep
// than any band's spread gives, an EEG in the amplifier's noise (theirs: 0.3 to 5 uV), and the EMG's gain of above;
// judgement.
constexpr Range kUnlikeTempo{0.68, 0.8}; // log, factor on the frequencies of all bands
constexpr Range kUnlikeDelta{0.5, 0.7};  // log, factor on the amplitude of delta in sleep
constexpr Range kUnlikeNoiseUv{8, 20};   // log

ChannelTraits cleanChannel(bool isEeg)
{
    ChannelTraits channel{};
    channel.highPassHz = isEeg ? 0.1 : 10;
    channel.lowPassOrder = 1;
    channel.mainsDb = -100;
    channel.unit = QStringLiteral("uV");
    channel.unitsPerUv = 1;
    channel.adcBits = 16;
    channel.fullScaleRms = kCleanFullScaleRms;
    channel.noiseUv = kCleanNoiseUv;
    channel.faults = Faults::none();
    return channel;
}

void makeClean(EmgTraits &emg, HardwareTraits &hardware)
{
    emg.form = EmgForm::Raw;
    emg.floor = kCleanFloor;
    emg.eegShare = 0;
    emg.ecgPeak = std::min(emg.ecgPeak, kCleanEcg);
    emg.setActiveTone(std::max(kCleanActiveEmg, emg.tone[size_t(Behaviour::Active)]));
    hardware.rateHz = kCleanRateHz;
    hardware.emgInEegShare = hardware.chewShare = 0;
    hardware.eeg = cleanChannel(true);
    hardware.emg = cleanChannel(false);
}

void slowDown(EegTraits &eeg, Random &random)
{
    const double tempo = random.logUniform(kUnlikeTempo), delta = random.logUniform(kUnlikeDelta);
    for (double &shift : eeg.bandShift)
        shift = tempo;
    for (double *frequency :
         {&eeg.remThetaHz, &eeg.activeThetaHz, &eeg.quietThetaHz, &eeg.sigmaLowHz, &eeg.sigmaHighHz, &eeg.spindleHz})
        *frequency *= tempo;
    for (const Behaviour behaviour : {Behaviour::SleepOnset, Behaviour::Nrem, Behaviour::PreRem})
        for (const Band band : {Band::SlowDelta, Band::FastDelta})
            eeg.amplitude[size_t(behaviour)][size_t(band)] *= delta;
}

} // namespace

void applyCondition(Condition condition, Random random, EegTraits &eeg, EmgTraits &emg, HardwareTraits &hardware)
{
    if (condition == Condition::Variety)
        return;
    makeClean(emg, hardware);
    switch (condition) {
    case Condition::Variety:
    case Condition::Clean: break;
    case Condition::WeakEmg:
        emg.floor = kWeakFloor;
        emg.setActiveTone(random.logUniform(kWeakActiveEmg));
        break;
    case Condition::NoiseFloor: emg.floor = random.logUniform(kNoiseFloor); break;
    case Condition::RectifiedEmg:
        emg.form = EmgForm::Rectified;
        emg.floor = kWeakFloor;
        emg.setActiveTone(random.logUniform(kWeakActiveEmg));
        hardware.rateHz = kRectifiedRateHz;
        [[fallthrough]];
    case Condition::NarrowEeg:
        hardware.eeg.highPassHz = random.logUniform(kNarrowHighPassHz);
        hardware.eeg.lowPassHz = random.logUniform(kNarrowLowPassHz);
        hardware.eeg.lowPassOrder = kNarrowOrder;
        break;
    case Condition::Hum:
        hardware.eeg.mainsDb = random.uniform(kHumDb);
        hardware.emg.mainsDb = random.uniform(kHumDb);
        break;
    case Condition::Drift: // of the electrodes, and the cable sways with each movement
        hardware.eeg.highPassHz = 0;
        hardware.emg.highPassHz = 1;
        for (ChannelTraits *channel : {&hardware.eeg, &hardware.emg}) {
            channel->faults.drift = channel->faults.sway = 1;
            channel->faults.driftGain = kDriftingGain;
        }
        break;
    case Condition::Unlike:
        slowDown(eeg, random);
        hardware.eeg.noiseUv = random.logUniform(kUnlikeNoiseUv);
        emg.floor = kWeakFloor;
        [[fallthrough]];
    case Condition::EmgGain:
        hardware.emg.faults.step = 1;
        hardware.emg.faults.stepGain = kShiftedGain;
        break;
    }
}

} // namespace somno::simulation
