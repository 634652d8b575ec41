// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/simulation/traits.h"

namespace somno::simulation {

using namespace ranges;

namespace {

bool isFast(Band band)
{
    return band == Band::Background || band == Band::Beta || band == Band::Gamma;
}

// RMS of each band where wake has the RMS 1 and this behaviour `rms`, with theta in full view.
std::array<double, kBands> bandAmplitudes(Random &random, size_t behaviour, double rms, double thetaVisibility,
                                          const std::array<double, kBands> &ofStage)
{
    constexpr double kLeastSlowShare = 0.3; // of the power, where a mouse's EEG is small in this behaviour
    std::array<double, kBands> power;
    double fast = 0, slow = 0;
    for (size_t i = 0; i < kBands; ++i) {
        const Band band = Band(i);
        power[i] = kPowerShare[behaviour][i] * ofStage[i] * std::exp(2 * kStateBandSigma * random.normal());
        (isFast(band) ? fast : slow) += power[i];
    }
    const double slowWanted = std::max(rms * rms - fast, kLeastSlowShare * rms * rms);
    for (size_t i = 0; i < kBands; ++i)
        power[i] = std::sqrt(power[i] * (isFast(Band(i)) ? 1 : slowWanted / slow));
    // Far from the hippocampus theta is missing, and nothing takes its place.
    power[size_t(Band::Theta)] *= thetaVisibility;
    return power;
}

/// Wake, NREM, REM.
size_t stageOf(size_t behaviour)
{
    switch (Behaviour(behaviour)) {
    case Behaviour::SleepOnset:
    case Behaviour::Nrem:
    case Behaviour::PreRem: return 1;
    case Behaviour::Rem: return 2;
    default: return 0;
    }
}

ChannelTraits channelTraits(Random &random, bool isEeg)
{
    ChannelTraits c;
    c.highPassHz = isEeg && random.chance(kNoHighPass) ? 0 : random.logUniform(isEeg ? kEegHighPassHz : kEmgHighPassHz);
    c.lowPassHz = random.chance(kLowPassShare) ? random.logUniform(isEeg ? kEegLowPassHz : kEmgLowPassHz) : 0;
    // An EMG of a narrow band above 60 Hz or of none at all would be a broken amplifier, not another one.
    if (!isEeg && c.lowPassHz > 0)
        c.highPassHz = std::min(c.highPassHz, c.lowPassHz / 3);
    c.lowPassOrder = random.chance(kSteepShare) ? 4 + int(4 * random.uniform()) : 1 + int(3 * random.uniform());
    c.mainsDb = random.chance(kStrongMainsShare) ? random.uniform(kStrongMainsDb)
                : random.chance(kMainsShare)     ? random.uniform(kMainsDb)
                                                 : -100;
    c.adcBits = kAdcBits[random.pick(kAdcBitsShare)];
    c.coarseStep = random.chance(kCoarseShare) ? random.logUniform(kCoarseStep) : 0;
    c.fullScaleRms = random.logUniform(kFullScaleRms);
    c.noiseUv = random.logUniform(kAmplifierNoiseUv);
    return c;
}

} // namespace

SleepTraits::SleepTraits(Random random)
    : wakeOdds(random.logNormal(1, kWakeOddsSigma)), sleepPeriodSec(60 * random.logUniform(kSleepPeriodMin)),
      arousalsPerSec(random.logUniform(kArousalsPerHour) / 3600),
      shortWakesPerSec(random.uniform(kShortWakesPerHour) / 3600),
      remIntervalFactor(random.logUniform(kRemIntervalFactor)), remMedianSec(random.uniform(kRemMedianSec)),
      remSigma(random.uniform(ranges::kRemSigma)), remToNrem(random.uniform(kRemToNrem)),
      infraslowHz(random.uniform(kInfraslowHz))
{
}

EegTraits::EegTraits(Random random)
    : exponent(random.uniform(kExponent)), kneeHz(random.uniform(kKneeHz)),
      secondHarmonic(std::pow(10.0, random.uniform(kSecondHarmonicDb) / 20)), harmonicPhase(random.uniform({0, 6.283})),
      remThetaHz(random.uniform(kRemThetaHz)), activeThetaHz(random.uniform(kActiveThetaHz)),
      quietThetaHz(random.uniform(kQuietThetaHz)), thetaTauSec(random.uniform(kThetaWanderTauSec)),
      thetaGamma(random.uniform(kThetaGamma)), sigmaLowHz(random.uniform(kSigmaLowHz)),
      sigmaHighHz(random.uniform(kSigmaHighHz)), spindlesPerMin(random.uniform(kSpindlesPerMin)),
      spindleHz(random.uniform({kSpindleHz.low + 1, kSpindleHz.high - 1})), spindleGain(random.uniform(kSpindleGain)),
      infraslowDepth(random.uniform(kInfraslowDepth)), wanderTauSec(random.logUniform(kWanderTauSec)),
      wanderSigma(random.uniform(kWanderSigma)), overallSigma(random.uniform(kOverallWanderSigma)),
      boutSigma(random.uniform(kBoutSigma))
{
    const double wakeRms = random.logUniform(kWakeRmsUv);
    const double nremRms = wakeRms * random.logUniform(kNremRatio), remRms = wakeRms * random.logUniform(kRemRatio);
    rms = {wakeRms, wakeRms,
           wakeRms, std::sqrt(wakeRms * nremRms),
           nremRms, std::sqrt(remRms * nremRms),
           remRms,  std::sqrt(wakeRms * nremRms)};
    const double thetaVisibility = random.uniform(kThetaVisibility);
    thetaJitterHz = random.uniform(kThetaJitterHz);
    for (double &shift : bandShift)
        shift = random.logUniform(kBandShift);
    std::array<double, kBands> trim; // one electrode sees each band better or worse, whatever the mouse does
    for (double &t : trim)
        t = random.logNormal(1, kSubjectBandSigma);
    std::array<std::array<double, kBands>, 3>
        ofStage; // power; one mouse's wake, NREM and REM have more of a band than another's
    for (auto &stage : ofStage)
        for (double &factor : stage)
            factor = random.logNormal(1, 2 * kStageBandSigma);
    for (size_t behaviour = 0; behaviour < kBehaviours; ++behaviour) {
        amplitude[behaviour]
            = bandAmplitudes(random, behaviour, rms[behaviour] / wakeRms, thetaVisibility, ofStage[stageOf(behaviour)]);
        for (size_t band = 0; band < kBands; ++band)
            amplitude[behaviour][band] *= wakeRms * trim[band];
    }
}

EmgTraits::EmgTraits(Random random)
    : form(EmgForm(random.pick(kEmgFormShare))), nremUv(random.logUniform(kNremEmgUv)),
      floor(random.logUniform(kEmgFloor)), boutSigma(random.uniform(kEmgBoutSigma)),
      wanderSigma(random.uniform(kEmgWanderSigma)), fastSigma(random.uniform(kEmgFastSigma)),
      fastTauSec(random.logUniform(kEmgFastTauSec)), twitchesPerMin(random.uniform(kTwitchesPerMin)),
      twitchGain(random.uniform(kTwitchGain)), burstsPerMin(random.uniform(kBurstsPerMin)),
      burstGain(random.uniform(kBurstGain)), heartHz(random.uniform({kHeartHz.low + 0.5, kHeartHz.high - 1})),
      breathHz(random.uniform(kBreathHz)), breathDepth(random.uniform(kBreathDepth)),
      chewingHz(random.uniform(kChewingHz)),
      eegShare(form == EmgForm::SingleEnded ? random.uniform(kSingleEndedEeg) : 0),
      envelopeHz(random.logUniform(kEnvelopeHz))
{
    if (form == EmgForm::Raw && random.chance(kDifferentialEegShare))
        eegShare = random.logUniform(kDifferentialEeg);
    const double active
        = random.chance(kPoorEmgShare) ? random.logUniform(kPoorActiveEmg) : random.logUniform(kActiveEmg);
    const double quiet = random.uniform(kQuietEmg);
    const double rem = random.uniform(kRemEmg);
    tone = {quiet, active, active * random.uniform({0.8, 1.2}), 1, 1, (1 + rem) / 2, rem, 1};
    setActiveTone(active);
    const size_t ecg = random.pick(kEcgShare);
    ecgPeak = ecg == 0 ? 0 : random.uniform(ecg == 1 ? kEcgFaint : kEcgStrong);
}

void EmgTraits::setActiveTone(double active)
{
    const auto of = [this](Behaviour behaviour) -> double & { return tone[size_t(behaviour)]; };
    of(Behaviour::Grooming) *= active / of(Behaviour::Active);
    of(Behaviour::Active) = active;
    of(Behaviour::Quiet) = std::min(of(Behaviour::Quiet), std::sqrt(active));
    of(Behaviour::SleepOnset) = std::sqrt(of(Behaviour::Quiet));
    of(Behaviour::Arousal) = std::sqrt(active);
}

HardwareTraits::HardwareTraits(Random random)
    : rateHz(kRates[random.pick(kRateShare)]), mainsHz(random.chance(0.5) ? 50 : 60), eeg(channelTraits(random, true)),
      emg(channelTraits(random, false))
{
    static const QString kUnits[4] = {QStringLiteral("uV"), QStringLiteral("mV"), QStringLiteral("V"), QString()};
    const size_t unit = random.pick(kUnitShare);
    const bool notch = random.chance(kNotchShare);
    for (ChannelTraits *channel : {&eeg, &emg}) {
        channel->unit = kUnits[unit];
        channel->unitsPerUv = unit == 3 ? random.logUniform(kArbitraryGain) : unit == 2 ? 1e-6 : unit == 1 ? 1e-3 : 1;
        if (random.chance(kInvertedShare))
            channel->unitsPerUv = -channel->unitsPerUv;
        channel->notch = notch;
    }
}

} // namespace somno::simulation
