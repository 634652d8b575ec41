// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QHash>
#include <optional>

#include "core/scoring/stageset.h"

namespace somno::io {

/// What a reader of labels may need to know that its file does not say.
struct LabelContext {
    double epochSec = 0; ///< wanted; 0: as the file has it, its own rows or the longest usual one that all onsets fit
    double totalSec = 0; ///< length of the recording: unscored epochs fill up to it; 0: not known
    QDateTime recordingStart = {}; ///< its clock, for files that state times of day; invalid: not known
    scoring::StageSet stages = {}; ///< whose names are understood, and that the labels get where it holds them
    QHash<QString, scoring::Stage> stageMap = {}; ///< words and codes of the file, in lower case; before all else
    QString scorer = {};                          ///< whose labels, of a file with several; empty: the first
    QString format = {};                          ///< id of the LabelFormat; empty: by content, then by ending

    /// The stage that a word or code stands for, whatever its case: by the map, the stage set, the usual spellings.
    /// Unscored for "?" and the like; nullopt for what is no stage.
    [[nodiscard]] std::optional<scoring::Stage> stageOf(const QString &text) const;
};

/// What a label file needs to know beside the hypnogram.
struct LabelWriteOptions {
    QDateTime recordingStart = {}; ///< start clock of the recording (EDF+ needs one)
    bool withSource = false;       ///< who set each epoch, where the format can hold it
    QString format = {};           ///< id of the LabelFormat; empty: by ending
};

} // namespace somno::io
