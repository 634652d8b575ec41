// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prepare/signalfeatures.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/engine/prepare/epochreader.h"

namespace somno::sdreamer {

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

struct Band {
    int lowHz = 0;
    int highHz = 0; ///< both bins count: an epoch of one second has one a hertz
};
constexpr Band kDelta{1, 4};
constexpr Band kLowTheta{4, 5};
constexpr Band kTheta{6, 9};
constexpr Band kSigma{10, 15};
constexpr Band kBeta{16, 25};
constexpr Band kFast{26, 45};
constexpr Band kMuscle{10, 200};

/// 50 and 60 Hz with their harmonics, and the bins beside that the window leaks into.
bool isMains(int hz)
{
    const auto isNear = [hz](int line) { return (hz + 2) % line <= 4 && hz > 10; };
    return isNear(50) || isNear(60);
}

float logPower(std::span<const float> power, const Band &band)
{
    double sum = 0;
    for (int hz = band.lowHz; hz <= band.highHz; ++hz)
        if (!isMains(hz))
            sum += double(power[size_t(hz)]);
    return sum > 0 ? float(std::log(sum)) : kNaN;
}

float meanOf(std::span<const float> samples)
{
    double sum = 0;
    int count = 0;
    for (const float sample : samples)
        if (std::isfinite(sample)) {
            sum += double(sample);
            ++count;
        }
    return count > 0 ? float(sum / count) : kNaN;
}

bool anyFinite(const std::vector<float> &values)
{
    return std::ranges::any_of(values, [](float value) { return std::isfinite(value); });
}

} // namespace

bool SignalFeatures::hasEeg() const
{
    return anyFinite(delta);
}

bool SignalFeatures::hasEmg() const
{
    return anyFinite(emgTone);
}

void SignalFeatures::resize(EpochIndex seconds)
{
    for (auto *values : {&delta, &lowTheta, &theta, &sigma, &beta, &fast, &emgTone, &emgLevel})
        values->resize(size_t(seconds), kNaN);
}

// A second of one value says nothing of the animal, and its logarithm would outweigh everything.

void SignalFeatures::measureEeg(EpochIndex at, std::span<const float> samples, dsp::Periodogram &periodogram)
{
    if (isConstant(samples))
        return;
    const auto power = periodogram.power(samples);
    delta[size_t(at)] = logPower(power, kDelta);
    lowTheta[size_t(at)] = logPower(power, kLowTheta);
    theta[size_t(at)] = logPower(power, kTheta);
    sigma[size_t(at)] = logPower(power, kSigma);
    beta[size_t(at)] = logPower(power, kBeta);
    fast[size_t(at)] = logPower(power, kFast);
}

void SignalFeatures::measureEmg(EpochIndex at, std::span<const float> samples, dsp::Periodogram &periodogram)
{
    if (isConstant(samples))
        return;
    emgTone[size_t(at)] = logPower(periodogram.power(samples), kMuscle);
    emgLevel[size_t(at)] = meanOf(samples);
}

void appendFeatures(std::span<const float> eeg, std::span<const float> emg, SignalFeatures &features)
{
    dsp::Periodogram periodogram(kSamplesPerEpoch);
    const auto seconds = EpochIndex(std::max(eeg.size(), emg.size()) / kSamplesPerEpoch), first = features.size();
    features.resize(first + seconds);
    for (EpochIndex i = 0; i < seconds; ++i) {
        const size_t at = size_t(i) * kSamplesPerEpoch;
        if (!eeg.empty())
            features.measureEeg(first + i, eeg.subspan(at, kSamplesPerEpoch), periodogram);
        if (!emg.empty())
            features.measureEmg(first + i, emg.subspan(at, kSamplesPerEpoch), periodogram);
    }
}

} // namespace somno::sdreamer
