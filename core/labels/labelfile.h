// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/labels/labelformat.h"
#include "core/labels/stagewords.h"

namespace somno::io {

/// The scoring of one scorer of a file.
struct ScorerLabels {
    QString scorer; ///< as the file calls whoever it was; empty where it does not
    scoring::Hypnogram hypnogram;
};

/// What a file leaves open: its labels are not taken before the context says it.
enum class LabelQuestion {
    Stages = 1,    ///< none of its words is a stage that is known: LabelContext::stageMap
    RowLength = 2, ///< nothing tells how long a row lasts: LabelContext::rowSec
};
Q_DECLARE_FLAGS(LabelQuestions, LabelQuestion)
Q_DECLARE_OPERATORS_FOR_FLAGS(LabelQuestions)

/// What was read from a file of labels, and what was found in it.
struct LabelImport {
    scoring::Hypnogram hypnogram;          ///< of the scorer asked for, else the first; none where a length is open
    Deviations deviations = {};            ///< nothing is corrected, cut or left out that is not among them
    const LabelFormat *format = nullptr;   ///< that it was read as
    QString scorer = {};                   ///< of `hypnogram`
    std::vector<ScorerLabels> others = {}; ///< of the other scorers
    QDateTime start = {};                  ///< clock that the file states; invalid: none
    qint64 rows = 0;                       ///< of the file, or its annotations
    std::vector<WordUse> words = {};       ///< that the file uses for stages, and all others where it has such
    double epochSec = 0;                   ///< that the file itself is made of; 0 while that is open
    Ticks shift = 0;                       ///< that its onsets were moved by, to lie by the clock
    bool holdsEvents = false;              ///< beside stages, so that not every word is one
    LabelQuestions open = {};              ///< always nothing in what readLabels() returns
    Error refusal = {};                    ///< of readLabels() while anything is open
};

/// Reads a scoring with the format that `context` names, else the one that its content is of, else that of its ending.
/// Errors FileNotFound, FileNotReadable, UnsupportedFormat, LabelsInvalid (also where `context` is strict and anything
/// deviates), InvalidArgument (epoch length, format, scorer).
[[nodiscard]] Result<LabelImport> readLabels(const QString &path, const LabelContext &context = {});

/// The same for somebody who can be asked: what was found, also where something is open. The other errors are those of
/// readLabels().
[[nodiscard]] Result<LabelImport> surveyLabels(const QString &path, const LabelContext &context = {});

/// Whether a file is known to hold labels and is no recording.
[[nodiscard]] bool isLabelFile(const QString &path);

/// Writes a scoring in the format that `options` name, else that of the ending. Temporary name, sync, rename. Returns
/// what the format could not hold, in words.
[[nodiscard]] Result<QStringList> writeLabels(const QString &path, const scoring::Hypnogram &hypnogram,
                                              const LabelWriteOptions &options = {});

} // namespace somno::io
