// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>
#include <vector>

#include "core/base/deviation.h"
#include "core/base/samplerate.h"
#include "core/scoring/stage.h"

namespace somno::io {

/// No label lies or lasts beyond: such times are no seconds.
inline constexpr double kFarthestSec = 1e9;

/// Rows of a file of labels: of 4 s they are over half a year.
inline constexpr size_t kMostLabelRows = 5'000'000;

/// A stage from `onset` for `duration`, as a label file states it.
struct LabelRow {
    Ticks onset = 0;    ///< before the start where it is negative
    Ticks duration = 0; ///< 0: not stated
    QString word;       ///< or code for the stage as the file writes it; empty: unscored
    QString scorer = {};
    bool isEvent
        = false; ///< the file says that it is no stage, whatever the word; a map of the reader goes before that
    scoring::EpochSource source = scoring::EpochSource::Imported;
    std::vector<float> probabilities = {};           ///< one a class, empty where the file states none
    scoring::Stage stage = scoring::Stage::Unscored; ///< what the word means; not for readers: see stagewords.h
};

/// What onsets and durations count.
enum class LabelUnit {
    Seconds, ///< the file or its format says so
    Unsaid,  ///< seconds unless the numbers can only be milliseconds or epochs
    Epochs,  ///< a row an epoch, the first has onset 0; one epoch counts as a second until it is known how long it is
};

/// What every label format reads into: what the file says and nothing else. Rows in the order of the file.
struct LabelTable {
    std::vector<LabelRow> rows;
    std::vector<scoring::Stage> classes = {}; ///< columns of the probabilities
    LabelUnit unit = LabelUnit::Seconds;
    Ticks epoch = 0;               ///< where the file states its epoch length, else 0
    Ticks end = 0;                 ///< end of the scoring where the file states it, else 0
    QDateTime start = {};          ///< clock of onset 0, in UTC as Recording::start; invalid: not stated
    Ticks shift = 0;               ///< what each onset is to be moved by; not for readers: see labelalignment.h
    bool startHasDate = true;      ///< else the day of `start` means nothing
    bool absentIsUnscored = false; ///< the format has no other way to say it, so a gap is nothing odd
    bool holdsEvents = false;      ///< beside stages: a word that is none is nothing odd, unless it looks like one
    Deviations deviations = {};
};

} // namespace somno::io
