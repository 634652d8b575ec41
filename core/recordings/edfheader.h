// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QTime>
#include <vector>

#include "core/base/result.h"
#include "core/base/samplerate.h"

namespace somno::io {

/// What the header says of one signal, annotation signals included.
struct EdfSignalHeader {
    QString label;
    bool isAnnotation = false;
    int samplesPerRecord = 0;
};

/// The header of an EDF, EDF+, BDF or BDF+ file, read from its bytes alone.
struct EdfHeader {
    bool isBdf = false;
    bool isPlus = false;
    QString patient;
    QString recording;
    QDate startDate;
    QTime startTime;
    qint64 records = 0;
    Ticks recordDuration = 0;
    qint64 headerBytes = 0;
    qint64 recordBytes = 0;
    std::vector<EdfSignalHeader> signalHeaders;
};

/// Reads and checks a header and the size of its file. EDFlib answers one code for nearly every fault; this
/// names the field, its byte offset, what stands there, what is wrong with it and what to do.
/// Errors: FileNotFound, FileNotReadable, NotARecording, HeaderInvalid, Truncated, UnsupportedFormat.
[[nodiscard]] Result<EdfHeader> readEdfHeader(const QString &path);

} // namespace somno::io
