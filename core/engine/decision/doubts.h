// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/engine/decision/evidence.h"
#include "core/model/committee.h"
#include "core/scoring/hypnogram.h"

namespace somno::sdreamer {

/// What speaks against trusting a scoring, the gravest first: a channel that holds no EEG or no EMG, a recording unlike
/// all that was learned from, a network that the decision contradicts, or rules that do, a low confidence throughout, a
/// stage that is missing. Each is one sentence of what was seen and one of what helps. Empty for most recordings
/// (docs/proving-ground.md says how often, and how much less is right where something is said). Thresholds are
/// judgement, set by simulated mice.
[[nodiscard]] QStringList doubtsOf(const Evidence &evidence, const Committee &committee, Input input,
                                   const scoring::Proposal &decided);

/// No band of the EEG changes as sleep and wake do: noise, an electrode that hangs loose. False where there are no
/// features.
[[nodiscard]] bool showsNoSleep(const SignalFeatures &features);
/// The same of the EMG's tone and level.
[[nodiscard]] bool showsNoTone(const SignalFeatures &features);

} // namespace somno::sdreamer
