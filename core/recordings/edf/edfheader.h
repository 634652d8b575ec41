// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QTime>
#include <vector>

#include "core/base/deviation.h"
#include "core/base/result.h"
#include "core/base/samplerate.h"
#include "core/recordings/edf/edfsignal.h"
#include "core/recordings/inputfile.h"

namespace somno::io {

/// The header of an EDF, EDF+, BDF or BDF+ file, read from its bytes and the size of the file.
struct EdfHeader {
    bool isBdf = false;
    bool isPlus = false;
    bool isDiscontinuous = false; ///< EDF+D or BDF+D: each record's time stamp says when it was recorded
    QString patient;
    QString recording;
    QDate startDate; ///< valid: 1 January 1985 where the file says none
    QTime startTime; ///< valid: midnight where the file says none
    qint64 records = 0;
    Ticks recordDuration = 0;
    qint64 headerBytes = 0; ///< where the data records begin
    qint64 recordBytes = 0;
    std::vector<EdfSignalHeader> signalHeaders;
    Deviations deviations; ///< in the order of the file
};

/// Whether a file begins as one of 16 bits a sample does, and one of 24.
[[nodiscard]] bool isEdf(const QByteArray &firstBytes, const QString &fileName = {});
[[nodiscard]] bool isBdf(const QByteArray &firstBytes, const QString &fileName = {});

/// Reads a header and whatever of it is beyond doubt, however it is written: what was odd stands in its deviations.
/// What is in doubt is a fault, named with its field, the byte offset, what stands there, what is wrong with it and
/// what to do. Reads what EDFlib reads, and the same.
/// Errors: FileNotFound, FileNotReadable, NotARecording, HeaderInvalid, Truncated, UnsupportedFormat.
[[nodiscard]] Result<EdfHeader> readEdfHeader(const QString &path);
/// Of a file that is open already.
[[nodiscard]] Result<EdfHeader> readEdfHeader(const InputFile &file);

} // namespace somno::io
