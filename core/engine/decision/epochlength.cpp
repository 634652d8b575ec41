// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/epochlength.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace somno::sdreamer {

Result<> checkEpochLength(double epochSec, EpochIndex seconds)
{
    if (!(epochSec >= scoring::kShortestEpochSec && epochSec <= scoring::kLongestEpochSec
          && epochSec == std::floor(epochSec)))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("Epochs of %1 s cannot be scored.").arg(epochSec),
                       QStringLiteral("Scoring decides second by second: choose whole seconds from 1 to %1.")
                           .arg(scoring::kLongestEpochSec));
    if (double(seconds) < epochSec)
        return failure(
            ErrorCode::TooShort, QStringLiteral("The recording is shorter than one epoch."),
            QStringLiteral("It lasts %1 s and an epoch is %2 s. Choose a shorter epoch.").arg(seconds).arg(epochSec));
    return {};
}

scoring::Proposal inEpochs(const scoring::Proposal &seconds, double epochSec, const signal::TimeMap &time,
                           const Progress &progress)
{
    scoring::Proposal proposal = seconds.onGrid(epochSec, seconds.size() / EpochIndex(epochSec));
    if (time.isContinuous())
        return proposal;
    EpochIndex last = 0, unscored = 0;
    const auto leaveOut = [&](EpochIndex first, EpochIndex end) {
        const auto classes = EpochIndex(proposal.classes.size());
        unscored += end - first;
        std::fill(proposal.probabilities.begin() + first * classes, proposal.probabilities.begin() + end * classes,
                  std::numeric_limits<float>::quiet_NaN());
    };
    for (const signal::EpochSpan &span : time.wholeEpochs(toTicks(epochSec))) {
        leaveOut(last, span.first);
        last = std::min(span.last, proposal.size());
    }
    leaveOut(last, proposal.size());
    progress.warning(QStringLiteral("The recording has gaps: %1 of its %2 epochs touch one and stay unscored.")
                         .arg(unscored)
                         .arg(proposal.size()));
    return proposal;
}

} // namespace somno::sdreamer
