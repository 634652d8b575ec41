// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prepare/normaliser.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace somno::sdreamer {

namespace {

constexpr double kNormalMad = 1.4826; // deviation of a normal distribution over its MAD
constexpr float kKnee = 10;
constexpr float kLimit = 20;

// The running scale of an EMG.
constexpr EpochIndex kLevelStep = 60;  // a level a minute
constexpr EpochIndex kWindow = 1800;   // from half an hour: three to five sleep cycles of a mouse
constexpr size_t kLeastEpochs = 300;   // that a window must hold to be judged
constexpr double kQuietQuantile = 0.1; // of the epochs' RMS: the quiet muscle
constexpr double kActiveQuantile = 0.9;
constexpr double kRestShare = 0.25;                    // of the epochs give the level b
constexpr double kLeastContrast = 0.7;                 // of the recording's usual one, in logarithms
constexpr double kNoContrast = 0.4, kFullContrast = 1; // logarithms between which the correction grows to its full size
constexpr double kLargestCorrection = 4;               // to each side of the recording's quiet RMS
constexpr double kQuietUnits = 4;                      // quiet RMS in one unit of the output

/// Linear up to the knee, then bending towards the limit, with no corner.
float saturated(double y)
{
    const double magnitude = std::abs(y);
    if (magnitude <= double(kKnee))
        return float(y);
    const double room = double(kLimit - kKnee);
    return float(std::copysign(double(kKnee) + room * std::tanh((magnitude - double(kKnee)) / room), y));
}

template <class T>
T quantile(std::vector<T> &values, double share)
{
    const auto nth = values.begin() + qint64(share * double(values.size() - 1));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

/// The quiet and the active muscle of a stretch of time.
struct Muscle {
    double quiet = 0;  ///< logarithm of the RMS
    double active = 0; ///< likewise
    double level = 0;  ///< mean of the signal in quiet epochs
    [[nodiscard]] double contrast() const { return active - quiet; }
};

/// None where too few epochs have a signal.
std::optional<Muscle> muscleIn(const ChannelStatistics &statistics, EpochIndex first, EpochIndex last, size_t atLeast)
{
    std::vector<std::pair<double, double>> epochs; // RMS and mean
    for (EpochIndex i = first; i < last; ++i)
        if (const float rms = statistics.epochRms[size_t(i)]; rms > 0) // neither 0 nor NaN
            epochs.emplace_back(double(rms), double(statistics.epochMeans[size_t(i)]));
    if (epochs.empty() || epochs.size() < atLeast)
        return std::nullopt;
    Muscle muscle;
    muscle.active = std::log(quantile(epochs, kActiveQuantile).first);
    const double rest = quantile(epochs, kRestShare).first;
    std::vector<double> levels;
    for (const auto &[rms, mean] : epochs)
        if (rms <= rest)
            levels.push_back(mean);
    muscle.quiet = std::log(quantile(epochs, kQuietQuantile).first);
    muscle.level = quantile(levels, 0.5);
    return muscle;
}

/// Levels between known ones linearly, before the first and after the last as these.
void fillGaps(std::vector<std::optional<Muscle>> &muscles, const Muscle &otherwise)
{
    std::optional<size_t> before;
    for (size_t i = 0; i <= muscles.size(); ++i) {
        if (i < muscles.size() && !muscles[i])
            continue;
        for (size_t gap = before ? *before + 1 : 0; gap < i; ++gap) {
            const Muscle left = before ? *muscles[*before] : i < muscles.size() ? *muscles[i] : otherwise;
            const Muscle right = i < muscles.size() ? *muscles[i] : left;
            const double share = before ? double(gap - *before) / double(i - *before) : 0;
            muscles[gap]
                = Muscle{std::lerp(left.quiet, right.quiet, share), 0, std::lerp(left.level, right.level, share)};
        }
        before = i;
    }
}

/// The muscle around each minute. A window tells the quiet level only where the animal both slept and woke in it, which
/// shows in its contrast: in hours of waking, the quiet level is taken from the sleep before and after instead, so that
/// long waking is not taken for a larger gain.
std::vector<Muscle> musclesOf(const ChannelStatistics &statistics, const Muscle &whole)
{
    const auto epochs = EpochIndex(statistics.epochRms.size());
    std::vector<std::optional<Muscle>> muscles;
    std::vector<double> contrasts;
    for (EpochIndex epoch = 0; epoch < epochs + kLevelStep; epoch += kLevelStep) {
        const EpochIndex first
            = std::clamp<EpochIndex>(epoch - kWindow / 2, 0, std::max<EpochIndex>(0, epochs - kWindow));
        muscles.push_back(muscleIn(statistics, first, std::min(epochs, first + kWindow), kLeastEpochs));
        if (muscles.back())
            contrasts.push_back(muscles.back()->contrast());
    }
    const double usual = contrasts.empty() ? 0 : quantile(contrasts, 0.5);
    for (auto &muscle : muscles)
        if (muscle && muscle->contrast() < kLeastContrast * usual)
            muscle.reset();
    fillGaps(muscles, whole);
    const double trust = std::clamp((usual - kNoContrast) / (kFullContrast - kNoContrast), 0.0, 1.0);
    std::vector<Muscle> result;
    result.reserve(muscles.size());
    for (const auto &muscle : muscles)
        result.push_back(
            {std::lerp(whole.quiet, muscle->quiet, trust), 0, std::lerp(whole.level, muscle->level, trust)});
    return result;
}

} // namespace

Normaliser Normaliser::zScore(const ChannelStatistics &statistics)
{
    Normaliser normaliser;
    normaliser.m_levels = {{statistics.moments.mean, statistics.moments.deviation()}};
    normaliser.m_saturates = false;
    return normaliser;
}

Normaliser Normaliser::robust(ChannelStatistics &statistics)
{
    Normaliser normaliser;
    if (statistics.sample.empty()) { // hardly a number in the whole recording
        normaliser = zScore(statistics);
        normaliser.m_saturates = normaliser.m_isFallback = true;
        return normaliser;
    }
    const double median = double(quantile(statistics.sample, 0.5));
    for (float &value : statistics.sample)
        value = float(std::abs(double(value) - median));
    const double mad = double(quantile(statistics.sample, 0.5));
    normaliser.m_isFallback = mad <= 0;
    normaliser.m_levels = {{median, mad > 0 ? kNormalMad * mad : statistics.moments.deviation()}};
    return normaliser;
}

Normaliser Normaliser::running(const ChannelStatistics &statistics)
{
    const auto whole = muscleIn(statistics, 0, EpochIndex(statistics.epochRms.size()), 1);
    if (!whole) { // steps between epochs, and nothing within any
        Normaliser normaliser = zScore(statistics);
        normaliser.m_saturates = normaliser.m_isFallback = true;
        return normaliser;
    }
    Normaliser normaliser;
    const double room = std::log(kLargestCorrection);
    for (const Muscle &muscle : musclesOf(statistics, *whole))
        normaliser.m_levels.push_back(
            {muscle.level, kQuietUnits * std::exp(std::clamp(muscle.quiet, whole->quiet - room, whole->quiet + room))});
    return normaliser;
}

Normaliser::Level Normaliser::at(EpochIndex epoch) const
{
    const size_t index = std::min(size_t(epoch / kLevelStep), m_levels.size() - 1);
    const Level &level = m_levels[index];
    if (index + 1 >= m_levels.size())
        return level;
    const double share = double(epoch % kLevelStep) / double(kLevelStep);
    return {std::lerp(level.centre, m_levels[index + 1].centre, share),
            std::lerp(level.scale, m_levels[index + 1].scale, share)};
}

void Normaliser::apply(EpochIndex first, std::span<float> samples) const
{
    scale(first, samples);
    if (m_saturates)
        saturate(samples);
}

void Normaliser::saturate(std::span<float> samples)
{
    for (float &value : samples)
        value = saturated(double(value));
}

void Normaliser::scale(EpochIndex first, std::span<float> samples) const
{
    for (size_t i = 0; i < samples.size(); i += kSamplesPerEpoch) {
        const Level level = at(first + EpochIndex(i) / kSamplesPerEpoch);
        for (float &value : samples.subspan(i, kSamplesPerEpoch)) {
            value = std::isfinite(value) ? float((double(value) - level.centre) / level.scale) : 0.0f;
        }
    }
}

} // namespace somno::sdreamer
