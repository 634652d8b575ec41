// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfsamples.h"

#include <QtEndian>
#include <algorithm>
#include <type_traits>

namespace somno::io {

namespace {

constexpr qint64 kBlockBytes = 1 << 22;

/// Copies one signal out of `count` records, of which `first` is the first of the file.
void copyColumn(const EdfHeader &header, SampleColumn &column, const uchar *records, qint64 first, qint64 count)
{
    const auto perRecord = size_t(header.signalHeaders[size_t(column.signal)].samplesPerRecord);
    const qint64 offset = offsetInRecord(header, column.signal);
    std::visit(
        [&](auto &values) {
            using T = typename std::decay_t<decltype(values)>::value_type;
            for (qint64 r = 0; r < count; ++r) {
                const std::span<T> out(values.data() + size_t(first + r) * perRecord, perRecord);
                if constexpr (std::is_integral_v<T>) // files hold integers
                    decodeSamples(records + r * header.recordBytes + offset, out);
                for (T &value : out)
                    value = std::clamp(value, T(column.digitalMin), T(column.digitalMax));
            }
        },
        column.out);
}

} // namespace

qint64 offsetInRecord(const EdfHeader &header, int signal)
{
    qint64 samples = 0;
    for (int i = 0; i < signal; ++i)
        samples += header.signalHeaders[size_t(i)].samplesPerRecord;
    return samples * (header.isBdf ? 3 : 2);
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
    const qint64 recordsInBlock = std::max<qint64>(1, kBlockBytes / std::max<qint64>(1, header.recordBytes));
    std::vector<uchar> block;
    for (qint64 first = 0; first < header.records && !columns.empty(); first += recordsInBlock) {
        const qint64 count = std::min(recordsInBlock, header.records - first);
        block.resize(size_t(count * header.recordBytes));
        if (auto read = file.read(header.headerBytes + first * header.recordBytes, block); !read)
            return read;
        for (SampleColumn &column : columns)
            copyColumn(header, column, block.data(), first, count);
        if (!advance(count * samplesInRecord))
            return failure(ErrorCode::Cancelled, QStringLiteral("Reading %1 was cancelled.").arg(file.name()));
    }
    return {};
}

} // namespace somno::io
