// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/sequenceprior.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/scoring/learnedclass.h"

namespace somno::sdreamer {

namespace {

constexpr size_t kClasses = scoring::kLearnedClasses.size();
using Vector = std::array<double, kClasses>;

constexpr double kMeanSec[kClasses] = {123, 102, 67}; ///< of a bout
constexpr double kExits[kClasses][kClasses]
    = {{0, 0.998, 0.002}, {0.793, 0, 0.207}, {0.906, 0.094, 0}}; ///< shares of what comes next

/// What a step from second to second weighs.
struct Transitions {
    double to[kClasses][kClasses];

    explicit Transitions(double strength)
    {
        for (size_t from = 0; from < kClasses; ++from)
            for (size_t next = 0; next < kClasses; ++next)
                to[from][next]
                    = std::pow(from == next ? 1 - 1 / kMeanSec[from] : kExits[from][next] / kMeanSec[from], strength);
    }
};

void normalise(Vector &values)
{
    const double sum = values[0] + values[1] + values[2];
    for (double &value : values)
        value /= sum;
}

/// The weight of a second in each stage; the same in all where nothing is known.
Vector weightOf(std::span<const float> row, double sharpness)
{
    if (std::isnan(row[0]))
        return {1, 1, 1};
    Vector result;
    for (size_t c = 0; c < kClasses; ++c)
        result[c] = std::exp(sharpness * double(row[c]));
    normalise(result);
    return result;
}

Vector stepForward(const Transitions &transitions, const Vector &before, const Vector &weight)
{
    Vector now{};
    for (size_t from = 0; from < kClasses; ++from)
        for (size_t to = 0; to < kClasses; ++to)
            now[to] += before[from] * transitions.to[from][to] * weight[to];
    normalise(now);
    return now;
}

Vector stepBackward(const Transitions &transitions, const Vector &after, const Vector &weight)
{
    Vector now{};
    for (size_t from = 0; from < kClasses; ++from)
        for (size_t to = 0; to < kClasses; ++to)
            now[from] += transitions.to[from][to] * weight[to] * after[to];
    normalise(now);
    return now;
}

} // namespace

std::vector<float> decodeSequence(std::span<const float> logOpinion, const PriorWeights &weights)
{
    const Transitions transitions(weights.strength);
    const size_t seconds = logOpinion.size() / kClasses;
    std::vector<float> posterior(seconds * kClasses); // first what is known from before
    Vector state{};
    for (size_t i = 0; i < seconds; ++i) {
        const Vector weight = weightOf(logOpinion.subspan(i * kClasses, kClasses), weights.sharpness);
        state = i == 0 ? weight : stepForward(transitions, state, weight);
        for (size_t c = 0; c < kClasses; ++c)
            posterior[i * kClasses + c] = float(state[c]);
    }
    Vector after{1, 1, 1};
    for (size_t i = seconds; i-- > 0;) {
        const auto row = logOpinion.subspan(i * kClasses, kClasses);
        Vector both;
        for (size_t c = 0; c < kClasses; ++c)
            both[c] = double(posterior[i * kClasses + c]) * after[c];
        normalise(both);
        for (size_t c = 0; c < kClasses; ++c)
            posterior[i * kClasses + c] = std::isnan(row[0]) ? std::numeric_limits<float>::quiet_NaN() : float(both[c]);
        after = stepBackward(transitions, after, weightOf(row, weights.sharpness));
    }
    return posterior;
}

} // namespace somno::sdreamer
