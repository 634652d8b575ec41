// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <optional>
#include <vector>

#include "core/base/deviationlog.h"
#include "core/base/samplerate.h"

namespace somno::io {

/// One text with its time behind the header's start time.
struct EdfAnnotation {
    Ticks onset = 0;
    Ticks duration = -1; ///< -1: none given
    QString text;
    int signal = 0; ///< which of the annotation signals it stands in
};

/// Where an annotation signal of one data record lies, for words.
struct AnnotationPlace {
    qint64 record = 0;
    qint64 byte = 0; ///< in the file
};

/// What an annotation signal says in one data record.
struct AnnotationLists {
    std::optional<Ticks> stamp; ///< when the record starts: the onset of the first list where its first text is empty
    std::vector<EdfAnnotation> events;
    bool isBlank = true; ///< nothing but filling
};

/// Reads time-stamped lists, "+onset[\x15duration]\x14text\x14text\x14\0", zeros behind them. What is written otherwise
/// but beyond doubt is read; a text that is not is left out; `log` hears of either. Texts are cut to 512 bytes.
[[nodiscard]] AnnotationLists readAnnotationLists(const QByteArray &bytes, const AnnotationPlace &place,
                                                  DeviationLog &log);

} // namespace somno::io
