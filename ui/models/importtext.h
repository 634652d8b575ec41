// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "core/labels/labelfile.h"

namespace somno::ui {

/// Something about a file of labels that is to be known before it is taken.
struct ImportNote {
    QString text;
    bool isGrave = false; ///< labels are lost, moved or in doubt, and not merely tidied
    friend bool operator==(const ImportNote &, const ImportNote &) = default;
};

/// "CSV table"
[[nodiscard]] QString formatName(const io::LabelFormat &format);
/// "EDF+ annotations · 2,880 epochs of 30 s · starts at 09:00:00 · scorer Anna"
[[nodiscard]] QString importSummary(const io::LabelImport &labels);
/// What is odd, the grave first; words that are not understood in one sentence.
[[nodiscard]] std::vector<ImportNote> importNotes(const io::LabelImport &labels);
/// Whether a word should have been a stage and is none that is known.
[[nodiscard]] bool isNotUnderstood(const io::WordUse &use, const io::LabelImport &labels);
/// "200 of 240 epochs are scored now."
[[nodiscard]] QString scoredText(const scoring::Hypnogram &hypnogram);

} // namespace somno::ui
