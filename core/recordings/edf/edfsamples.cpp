// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfsamples.h"

#include <QtEndian>
#include <algorithm>
#include <type_traits>

namespace somno::io {

namespace {

constexpr qint64 kBlockBytes = 1 << 22;

/// `count` samples of a column from `first`.
void decodeInto(SampleColumn &column, qint64 first, qint64 count, const uchar *bytes)
{
    std::visit(
        [&](auto &values) {
            using T = typename std::decay_t<decltype(values)>::value_type;
            if constexpr (std::is_integral_v<T>) // files hold integers
                decodeSamples(bytes, std::span<T>(values.data() + first, size_t(count)));
        },
        column.out);
}

/// All of some records at once.
Result<> readBlock(const EdfFile &file, std::vector<SampleColumn> &columns, qint64 first, qint64 count,
                   std::vector<uchar> &block)
{
    const EdfHeader &header = file.header();
    block.resize(size_t(count * header.recordBytes));
    if (auto read = file.read(header.headerBytes + first * header.recordBytes, block); !read)
        return read;
    for (SampleColumn &column : columns) {
        const qint64 perRecord = header.signalHeaders[size_t(column.signal)].samplesPerRecord;
        const uchar *bytes = block.data() + offsetInRecord(header, column.signal);
        for (qint64 r = 0; r < count; ++r)
            decodeInto(column, (first + r) * perRecord, perRecord, bytes + r * header.recordBytes);
    }
    return {};
}

/// Only the columns, piece by piece: a record may be as long as the file.
Result<> readLongRecord(const EdfFile &file, std::vector<SampleColumn> &columns, qint64 record,
                        std::vector<uchar> &block)
{
    const EdfHeader &header = file.header();
    const qint64 sampleBytes = header.isBdf ? 3 : 2;
    for (SampleColumn &column : columns) {
        const qint64 perRecord = header.signalHeaders[size_t(column.signal)].samplesPerRecord;
        const qint64 begin = header.headerBytes + record * header.recordBytes + offsetInRecord(header, column.signal);
        for (qint64 at = 0; at < perRecord; at += kBlockBytes / sampleBytes) {
            const qint64 count = std::min(kBlockBytes / sampleBytes, perRecord - at);
            block.resize(size_t(count * sampleBytes));
            if (auto read = file.read(begin + at * sampleBytes, block); !read)
                return read;
            decodeInto(column, record * perRecord + at, count, block.data());
        }
    }
    return {};
}

} // namespace

qint64 offsetInRecord(const EdfHeader &header, int signal)
{
    qint64 samples = 0;
    for (int i = 0; i < signal; ++i)
        samples += header.signalHeaders[size_t(i)].samplesPerRecord;
    return samples * (header.isBdf ? 3 : 2);
}

std::vector<RecordPlace> placesInRecord(const EdfHeader &header, bool (*isWanted)(const EdfSignalHeader &signal))
{
    std::vector<RecordPlace> places;
    for (int i = 0; i < int(header.signalHeaders.size()); ++i)
        if (const EdfSignalHeader &signal = header.signalHeaders[size_t(i)]; isWanted(signal))
            places.push_back({offsetInRecord(header, i), qint64(signal.samplesPerRecord) * (header.isBdf ? 3 : 2)});
    return places;
}

void decodeSamples(const uchar *bytes, std::span<qint16> out)
{
    qFromLittleEndian<qint16>(bytes, qsizetype(out.size()), out.data());
}

void decodeSamples(const uchar *bytes, std::span<qint32> out)
{
    for (qint32 &value : out) {
        value = qint32(quint32(bytes[0]) << 8 | quint32(bytes[1]) << 16 | quint32(bytes[2]) << 24) >> 8;
        bytes += 3;
    }
}

Result<> readSamples(const EdfFile &file, std::vector<SampleColumn> &columns,
                     const std::function<bool(qint64)> &advance)
{
    const EdfHeader &header = file.header();
    qint64 samplesInRecord = 0;
    for (const SampleColumn &column : columns)
        samplesInRecord += header.signalHeaders[size_t(column.signal)].samplesPerRecord;
    if (samplesInRecord == 0)
        return {};
    const qint64 recordsInBlock = kBlockBytes / header.recordBytes;
    std::vector<uchar> block;
    for (qint64 first = 0; first < header.records; first += std::max<qint64>(1, recordsInBlock)) {
        const qint64 count = std::min(std::max<qint64>(1, recordsInBlock), header.records - first);
        const auto read = recordsInBlock > 0 ? readBlock(file, columns, first, count, block)
                                             : readLongRecord(file, columns, first, block);
        if (!read)
            return read;
        if (!advance(count * samplesInRecord))
            return failure(ErrorCode::Cancelled, QStringLiteral("Reading %1 was cancelled.").arg(file.name()));
    }
    return {};
}

} // namespace somno::io
