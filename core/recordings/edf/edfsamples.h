// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/recordings/edf/edffile.h"
#include "core/signal/samplestore.h"

namespace somno::io {

/// Samples wanted of one signal: `out` is sized to all of them and filled.
struct SampleColumn {
    int signal = 0;                ///< index in EdfHeader::signalHeaders
    signal::SampleStore::Data out; ///< int16 for EDF, int32 for BDF
};

/// Where a signal's samples lie within a data record, in bytes.
[[nodiscard]] qint64 offsetInRecord(const EdfHeader &header, int signal);

/// Where the bytes of a signal lie in a data record.
struct RecordPlace {
    qint64 offset = 0;
    qint64 bytes = 0;
};
/// Of the signals that are wanted, in order.
[[nodiscard]] std::vector<RecordPlace> placesInRecord(const EdfHeader &header,
                                                      bool (*isWanted)(const EdfSignalHeader &signal));

/// Values from a file's bytes: 16 bits, and 24 bits with the sign in the highest.
void decodeSamples(const uchar *bytes, std::span<qint16> out);
void decodeSamples(const uchar *bytes, std::span<qint32> out);

/// Reads the columns from the data records, in one pass over the file and as the file holds them. `advance` gets the
/// number of samples since its last call and answers false to stop. Errors: Truncated when the file ends early,
/// FileNotReadable, Cancelled.
[[nodiscard]] Result<> readSamples(const EdfFile &file, std::vector<SampleColumn> &columns,
                                   const std::function<bool(qint64)> &advance);

} // namespace somno::io
