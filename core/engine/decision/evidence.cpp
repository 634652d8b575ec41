// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/engine/decision/rules.h"
#include "core/engine/decision/finitevalues.h"
#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {

constexpr size_t kClasses = scoring::kLearnedClasses.size();
constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
// Seconds to each side, and where the stretches before and after begin and end. All judgement.
constexpr EpochIndex kNowHalf = 1, kNearHalf = 5, kWideHalf = 30, kFrom = 30, kTo = 150;
constexpr float kLargestOdds = 10;
constexpr size_t kEegFeatures = 6, kEmgFeatures = 2;
constexpr size_t kFeatureFacts = 5, kHeadFacts = 4, kRulesFacts = 2, kOwnFacts = 1;
constexpr size_t kMeans = 5, kBriefMeans = 2;

struct Layout {
    size_t features, variabilities, heads;

    explicit Layout(Input input)
        : features(input == Input::Eeg   ? kEegFeatures
                   : input == Input::Emg ? kEmgFeatures
                                         : kEegFeatures + kEmgFeatures),
          variabilities(input == Input::Both ? 2 : 1), heads(input == Input::Both ? 3 : 1)
    {
    }
    [[nodiscard]] size_t ofRecording() const
    {
        return features * kFeatureFacts + heads * kHeadFacts + kRulesFacts + kOwnFacts;
    }
    [[nodiscard]] size_t width() const
    {
        return (features + 2 * heads) * kMeans + 2 * kBriefMeans + variabilities + ofRecording();
    }
};

std::vector<float> part(const std::vector<float> &values, EpochIndex first, EpochIndex last, size_t width = 1)
{
    if (values.empty())
        return {};
    return {values.begin() + std::ptrdiff_t(size_t(first) * width),
            values.begin() + std::ptrdiff_t(size_t(last) * width)};
}

/// ln odds of NREM, then of REM, against Wake, from logits or ln probabilities.
std::array<std::vector<float>, 2> oddsOf(const std::vector<float> &logits)
{
    std::array<std::vector<float>, 2> odds;
    for (size_t at = 0; at < logits.size(); at += kClasses)
        for (size_t c = 1; c < kClasses; ++c) // a number that is none stays none
            odds[c - 1].push_back(std::clamp(logits[at + c] - logits[at], -kLargestOdds, kLargestOdds));
    return odds;
}

/// An integrated EMG has its tone in its level: ln of its distance from the floor, upright or inverted as it lies.
std::vector<float> logLevel(const std::vector<float> &level)
{
    const double low = double(quantileOf(level, 0.01)), high = double(quantileOf(level, 0.99)),
                 middle = double(quantileOf(level, 0.5));
    const bool inverted = high - middle < middle - low;
    std::vector<float> result;
    for (const float value : level) {
        const double above = inverted ? high - double(value) : double(value) - low;
        result.push_back(
            std::isfinite(value) && high > low ? float(std::log(std::max(above, 0.0) / (high - low) + 0.05)) : kNaN);
    }
    return result;
}

} // namespace

Evidence Evidence::cut(EpochIndex first, EpochIndex last) const
{
    Evidence result;
    const SignalFeatures &s = signal;
    result.signal = {part(s.delta, first, last),   part(s.lowTheta, first, last), part(s.theta, first, last),
                     part(s.sigma, first, last),   part(s.beta, first, last),     part(s.fast, first, last),
                     part(s.emgTone, first, last), part(s.emgLevel, first, last)};
    result.heads = {part(heads.mix, first, last, kClasses), part(heads.eeg, first, last, kClasses),
                    part(heads.emg, first, last, kClasses)};
    return result;
}

EvidenceRows::Series::Series(const std::vector<float> &values)
{
    m_sums.reserve(values.size() + 1);
    m_counts.reserve(values.size() + 1);
    for (const float value : values) {
        const bool known = std::isfinite(value);
        m_sums.push_back(m_sums.back() + (known ? double(value) : 0));
        m_counts.push_back(m_counts.back() + (known ? 1 : 0));
    }
}

double EvidenceRows::Series::mean(EpochIndex first, EpochIndex last) const
{
    const size_t from = size_t(std::clamp<EpochIndex>(first, 0, size())),
                 to = size_t(std::clamp<EpochIndex>(last, 0, size()));
    const qint32 count = from < to ? m_counts[to] - m_counts[from] : 0;
    return count > 0 ? (m_sums[to] - m_sums[from]) / count : 0;
}

size_t EvidenceRows::width(Input input)
{
    return Layout(input).width();
}

size_t EvidenceRows::recordingWidth(Input input)
{
    return Layout(input).ofRecording();
}

EvidenceRows::EvidenceRows(const Evidence &evidence, Input input)
    : m_size(evidence.size()), m_silent(size_t(evidence.size()), true)
{
    const SignalFeatures &signal = evidence.signal;
    const bool eeg = input != Input::Emg, emg = input != Input::Eeg;
    for (size_t i = 0; i < m_silent.size(); ++i)
        m_silent[i] = !(eeg && std::isfinite(signal.delta[i])) && !(emg && std::isfinite(signal.emgTone[i]));
    if (eeg) {
        for (const auto *values :
             {&signal.delta, &signal.lowTheta, &signal.theta, &signal.sigma, &signal.beta, &signal.fast})
            addFeature(*values);
        addVariability(signal.delta);
    }
    if (emg) {
        addFeature(signal.emgTone);
        addFeature(logLevel(signal.emgLevel));
        addVariability(signal.emgTone);
    }
    if (input == Input::Both)
        addHead(evidence.heads.mix);
    if (eeg)
        addHead(evidence.heads.eeg);
    if (emg)
        addHead(evidence.heads.emg);
    addRules(evidence, input);
    m_recording.push_back(float(std::log(double(std::max<EpochIndex>(m_size, 1)) / 3600)));
}

void EvidenceRows::addFeature(const std::vector<float> &values)
{
    const std::vector<float> near = smoothed(values, int(kNearHalf));
    const float middle = quantileOf(near, 0.5);
    std::vector<float> centred(values);
    for (float &value : centred)
        value -= middle;
    m_series.emplace_back(centred);
    for (const double q : {0.05, 0.25, 0.75, 0.95}) {
        const float spread = quantileOf(near, q) - middle;
        m_recording.push_back(std::isfinite(spread) ? spread : 0);
    }
    const double all = varianceOf(values);
    m_recording.push_back(all > 0 ? float(varianceOf(near) / all) : 0);
}

void EvidenceRows::addVariability(const std::vector<float> &values)
{
    std::vector<float> steps(values.size(), kNaN);
    for (size_t i = 1; i < values.size(); ++i)
        steps[i] = std::abs(values[i] - values[i - 1]);
    const float middle = quantileOf(steps, 0.5);
    for (float &step : steps)
        step -= middle;
    m_slowSeries.emplace_back(steps);
}

void EvidenceRows::addHead(const std::vector<float> &logits)
{
    const std::vector<float> none(size_t(m_size) * kClasses, kNaN);
    const auto odds = oddsOf(logits.empty() ? none : logits);
    for (const auto &one : odds) {
        m_series.emplace_back(one);
        const Series &series = m_series.back();
        m_recording.push_back(float(series.mean(0, m_size)));
        m_recording.push_back(float(std::sqrt(varianceOf(smoothed(one, int(kNearHalf))))));
    }
}

void EvidenceRows::addRules(const Evidence &evidence, Input input)
{
    SignalFeatures signal = evidence.signal;
    const std::vector<float> none(size_t(m_size), kNaN);
    if (input == Input::Eeg)
        signal.emgTone = signal.emgLevel = none;
    if (input == Input::Emg)
        signal.delta = signal.lowTheta = signal.theta = signal.sigma = signal.beta = signal.fast = none;
    std::vector<float> logs = applyRules(signal).probabilities;
    for (float &value : logs)
        value = std::log(std::max(value, 1e-3f));
    for (const auto &one : oddsOf(logs)) {
        m_briefSeries.emplace_back(one);
        m_recording.push_back(float(m_briefSeries.back().mean(0, m_size)));
    }
}

void EvidenceRows::row(EpochIndex second, std::span<float> out) const
{
    size_t at = 0;
    const auto put = [&](double value) { out[at++] = float(value); };
    for (const Series &series : m_series) {
        put(series.around(second, kNowHalf));
        put(series.around(second, kNearHalf));
        put(series.around(second, kWideHalf));
        put(series.mean(second - kTo, second - kFrom));
        put(series.mean(second + kFrom + 1, second + kTo + 1));
    }
    for (const Series &series : m_briefSeries) {
        put(series.around(second, 0));
        put(series.around(second, kNearHalf));
    }
    for (const Series &series : m_slowSeries)
        put(series.around(second, kNearHalf));
    for (const float fact : m_recording)
        put(double(fact));
}

} // namespace somno::sdreamer
