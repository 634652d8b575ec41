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

/// What was read from a file of labels, and what was found in it.
struct LabelImport {
    scoring::Hypnogram hypnogram;          ///< of the scorer asked for, else the first
    Deviations deviations = {};            ///< nothing is corrected, cut or left out that is not among them
    const LabelFormat *format = nullptr;   ///< that it was read as
    QString scorer = {};                   ///< of `hypnogram`
    std::vector<ScorerLabels> others = {}; ///< of the other scorers
    QDateTime start = {};                  ///< clock that the file states; invalid: none
    qint64 rows = 0;                       ///< of the file, or its annotations
    std::vector<WordUse> words = {};       ///< that the file uses for stages, and all others where it has such
};

/// Reads a scoring with the format that `context` names, else the one that its content is of, else that of its ending.
/// Errors FileNotFound, FileNotReadable, UnsupportedFormat, LabelsInvalid (also where `context` is strict and anything
/// deviates), InvalidArgument (epoch length, format, scorer).
[[nodiscard]] Result<LabelImport> readLabels(const QString &path, const LabelContext &context = {});

/// Writes a scoring in the format that `options` name, else that of the ending. Temporary name, sync, rename. Returns
/// what the format could not hold, in words.
[[nodiscard]] Result<QStringList> writeLabels(const QString &path, const scoring::Hypnogram &hypnogram,
                                              const LabelWriteOptions &options = {});

} // namespace somno::io
