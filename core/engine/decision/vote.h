// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/scoring/hypnogram.h"

namespace somno::sdreamer {

/// What one EEG channel, with the EMG, says of a recording.
struct ChannelOpinion {
    QString channel;
    scoring::Proposal proposal;
    bool isBroken = false; ///< holds nothing that changes as sleep does: it has no vote while another one has
};

struct Vote {
    scoring::Proposal proposal;
    QStringList remarks; ///< channels that are broken, or that the others contradict, one sentence each
};

/// In each epoch the mean of the probabilities, each channel's weighed by how sure it is: by the logarithm of the
/// classes' number less its entropy, so that one that does not know has no vote. An epoch that no channel says anything
/// of stays unscored. All proposals are of one length and the same classes; there must be one at least.
[[nodiscard]] Vote voteOf(const std::vector<ChannelOpinion> &opinions);

} // namespace somno::sdreamer
