// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QStringList>
#include <vector>

#include "core/base/result.h"
#include "core/signal/recording.h"

namespace somno::io {

/// How a recording is cut into the data records of an EDF+ file.
struct EdfPlan {
    Ticks recordDuration = 0;      ///< 0 in a file of nothing but annotations
    QByteArray recordDurationText; ///< as the header states it
    qint64 records = 0;
    std::vector<int> samplesPerRecord;   ///< a channel each
    int annotationBytes = 0;             ///< of each record, whole samples
    std::vector<QByteArray> annotations; ///< a record each: time stamp and events, not yet filled up
    QStringList warnings;                ///< what EDF could not hold exactly
    bool isBdf = false;                  ///< samples of 24 bits

    [[nodiscard]] int sampleBytes() const { return isBdf ? 3 : 2; }
};

/// Chooses record duration and the room for annotations: rates exact where EDF can hold them, records of about
/// a second, no sample made up where the length allows. Errors InvalidArgument, UnsupportedFormat.
[[nodiscard]] Result<EdfPlan> planEdf(const signal::Recording &recording);
/// The room for annotations alone: record duration, records and samples stay what they are in `plan`. The time stamps
/// of the records are those of the recording's map of time, gaps included. Errors as above.
[[nodiscard]] Result<> planEdfAnnotations(const signal::Recording &recording, EdfPlan &plan);
/// As the header of a file states it; longer than its field where it cannot.
[[nodiscard]] QByteArray edfDurationText(Ticks ticks);

/// Whether a file of the one holds the annotations of the other: EDF+ has no empty texts, and no control characters.
[[nodiscard]] bool haveSameEvents(const signal::Recording &a, const signal::Recording &b);

} // namespace somno::io
