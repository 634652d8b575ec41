// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>

#include "core/simulation/random.h"

namespace somno::simulation {

/// What the mouse does, finer than the stages: wake in three kinds, NREM with its beginning and its end.
enum class Behaviour { Quiet, Active, Grooming, SleepOnset, Nrem, PreRem, Rem, Arousal };
inline constexpr size_t kBehaviours = 8;

/// The parts that an EEG is summed of.
enum class Band { Background, SlowDelta, FastDelta, Theta, LowTheta, Sigma, Beta, Gamma };
inline constexpr size_t kBands = 8;

enum class EmgForm { Raw, SingleEnded, Rectified, Integrated, LogEnvelope, FromLfp };

/// How one mouse sleeps.
struct SleepTraits {
    double wakeOdds, sleepPeriodSec;
    double arousalsPerSec, shortWakesPerSec; ///< in NREM
    double remIntervalFactor, remMedianSec, remSigma, remToNrem;
    double infraslowHz;

    explicit SleepTraits(Random random);
};

/// The EEG of one mouse at its electrode. Amplitudes in uV RMS.
struct EegTraits {
    std::array<std::array<double, kBands>, kBehaviours> amplitude; ///< uV RMS of each band in each behaviour
    std::array<double, kBehaviours> rms;                           ///< of all bands together
    double exponent, kneeHz, secondHarmonic, harmonicPhase;
    double remThetaHz, activeThetaHz, quietThetaHz, thetaTauSec, thetaGamma;
    double sigmaLowHz, sigmaHighHz, spindlesPerMin, spindleHz, spindleGain, infraslowDepth;
    double thetaJitterHz;
    std::array<double, kBands> bandShift; ///< factor on the edges of each band
    double wanderTauSec, wanderSigma, overallSigma, boutSigma;

    explicit EegTraits(Random random);
};

/// The EMG of one mouse at its electrodes.
struct EmgTraits {
    EmgForm form;
    double nremUv;                        ///< RMS of the muscle in NREM
    std::array<double, kBehaviours> tone; ///< RMS of the muscle, NREM = 1
    double floor;                         ///< RMS of what is not muscle, NREM = 1
    double boutSigma, wanderSigma, fastSigma, fastTauSec;
    double twitchesPerMin, twitchGain, burstsPerMin, burstGain;
    double ecgPeak, heartHz, breathHz, breathDepth, chewingHz;
    double eegShare, envelopeHz;

    explicit EmgTraits(Random random);
    /// Another contrast of the stages: the tone in active wake, NREM = 1; quiet wake never above its root.
    void setActiveTone(double active);
};

/// How often a recording has each fault, and how large two of them are.
struct Faults {
    double sway = ranges::kSwayShare, drift = ranges::kDriftShare, pop = ranges::kPopShare, flat = ranges::kFlatShare;
    double lost = ranges::kLostShare, dropout = ranges::kDropoutShare, step = ranges::kStepShare,
           rail = ranges::kRailShare;
    Range driftGain = ranges::kDriftGain, stepGain = ranges::kGainStep;

    [[nodiscard]] static Faults none() { return {0, 0, 0, 0, 0, 0, 0, 0}; }
};

/// One amplifier channel.
struct ChannelTraits {
    double highPassHz, lowPassHz; ///< 0 = none
    int lowPassOrder;
    double mainsDb; ///< to the RMS of the channel; below -90: none
    bool notch;
    QString unit;
    double unitsPerUv; ///< recorded numbers in a microvolt, negative when inverted
    int adcBits;
    double coarseStep; ///< step in RMS of a file with few levels; 0 = fine
    double fullScaleRms, noiseUv;
    Faults faults;
};

/// The laboratory of one mouse.
struct HardwareTraits {
    double rateHz, mainsHz;
    double emgInEegShare = ranges::kEmgInEegShare, chewShare = ranges::kChewShare; ///< of its recordings
    ChannelTraits eeg, emg;

    explicit HardwareTraits(Random random);
};

} // namespace somno::simulation
