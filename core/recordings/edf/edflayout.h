// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recordings/edf/edffields.h"
#include "core/recordings/inputfile.h"

namespace somno::io {

/// How the header of a file is built and where its samples lie.
struct EdfLayout {
    int signalCount = 0;
    bool isBdf = false;       ///< samples of 24 bits
    qint64 headerBytes = 0;   ///< where the data records begin
    qint64 recordSamples = 0; ///< of all signals in a data record; 0 where they cannot be read

    [[nodiscard]] qint64 recordBytes() const { return recordSamples * (isBdf ? 3 : 2); }
};

/// The fields of a file's header and its layout.
struct EdfHeaderBytes {
    EdfFields fields;
    EdfLayout layout;
};

/// Whether a file begins as an EDF or BDF file does, by its version or else by the numbers of its header.
[[nodiscard]] bool hasEdfHeader(const QByteArray &firstBytes);

/// Finds number of signals, family and begin of the data from the fields that say them and, where these contradict each
/// other, from the columns of the signals and the size of the file. Notes what was taken.
/// Errors: NotARecording, Truncated, HeaderInvalid, FileNotReadable.
[[nodiscard]] Result<EdfHeaderBytes> readEdfLayout(const InputFile &file);

} // namespace somno::io
