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

scoring::Proposal inEpochs(const scoring::Proposal &seconds, double epochSec, const signal::TimeMap &time)
{
    scoring::Proposal proposal = seconds.onGrid(epochSec, seconds.size() / EpochIndex(epochSec));
    const Ticks epoch = toTicks(epochSec);
    for (EpochIndex i = 0; !time.isContinuous() && i < proposal.size(); ++i)
        if (!time.isWhole(i * epoch, (i + 1) * epoch)) {
            const auto row = std::span(proposal.probabilities).subspan(size_t(i) * proposal.classes.size());
            std::fill_n(row.begin(), proposal.classes.size(), std::numeric_limits<float>::quiet_NaN());
        }
    return proposal;
}

} // namespace somno::sdreamer
