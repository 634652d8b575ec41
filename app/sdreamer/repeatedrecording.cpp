// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/repeatedrecording.h"

#include <QFile>
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/recordings/edf/edfheader.h"

namespace somno::app {

namespace {

constexpr int kFixedHeaderBytes = 256;
constexpr qint64 kBlockRecords = 512; ///< read and written at once

/// Bytes of a data record that belong to one signal.
struct Span {
    qsizetype first = 0;
    qsizetype size = 0;
};

std::vector<int> dataSignals(const io::EdfHeader &header)
{
    std::vector<int> indices;
    for (size_t i = 0; i < header.signalHeaders.size(); ++i)
        if (!header.signalHeaders[i].isAnnotation)
            indices.push_back(int(i));
    return indices;
}

std::vector<Span> dataSpans(const io::EdfHeader &header)
{
    std::vector<Span> spans;
    qsizetype at = 0;
    for (const io::EdfSignalHeader &signal : header.signalHeaders) {
        const qsizetype bytes = qsizetype(signal.samplesPerRecord) * (header.isBdf ? 3 : 2);
        if (!signal.isAnnotation)
            spans.push_back({at, bytes});
        at += bytes;
    }
    return spans;
}

/// The header without the columns of annotation signals and without the mark of EDF+.
QByteArray plainHeader(const QByteArray &bytes, const io::EdfHeader &header, qint64 records)
{
    constexpr int kWidths[] = {16, 80, 8, 8, 8, 8, 8, 80, 8, 32}; // of the fields that each signal has
    const std::vector<int> kept = dataSignals(header);
    QByteArray plain = bytes.left(kFixedHeaderBytes);
    const auto setField = [&plain](int at, int width, const QByteArray &text) {
        plain.replace(at, width, text.leftJustified(width, ' '));
    };
    setField(184, 8, QByteArray::number(kFixedHeaderBytes * (1 + int(kept.size()))));
    setField(192, 44, {});
    setField(236, 8, QByteArray::number(records));
    setField(252, 4, QByteArray::number(int(kept.size())));
    qsizetype at = kFixedHeaderBytes;
    for (const int width : kWidths) {
        for (const int signal : kept)
            plain += bytes.mid(at + signal * width, width);
        at += qsizetype(header.signalHeaders.size()) * width;
    }
    return plain;
}

tl::unexpected<Error> notRead(const QFile &file)
{
    return failure(ErrorCode::FileNotReadable,
                   QStringLiteral("%1 cannot be read (%2).").arg(file.fileName(), file.errorString()));
}

Result<> write(QFile &file, const QByteArray &bytes)
{
    if (file.write(bytes) == bytes.size() && file.flush())
        return {};
    return failure(ErrorCode::DiskFull,
                   QStringLiteral("%1 could not be written completely (%2).").arg(file.fileName(), file.errorString()),
                   QStringLiteral("Free some space, or name a folder on a larger disk in the variable TMPDIR."));
}

Result<> copyRecords(QFile &from, QFile &to, const io::EdfHeader &header, qint64 records, const Progress &progress)
{
    const std::vector<Span> spans = dataSpans(header);
    for (qint64 done = 0; done < records;) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Writing %1 was cancelled.").arg(to.fileName()));
        const qint64 position = done % header.records;
        const qint64 count = std::min({kBlockRecords, header.records - position, records - done});
        from.seek(header.headerBytes + position * header.recordBytes);
        const QByteArray block = from.read(count * header.recordBytes);
        if (block.size() != count * header.recordBytes)
            return notRead(from);
        QByteArray data;
        for (qint64 i = 0; i < count; ++i)
            for (const Span &span : spans)
                data += block.mid(i * header.recordBytes + span.first, span.size);
        if (auto written = write(to, data); !written)
            return written;
        done += count;
    }
    return {};
}

} // namespace

Result<> writeRepeated(const QString &source, const QString &target, double hours, const Progress &progress)
{
    const auto header = io::readEdfHeader(source);
    if (!header)
        return failure(header.error());
    QFile from(source);
    if (!from.open(QIODevice::ReadOnly))
        return notRead(from);
    QFile to(target);
    if (!to.open(QIODevice::WriteOnly))
        return failure(ErrorCode::FileNotWritable,
                       QStringLiteral("%1 cannot be written (%2).").arg(target, to.errorString()));
    const qint64 records = std::llround(hours * 3600 * double(kTicksPerSecond) / double(header->recordDuration));
    Result<> done = write(to, plainHeader(from.read(header->headerBytes), *header, records));
    if (done)
        done = copyRecords(from, to, *header, records, progress);
    if (!done) {
        to.close();
        QFile::remove(target); // to.remove() would not, after a write that failed
    }
    return done;
}

} // namespace somno::app
