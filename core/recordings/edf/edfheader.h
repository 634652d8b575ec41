// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QTime>
#include <vector>

#include "core/base/deviation.h"
#include "core/base/result.h"
#include "core/base/samplerate.h"
#include "core/recordings/inputfile.h"

namespace somno::io {

/// What the header says of one signal, annotation signals included.
struct EdfSignalHeader {
    QString label;
    QString transducer;
    QString unit;
    QString prefilter;
    double physicalMin = 0;
    double physicalMax = 0;
    int digitalMin = 0;
    int digitalMax = 0;
    bool isAnnotation = false;
    int samplesPerRecord = 0;
};

/// The header of an EDF, EDF+, BDF or BDF+ file, read from its bytes alone.
struct EdfHeader {
    bool isBdf = false;
    bool isPlus = false;
    bool isDiscontinuous = false; ///< EDF+D or BDF+D: each record's time stamp says when it was recorded
    QString patient;
    QString recording;
    QDate startDate;
    QTime startTime;
    qint64 records = 0;
    Ticks recordDuration = 0;
    qint64 headerBytes = 0;
    qint64 recordBytes = 0;
    std::vector<EdfSignalHeader> signalHeaders;
    Deviations deviations; ///< in the order of the file
};

/// Whether a file begins as one of 16 bits a sample does, and one of 24.
[[nodiscard]] bool isEdf(const QByteArray &firstBytes, const QString &fileName = {});
[[nodiscard]] bool isBdf(const QByteArray &firstBytes, const QString &fileName = {});

/// Reads and checks a header and the size of its file. A fault
/// is named with its field, the byte offset, what stands there, what is wrong with it and what to do.
/// Errors: FileNotFound, FileNotReadable, NotARecording, HeaderInvalid, Truncated, UnsupportedFormat.
[[nodiscard]] Result<EdfHeader> readEdfHeader(const QString &path);
/// Of a file that is open already.
[[nodiscard]] Result<EdfHeader> readEdfHeader(const InputFile &file);

} // namespace somno::io
