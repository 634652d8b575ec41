// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "scoring/hypnogram.h"

namespace somno::scoring {

// Where a key takes the reviewer. Each function answers with the first epoch of the nearest run that starts
// strictly after (next) or before (previous) `from`; nullopt when there is none. Any `from` is allowed.

/// Whether a model scored this epoch with a confidence (largest probability) below `threshold`.
[[nodiscard]] bool isUncertain(const Hypnogram &hypnogram, EpochIndex epoch, double threshold);

[[nodiscard]] std::optional<EpochIndex> nextUncertain(const Hypnogram &hypnogram, EpochIndex from, double threshold);
[[nodiscard]] std::optional<EpochIndex> previousUncertain(const Hypnogram &hypnogram, EpochIndex from,
                                                          double threshold);

[[nodiscard]] std::optional<EpochIndex> nextUnscored(const Hypnogram &hypnogram, EpochIndex from);
[[nodiscard]] std::optional<EpochIndex> previousUnscored(const Hypnogram &hypnogram, EpochIndex from);

/// Starts of bouts (runs of one stage, unscored included).
[[nodiscard]] std::optional<EpochIndex> nextBoutBoundary(const Hypnogram &hypnogram, EpochIndex from);
[[nodiscard]] std::optional<EpochIndex> previousBoutBoundary(const Hypnogram &hypnogram, EpochIndex from);

} // namespace somno::scoring
