// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/scoring/hypnogram.h"

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

/// Starts of runs of one stage that await review (automatic or imported; unscored epochs do not).
[[nodiscard]] std::optional<EpochIndex> nextUnreviewed(const Hypnogram &hypnogram, EpochIndex from);

/// A run of one stage and one source that awaits review, with its place in the order of doubt.
struct DoubtfulBout {
    EpochRange range;
    /// Mean probability that the model gives the stage that stands there: the mean confidence of an automatic bout.
    /// Infinite where the model said nothing, so that such bouts come last.
    double support = 0;
    friend bool operator==(const DoubtfulBout &, const DoubtfulBout &) = default;
};

/// The first bout in the order of doubt, least support first, then by time; where `after` is given, the first that
/// comes after it, whether `after` itself still awaits review or not. One pass over the recording, nothing is kept: the
/// order is that of the scoring as it is. nullopt when there is none.
[[nodiscard]] std::optional<DoubtfulBout> nextInDoubt(const Hypnogram &hypnogram,
                                                      const std::optional<DoubtfulBout> &after = {});
/// The last bout that comes before `before` in that order.
[[nodiscard]] std::optional<DoubtfulBout> previousInDoubt(const Hypnogram &hypnogram, const DoubtfulBout &before);

/// Runs of automatic epochs to which the model gives at least this confidence.
[[nodiscard]] std::vector<EpochRange> confidentRuns(const Hypnogram &hypnogram, double threshold);

} // namespace somno::scoring
