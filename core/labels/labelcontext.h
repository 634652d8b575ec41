// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>

#include "core/scoring/stageset.h"

namespace somno::io {

/// How labels lie that state another start clock than the recording.
enum class LabelClock {
    Automatic, ///< by the clock where that leaves them on the recording, else by its start
    ByClock,   ///< moved by the difference of the clocks
    ByStart,   ///< onsets count from the start of the recording, as MNE reads them
};

/// What a reader of labels may need to know that its file does not say.
struct LabelContext {
    double epochSec = 0; ///< wanted; 0: as the file has it, its own rows or the longest usual one that all onsets fit
    double rowSec = 0;   ///< what a row lasts in a file of one value a line; 0: what the recording's length tells
    double totalSec = 0; ///< length of the recording: epochs end there, unscored ones fill up to it; 0: not known
    QDateTime recordingStart = {}; ///< its clock; invalid: not known
    LabelClock clock = LabelClock::Automatic;
    scoring::StageSet stages = {}; ///< whose names are understood, and that the labels get where it holds them
    QHash<QString, scoring::Stage> stageMap = {}; ///< words and codes of the file, in lower case; before all else
    QString scorer = {};                          ///< whose labels, of a file with several; empty: the first
    QString format = {};                          ///< id of the LabelFormat; empty: by content, then by ending
    bool strict = false;                          ///< whatever is odd is an error
};

/// What a label file needs to know beside the hypnogram.
struct LabelWriteOptions {
    QDateTime recordingStart = {}; ///< start clock of the recording (EDF+ needs one)
    bool withSource = false;       ///< who set each epoch, where the format can hold it
    QString format = {};           ///< id of the LabelFormat; empty: by ending
};

} // namespace somno::io
