// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/epochlength.h"

#include <cmath>

namespace somno::sdreamer {

namespace {

constexpr int kLongestEpochSec = 60;

} // namespace

Result<> checkEpochLength(double epochSec, EpochIndex seconds)
{
    if (!(epochSec >= 1 && epochSec <= kLongestEpochSec && epochSec == std::floor(epochSec)))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("Epochs of %1 s cannot be scored.").arg(epochSec),
                       QStringLiteral("Scoring decides second by second: choose whole seconds from 1 to %1.")
                           .arg(kLongestEpochSec));
    if (double(seconds) < epochSec)
        return failure(
            ErrorCode::TooShort, QStringLiteral("The recording is shorter than one epoch."),
            QStringLiteral("It lasts %1 s and an epoch is %2 s. Choose a shorter epoch.").arg(seconds).arg(epochSec));
    return {};
}

scoring::Proposal inEpochs(scoring::Proposal seconds, double epochSec)
{
    const auto length = size_t(epochSec);
    if (length == 1)
        return seconds;
    const size_t classes = seconds.classes.size();
    std::vector<float> means(seconds.probabilities.size() / (classes * length) * classes);
    for (size_t i = 0; i < means.size(); ++i) {
        const size_t first = i / classes * length * classes + i % classes;
        double sum = 0;
        int scored = 0;
        for (size_t s = 0; s < length; ++s)
            if (const float probability = seconds.probabilities[first + s * classes]; !std::isnan(probability)) {
                sum += double(probability);
                ++scored;
            }
        means[i] = float(sum / scored); // not a number, that is unscored, where no second is scored
    }
    seconds.probabilities = std::move(means);
    seconds.epochSec = epochSec;
    return seconds;
}

} // namespace somno::sdreamer
