// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/prepare/signalfeatures.h"
#include "core/scoring/hypnogram.h"
#include "core/signal/channelchoice.h"

namespace somno::sdreamer {

inline const QString kRulesModel = QStringLiteral("rules");

/// A scorer without training, against which a model must prove itself. Every threshold is found in the recording:
/// high EMG is wake; of the rest, theta over delta power tells REM from NREM, where REM follows sleep only, and
/// seconds without slow waves are wake. Without EEG there is no REM, without EMG neither. Probabilities are logistic in
/// the distances to the thresholds. NaN rows where the features of both channels are NaN throughout.
///
/// The quantities are those of published threshold scorers of rodents (EMG, delta, theta over delta: Gross et al. 2009,
/// doi 10.1016/j.jneumeth.2009.07.009; Stephenson et al. 2009, doi 10.1016/j.jneumeth.2009.08.014), the thresholds are
/// Otsu's (doi 10.1109/TSMC.1979.4310076). Constants are judgement, set by eye on simulated mice. A step of the EMG's
/// gain is borne as far as wake and sleep differ by more than the step.
[[nodiscard]] scoring::Proposal applyRules(const SignalFeatures &features);

/// The rules on a recording; a channel of -1 counts as flat. `epochSec` as in ScoreOptions.
/// Errors ChannelMissing when neither channel is chosen, TooShort, InvalidArgument (epochSec), ComputeFailed,
/// Cancelled.
[[nodiscard]] Result<scoring::Proposal> scoreByRules(const signal::Recording &recording,
                                                     const io::ChannelChoice &choice, double epochSec = 1,
                                                     const Progress &progress = {});

} // namespace somno::sdreamer
