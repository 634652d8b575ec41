// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/scoring/hypnogram.h"
#include "core/signal/timemap.h"

namespace somno::sdreamer {

/// That a recording of so many seconds can be scored in epochs of that length: whole seconds, 1 to 60.
/// Errors InvalidArgument, TooShort.
[[nodiscard]] Result<> checkEpochLength(double epochSec, EpochIndex seconds);

/// A proposal of seconds in epochs of whole seconds, each the mean of those of its seconds that are
/// scored; a ragged tail is dropped. An epoch that touches a gap says nothing.
[[nodiscard]] scoring::Proposal inEpochs(const scoring::Proposal &seconds, double epochSec,
                                         const signal::TimeMap &time);

} // namespace somno::sdreamer
