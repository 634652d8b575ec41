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
    int annotationBytes = 0;             ///< of each record, even
    std::vector<QByteArray> annotations; ///< a record each: time stamp and events, not yet filled up
    QStringList warnings;                ///< what EDF could not hold exactly
};

/// Chooses record duration and the room for annotations: rates exact where EDF can hold them, records of about
/// a second, no sample made up where the length allows. Errors InvalidArgument, UnsupportedFormat.
[[nodiscard]] Result<EdfPlan> planEdf(const signal::Recording &recording);

} // namespace somno::io
