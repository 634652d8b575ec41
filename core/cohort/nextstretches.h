// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <span>
#include <vector>

#include "core/cohort/stretches.h"

namespace somno::learning {

/// A recording of the project with one scorer's scoring of it, cut into stretches.
struct StretchSource {
    qint64 recordingId = 0;
    QString subject; ///< the animal; recordings without one count as different animals
    StretchStock stock;
};

/// A stretch that is worth a look. The figures lie between 0 and 1.
struct NextStretch {
    size_t source = 0; ///< position among the recordings given
    EpochRange range;  ///< in epochs of the scoring
    double firstSec = 0;
    double lastSec = 0;
    double confidence = 0;
    double doubt = 0;   ///< mean entropy of the model's probabilities
    double rarity = 0;  ///< how much of it is of stages that are rare among the labels that count
    double variety = 0; ///< how far it is from all that is reviewed and from the stretches proposed before it
    QString reason;     ///< "doubtful: mean confidence 61 %; REM is rare in your labels"
};

struct NextChoice {
    size_t count = 20;           ///< at most so many
    bool importedCounts = false; ///< the imported scorings are an expert's
};

/// What to correct next, the most worthwhile first. Each stretch is chosen with those before it in mind: by the model's
/// doubt, beside the doubt that is usual here; by the share of stages that are rarer among the labels than an even
/// share of them; and by what sets it apart (stages, changes, animal, place in the recording) from all that is reviewed
/// or was chosen. The same for the same scorings, in whatever order the recordings are given. Takes 0.1 s for ten
/// animals of a day.
[[nodiscard]] std::vector<NextStretch> nextStretches(std::span<const StretchSource> sources,
                                                     const NextChoice &choice = {});

} // namespace somno::learning
