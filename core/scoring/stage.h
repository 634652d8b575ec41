// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace somno::scoring {

/// The stage of one epoch, one byte in memory and in projects. What a value is called is told by the StageSet of its
/// scoring. Values 0 to 2 are the classes of sDREAMER in its own order; from kFirstOwnStage on they are those of a
/// laboratory's own sets. Unscored is a value of its own and never becomes Wake.
enum class Stage : qint8 {
    Unscored = -1,
    Wake = 0,
    Nrem = 1,
    Rem = 2,
    Microarousal = 3,
    N1 = 4, ///< S1 of Rechtschaffen and Kales
    N2 = 5, ///< S2
    N3 = 6, ///< S3
    S4 = 7,
    MovementTime = 8,
};

/// The first value that means nothing but what a laboratory's own set says, and the end of all values.
inline constexpr int kFirstOwnStage = 16;
inline constexpr int kStageValues = 32;

/// Who said the stage of an epoch.
enum class EpochSource : quint8 {
    None = 0,      ///< unscored
    Automatic = 1, ///< a model
    Human = 2,     ///< a scorer, by hand: set or corrected
    Imported = 3,  ///< read from a file of labels
    Confirmed = 4, ///< a model or a file; a scorer looked at it and agreed
};

/// Whether the scorer answers for the stage: set by hand, or looked at and confirmed.
[[nodiscard]] constexpr bool isReviewed(EpochSource source)
{
    return source == EpochSource::Human || source == EpochSource::Confirmed;
}

/// Whether there is a stage that the scorer has not answered for yet.
[[nodiscard]] constexpr bool awaitsReview(EpochSource source)
{
    return source == EpochSource::Automatic || source == EpochSource::Imported;
}

/// Whether auto-scoring leaves the stage alone: all that a person said, here or in the file it came from.
[[nodiscard]] constexpr bool isKeptFromModels(EpochSource source)
{
    return isReviewed(source) || source == EpochSource::Imported;
}

} // namespace somno::scoring
