// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Every range and probability of the simulated mice, with its unit and its source (DOI), or "judgement"
/// where none was found. Fixed before the models learn from them, and not changed for the sake of a figure. `log` =
/// drawn uniformly in the logarithm. Test cohorts with one difficulty: condition.cpp.
namespace somno::simulation {
struct Range {
    double low = 0, high = 0;
};
namespace ranges {

// --- Sleep architecture -----------------------------------------------------------------------
// "Labels": 1864 h of 59 mice scored by experts in three laboratories, 4-s epochs (OpenNeuro
// ds006366, 10.1093/sleepadvances/zpaf025), and two undisturbed days of 12 C57BL/6J (github.com/mxjan/SWDMr); how near
// they come is measured by tests/bench/bench_sleepstructure, docs/simulator.md. Light 33/54/12 %, dark 62/34/4 %
// wake/NREM/REM: 10.1038/s41598-018-33480-1, between which and the labels (REM 5 to 6 % of the day, more wake at
// nightfall) the values lie.
inline constexpr double kLightsOnHour = 7, kLightHours = 12;        // clock hour, hours; judgement
inline constexpr double kLongWakeShareLight = 0.18;                 // of the time; see above
inline constexpr double kLongWakeShareDark[3] = {0.78, 0.56, 0.46}; // early, middle, late third of the dark; labels
inline constexpr Range kSleepPeriodMin{20, 75},
    kLongWakeSec{180, 14400}; // log, min between long wakes; s; 10.1073/pnas.0408242101, judgement
inline constexpr double kLongWakeSigma = 0.9, kSleepPeriodSigma = 0.5,
                        kWakeOddsSigma = 0.25;                           // ln, the last between mice; labels, judgement
inline constexpr double kPressureTauWakeH = 8, kPressureTauSleepH = 2.5; // h; 10.1523/JNEUROSCI.21-08-02610.2001
inline constexpr double kPressureEffect = 0.8; // ln of period length per unit of pressure; judgement
inline constexpr double kWakePowerLaw = 2.2;   // exponent of short wake; 10.1073/pnas.0408242101
inline constexpr Range kShortWakeSec{12, 300}, kShortWakesPerHour{5, 13}; // s, per NREM hour; judgement, labels
inline constexpr Range kArousalsPerHour{4, 60};                       // log, per NREM hour, by mouse and scorer; labels
inline constexpr double kArousalMedianSec = 4.5, kArousalSigma = 0.6; // s, ln; 10.1038/s41593-022-01102-9 and judgement
inline constexpr Range kArousalSec{0.3, 15};                          // s; as above
inline constexpr double kScoredArousalSec = 2;     // s; a shorter one nobody scores (published: 3 to 15 s); judgement
inline constexpr Range kInfraslowHz{0.015, 0.025}; // Hz; 10.1126/sciadv.1602026
inline constexpr double kInfraslowSpread = 0.2,
                        kInfraslowLocking = 1.5; // bout to bout, von Mises concentration of arousals; judgement
inline constexpr double kSequentialRem = 0.19;   // share of short REM cycles; 10.1371/journal.pcbi.1009316
inline constexpr double kSequentialMedianSec = 45,
                        kSequentialSigma = 0.4; // s NREM; 10.1371/journal.pcbi.1009316, judgement
inline constexpr double kRefractorySec = 30, kRefractoryPerRemSec = 1.5,
                        kRemIntervalSigma = 0.6; // s, s/s, ln; as above
inline constexpr double kRemIntervalLightSec = 190,
                        kRemIntervalDarkSec = 480;     // s NREM after the refractory time, median; labels
inline constexpr Range kRemIntervalFactor{0.75, 1.35}; // log, between mice; judgement
inline constexpr Range kRemMedianSec{38, 76}, kRemSigma{0.55, 0.75}, kRemSec{5, 250}; // s, ln, s; labels, judgement
inline constexpr Range kRemToNrem{0, 0.12};                                           // share of REM exits; labels
// Share of waking from REM that is brief; hazards per s, once REM or the end of a sleep period is due; judgement
inline constexpr double kRemExitArousalSec = 4; // s, at least: shorter, and the labels would show REM turning into NREM
inline constexpr double kRemExitArousal = 0.55, kRemHazard = 0.12, kWakingHazard = 0.05;
inline constexpr Range kPreRemSec{10, 40};    // s; judgement after 10.1111/jsr.14388 (rat)
inline constexpr double kPreRemFails = 0.12;  // share of ramps without REM after them; judgement
inline constexpr Range kSleepOnsetSec{8, 45}; // s until delta is full; 10.1038/s41467-020-16915-0
// Kinds of recording: typical, sleep-rich, wake-rich, without REM, without sleep, kept awake and recovering; shares,
// judgement
inline constexpr double kStratumShare[6] = {0.68, 0.09, 0.09, 0.04, 0.05, 0.05};
inline constexpr Range kDeprivedShare{0.3, 0.6}; // of the recording that the mouse is kept awake; judgement
inline constexpr double kSleepRichOdds = 0.06, kWakeRichOdds = 5; // factor on the odds of long wake; judgement
inline constexpr double kSleepPeriodDark = 0.7;                   // length in the dark to that in the light; judgement
// Wake is made of quiet, active (exploring) and grooming or eating stretches; judgement
inline constexpr double kWakeMixShort[3] = {0.50, 0.30, 0.20}, kWakeMixLong[3] = {0.28, 0.46, 0.26};
inline constexpr double kWakeStretchMedianSec = 12, kWakeStretchSigma = 0.8; // s, ln; judgement
inline constexpr Range kQuietBeforeSleepSec{10, 90};                         // s of quiet wake before sleep; judgement

// --- Transitions: width of the cross-fade centred on the true time, s; judgement --------------------
inline constexpr Range kEegRampToWake{0.4, 3}, kEegRampToSleep{2, 10}, kEegRampToRem{2, 8}, kEegRampInWake{0.5, 4};
inline constexpr Range kEmgRampToWake{0.1, 0.8}, kEmgRampToSleep{1, 8}, kEmgRampToRem{0.5, 6}, kEmgRampInWake{0.2, 2};

// --- EEG ---------------------------------------------------------------------------------------
// Share of the power of each band: judgement after the published shapes (NREM 1 to 4 Hz; theta in REM and active wake;
// sigma before REM, 10.1111/jsr.14388; gamma in wake and REM, 10.1371/journal.pone.0028489). Background, beta and gamma
// are shares of the power of wake in every behaviour, because only the slow half of the spectrum grows in sleep
// (pivot at 20 to 30 Hz: 10.1111/ejn.16465); the other bands share what is left of the behaviour's own power. Within a
// behaviour the ranges of wander and theta begin at a real awake mouse: in 10 min of it (recording of MiSleep,
// github.com/ BryanWang0702/MiSleep) the ln power of no band at 1 s correlates with that 5 s later (r <= 0.06), and
// theta is a broad hill. Columns: background, slow delta, fast delta, theta, low theta (3.5 to 8 Hz), sigma, beta,
// gamma.
inline constexpr double kPowerShare[8][8] = {
    {.47, .11, .08, .12, .15, .03, .030, .020}, // quiet wake
    {.36, .06, .04, .42, .08, .02, .030, .035}, // active wake
    {.46, .13, .08, .16, .08, .02, .040, .035}, // grooming
    {.38, .17, .14, .03, .15, .04, .026, .014}, // sleep onset
    {.28, .27, .20, .02, .13, .06, .025, .009}, // NREM
    {.29, .17, .14, .12, .10, .13, .026, .011}, // before REM
    {.32, .06, .05, .46, .07, .02, .022, .028}, // REM
    {.46, .16, .10, .08, .12, .03, .030, .020}, // arousal
};
inline constexpr Range kWakeRmsUv{30, 100};                       // log, uV; judgement
inline constexpr Range kNremRatio{1.2, 2.5}, kRemRatio{0.8, 1.3}; // log, RMS to that of wake; judgement
inline constexpr Range kExponent{1.5, 3}, kKneeHz{1.5, 8}; // power law above the knee; 10.1111/ejn.16465, judgement
inline constexpr Range kThetaVisibility{0.2,
                                        1}; // amplitude by electrode site, the rest of the EEG unchanged; judgement
inline constexpr Range kRemThetaHz{6.3, 8.3}, kActiveThetaHz{6, 9.5}, kQuietThetaHz{5.5, 8.5}; // Hz; judgement
inline constexpr double kThetaWanderHz = 0.35, kThetaBoutHz = 0.3; // SD, slow and bout to bout; judgement
inline constexpr Range kThetaJitterHz{0.35, 1.2};                  // fast SD; the width of the hill, see above
inline constexpr double kThetaSizeSigma = 0.3, kThetaSizeTauSec = 0.7,
                        kThetaJitterTauSec = 0.4; // ln amplitude, s, s; judgement
inline constexpr Range kThetaWanderTauSec{3, 15},
    kSecondHarmonicDb{-20, -8};               // s, for wander at 0.01 to 0.06 Hz; dB; judgement
inline constexpr double kPhasicShare = 0.037; // of REM; judgement after published descriptions
inline constexpr Range kPhasicSec{0.9, 2.5}, kPhasicFasterHz{0.8, 2.2},
    kPhasicGain{1.2, 1.8};                    // s, Hz, factor; judgement
inline constexpr Range kThetaGamma{0.1, 0.6}; // depth of gamma on theta; 10.1371/journal.pone.0028489, judgement
inline constexpr Range kSigmaLowHz{9.5, 11.5}, kSigmaHighHz{13.5, 16},
    kBandShift{0.85, 1.18}; // Hz; log, of the edges of all others; judgement
inline constexpr Range kSpindlesPerMin{2, 8}, kSpindleSec{0.5, 2}, kSpindleHz{9, 15},
    kSpindleGain{0.4, 1.4};                       // gain: of NREM RMS; judgement
inline constexpr Range kInfraslowDepth{0.1, 0.6}; // ln amplitude of sigma; 10.1126/sciadv.1602026, judgement
inline constexpr Range kSlowWaveHz{1.2, 3.5}, kSlowWaveGain{1.2, 3.5}; // Hz, of the state's RMS; judgement
inline constexpr double kSlowWavesPerMin[4] = {2, 0.5, 10, 0.3};       // quiet wake, other wake, NREM, REM; judgement
inline constexpr double kPressureOnDelta = 0.5; // ln amplitude per unit of pressure; 10.1523/JNEUROSCI.21-08-02610.2001
inline constexpr Range kWanderTauSec{10, 120},
    kWanderSigma{0.03, 0.16}; // s, ln amplitude of every band; see above, judgement
inline constexpr Range kOverallWanderSigma{0.02, 0.12},
    kBoutSigma{0.03, 0.15}; // ln amplitude of all bands, bout to bout; as above
// Ln amplitude: of a band whatever the mouse does, in each of wake, NREM and REM, in each behaviour. In a mouse whose
// epochs are published with their band powers (github.com/davidmam/EEG-sleep-analysis) all bands up to beta are
// stronger in NREM than in wake, theta (4 to 8 Hz) the most, and REM has half of it: far from the middle of the table,
// which the second value covers.
inline constexpr double kSubjectBandSigma = 0.25, kStageBandSigma = 0.25, kStateBandSigma = 0.12;
inline constexpr Range kArousalDepth{0.35, 1}; // how far a microarousal goes towards wake; judgement

// --- EMG ---------------------------------------------------------------------------------------
// Order wake > NREM > REM: 10.1093/sleep/zsx029; ratios to NREM, RMS before the noise floor; judgement
inline constexpr Range kNremEmgUv{4, 40}; // log, uV
// Active in log, quiet never above its root. Median RMS of wake to NREM in five real mice: 3.0, 2.3, 1.3, 1.11, 1.05
// (five public recordings of four laboratories, 4-s epochs); so two in five are poor, by little movement or by a floor
// above the muscle.
inline constexpr Range kRemEmg{0.7, 1}, kQuietEmg{1, 2.5}, kActiveEmg{1.5, 15}, kPoorActiveEmg{1.05, 2.2};
inline constexpr double kPoorEmgShare = 0.35;
inline constexpr Range kEmgBoutSigma{0.10, 0.35}, kEmgWanderSigma{0.08, 0.30}; // ln amplitude
// Strokes of movement: in the real mouse above ln RMS jumps by an SD of 0.38 from second to second of wake.
inline constexpr Range kEmgFastSigma{0.2, 0.8}, kEmgFastTauSec{0.15, 0.8}; // ln amplitude; log, s
inline constexpr Range kEmgFloor{0.1, 2.5}; // log, of the NREM tone, added after scaling; as above
inline constexpr Range kTwitchesPerMin{0, 20}, kTwitchSec{0.03, 0.15},
    kTwitchGain{1.5, 8}; // in REM; no mouse rate published
inline constexpr double kTwitchClustersPerSec = 0.125, kTwitchClusterSec = 2.5,
                        kTwitchClusterRate = 4; // share of time 1 in 4, rate times 4
inline constexpr Range kBurstsPerMin{0.3, 6}, kBurstSec{0.2, 2}, kBurstGain{1.3, 4}; // in quiet wake
inline constexpr double kBurstsAsleep = 0.1;                                         // of the rate in quiet wake
inline constexpr double kMovement[4] = {1, 0.7, 0.4, 0.12}; // of the cables: exploring, grooming, arousal, quiet wake
inline constexpr Range kMovementSpread{0.4, 1.2};           // factor on it, bout to bout
inline constexpr double kEcgShare[3] = {0.5, 0.38, 0.12};   // none, faint, strong
inline constexpr Range kEcgFaint{0.2, 1}, kEcgStrong{1, 3}; // peak, of the NREM RMS
inline constexpr Range kHeartHz{8, 12}, kBreathHz{2, 4}, kBreathDepth{0, 0.4},
    kChewingHz{4, 6.5}; // Hz; Hz and depth in NREM; Hz
inline constexpr double kChewingDepth = 0.6, kBreathJitterNrem = 0.05, kBreathJitterRem = 0.3; // of the tone, ln rate
// raw differential, single-ended, rectified, integrated, log envelope, from local field potentials
inline constexpr double kEmgFormShare[6] = {0.60, 0.12, 0.13, 0.07, 0.05, 0.03};
inline constexpr Range kSingleEndedEeg{0.05, 0.4},
    kDifferentialEeg{0.003, 0.05};         // share of EEG in a single-ended, differential EMG
inline constexpr Range kEnvelopeHz{1, 20}; // log, low-pass of an integrated EMG

// --- Hardware; shares of mice (first block) or of recordings (second); judgement except the rates ----
inline constexpr double kRates[]
    = {512, 511.96, 508.63, 1017.25, 610.35, 305.1758, 128, 200, 250, 256, 400, 500, 1000, 2000};
inline constexpr double kRateShare[]
    = {.24, .06, .03, .03, .03, .06, .08,
       .06, .06, .08, .06, .09, .08, .04}; // 10.1093/sleepadvances/zpaf025 and makers' lists
inline constexpr Range kEegHighPassHz{0.05, 2}, kEmgHighPassHz{1, 100}; // log, Hz
inline constexpr Range kEegLowPassHz{22, 150}, kEmgLowPassHz{40, 500};  // log, Hz
inline constexpr double kNoHighPass = 0.25, kLowPassShare = 0.6,
                        kSteepShare = 0.4; // of EEG; with a low-pass; of those, order 4 to 8
inline constexpr double kMainsShare = 0.45, kStrongMainsShare = 0.06, kNotchShare = 0.3;
inline constexpr Range kMainsDb{-20, 5}, kStrongMainsDb{5, 30}; // to the RMS of the channel
inline constexpr double kUnitShare[4] = {0.5, 0.2, 0.15, 0.15}; // uV, mV, V, bare numbers
inline constexpr double kInvertedShare = 0.3, kCoarseShare = 0.04;
// Log: numbers per uV, full scale in RMS of NREM or of active wake, step in RMS of a file of few levels, noise in uV
// RMS
inline constexpr Range kArbitraryGain{0.001, 100}, kFullScaleRms{12, 80}, kCoarseStep{0.4, 1.5},
    kAmplifierNoiseUv{0.3, 5};
inline constexpr int kAdcBits[] = {8, 10, 12, 14, 16}; // 16 stands for 16 to 24: EDF keeps 16
inline constexpr double kAdcBitsShare[] = {.03, .06, .19, .12, .60};

inline constexpr Range kRecordingGain{0.8, 1.25}; // log, one mouse on different days
inline constexpr double kEmgInEegShare = 0.4,
                        kDifferentialEegShare = 0.4; // of recordings, of mice with EEG in a differential EMG
inline constexpr double kSwayShare = 0.3, kChewShare = 0.3, kDriftShare = 0.3;
inline constexpr Range kSwayGain{0.3, 2.5}, kSwayHz{0.5, 3}; // of the wake RMS while moving
inline constexpr Range kChewGain{0.2, 1.2}, kDriftGain{0.2, 3},
    kEmgInEeg{0.02, 0.4};                                                     // of the wake RMS; log, of the EMG
inline constexpr double kDriftTauSec = 150, kLostGain = 0.03, kLostMains = 5; // s, factors; an open input is an aerial
inline constexpr double kPopShare = 0.15, kFlatShare = 0.04, kLostShare = 0.04, kDropoutShare = 0.03, kStepShare = 0.04,
                        kRailShare = 0.05;
inline constexpr Range kPopsPerHour{0.5, 8}, kPopGain{5, 40}, kPopDecaySec{0.05, 1}; // gain: log, of the RMS
inline constexpr Range kFlatSec{1, 60}, kLostSec{10, 600}, kDropoutSec{0.05, 1};     // log, s
inline constexpr Range kFlatsPerHour{0.3, 3}, kLostPerHour{0.1, 1}, kDropoutsPerHour{2, 40};
inline constexpr Range kGainStep{1, 2.5}, kRailFullScaleRms{2, 4}; // log, factor up or down, once; full scale in RMS

} // namespace ranges
} // namespace somno::simulation
