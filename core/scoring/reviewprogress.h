// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/base/samplerate.h"
#include "core/scoring/stage.h"

namespace somno::scoring {

class Hypnogram;

/// How far scoring and review of a recording have come, in epochs. Unscored epochs are never reviewed.
struct ReviewProgress {
    EpochIndex epochs = 0;
    EpochIndex scored = 0;
    EpochIndex reviewed = 0; ///< isReviewed()

    /// Shares of all epochs, 0 to 1; 0 without epochs.
    [[nodiscard]] double scoredFraction() const;
    [[nodiscard]] double reviewedFraction() const;
    friend bool operator==(const ReviewProgress &, const ReviewProgress &) = default;
};

/// A share in whole percents, rounded down: 100 is said only when nothing is left.
[[nodiscard]] int wholePercent(double fraction);

/// One stage and one source an epoch; both spans are of one length.
[[nodiscard]] ReviewProgress reviewProgress(std::span<const Stage> stages, std::span<const EpochSource> sources);
[[nodiscard]] ReviewProgress reviewProgress(const Hypnogram &hypnogram);

} // namespace somno::scoring
