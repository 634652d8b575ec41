// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/base/deviation.h"
#include "core/labels/labelcontext.h"

namespace somno::io {

struct LabelFormat;
struct LabelTable;

/// A word or code of a label file, and what it was taken for.
struct WordUse {
    QString word;
    std::optional<scoring::Stage> stage; ///< nullopt: no stage that is known, so unscored
    bool isStandIn = false;              ///< the set in use lacks what the file says; `stage` stands for it
    qint64 rows = 0;
    double seconds = 0;
};

/// The stage that a word or code stands for, whatever its case, accents, hyphens and spaces: by the map of the context,
/// its stage set, the usual spellings of several languages, human and rodent ("NonREM", "awake", "sommeil paradoxal",
/// "Sleep stage N2"). Unscored for "?", "artefact", "nan" and the like; nullopt for what is no stage. A mere number is
/// none.
[[nodiscard]] std::optional<scoring::Stage> stageOfWord(const QString &word, const LabelContext &context);

/// Whether a word that is not understood seems to say a stage all the same: "Sleep stage X", "REM?".
[[nodiscard]] bool looksLikeStage(const QString &word);

/// Gives every row the stage of its word, of a format's own codes too. Rows of a table that holds events go where they
/// are none. Returns the words in order of their first row, with the seconds that those which went state.
[[nodiscard]] std::vector<WordUse> understandWords(LabelTable &table, const LabelFormat &format,
                                                   const LabelContext &context);

/// Adds what the rows of a table last, once that is known.
void addSeconds(std::vector<WordUse> &words, const LabelTable &table);

/// What is odd about the words: not known, or of a stage that the set in use lacks.
[[nodiscard]] Deviations oddWords(const std::vector<WordUse> &words, const LabelTable &table);

} // namespace somno::io
