// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "dsp/periodogram.h"
#include "sdreamer/preprocessing.h"
#include "sdreamer/rules.h"

namespace somno::sdreamer {

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

struct Band {
    int lowHz = 0;
    int highHz = 0; ///< both bins count: an epoch of one second has one a hertz
};
constexpr Band kDelta{1, 4};
constexpr Band kTheta{6, 9};
constexpr Band kFast{20, 45};
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

} // namespace

void appendRuleFeatures(std::span<const float> eeg, std::span<const float> emg, RuleFeatures &features)
{
    dsp::Periodogram periodogram(kSamplesPerEpoch);
    const size_t samples = std::max(eeg.size(), emg.size());
    for (size_t first = 0; first + kSamplesPerEpoch <= samples; first += kSamplesPerEpoch) {
        // A second of one value says nothing of the animal, and its logarithm would outweigh everything.
        float delta = kNaN, theta = kNaN, fast = kNaN, tone = kNaN, level = kNaN;
        if (!eeg.empty() && !isConstant(eeg.subspan(first, kSamplesPerEpoch))) {
            const auto power = periodogram.power(eeg.subspan(first, kSamplesPerEpoch));
            delta = logPower(power, kDelta);
            theta = logPower(power, kTheta);
            fast = logPower(power, kFast);
        }
        if (!emg.empty() && !isConstant(emg.subspan(first, kSamplesPerEpoch))) {
            tone = logPower(periodogram.power(emg.subspan(first, kSamplesPerEpoch)), kMuscle);
            level = meanOf(emg.subspan(first, kSamplesPerEpoch));
        }
        features.delta.push_back(delta);
        features.theta.push_back(theta);
        features.fast.push_back(fast);
        features.emgTone.push_back(tone);
        features.emgLevel.push_back(level);
    }
}

} // namespace somno::sdreamer
