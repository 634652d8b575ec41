// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

#include "core/base/samplerate.h"
#include "core/scoring/stage.h"

namespace somno::io {

/// No label lies or lasts beyond: such times are no seconds.
inline constexpr double kFarthestSec = 1e9;

/// A stage from `onset` for `duration`, as a label file states it.
struct LabelRow {
    Ticks onset = 0;
    Ticks duration = 0;
    scoring::Stage stage = scoring::Stage::Unscored;
    scoring::EpochSource source = scoring::EpochSource::Imported;
    std::vector<float> probabilities; ///< one a class, empty where the file states none
    QString word = {};                ///< in the file, where it says a stage that the set in use lacks, and not this
};

/// What every label format reads into; rows in the order of the file, a later one wins where two overlap.
struct LabelTable {
    std::vector<LabelRow> rows;
    std::vector<scoring::Stage> classes; ///< columns of the probabilities
    Ticks epoch = 0;                     ///< where the file states its epoch length, else 0
    Ticks end = 0;                       ///< end of the scoring where it lies behind the last row, else 0
    QStringList warnings = {};           ///< what was understood in some way only, in words
};

/// Rows without a duration (0) last until the next one, the last as long as the one before it.
void completeDurations(std::vector<LabelRow> &rows);

} // namespace somno::io
