// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edflayout.h"

#include <algorithm>

#include "core/recordings/edf/edfnumber.h"
#include "core/recordings/foreignfile.h"

namespace somno::io {

namespace {

constexpr int kMostSignals = 9999; // four digits

/// Without a note.
std::optional<qint64> quietInteger(const QByteArray &bytes)
{
    const auto number = parseEdfInteger(bytes);
    return number ? std::optional(qint64(number->value)) : std::nullopt;
}

std::optional<qint64> quietInteger(const QByteArray &header, const EdfField &field)
{
    return quietInteger(header.mid(field.offset, field.width));
}

qint64 headerBytesOf(qint64 signalCount)
{
    return (signalCount + 1) * kEdfMainHeaderBytes;
}

/// How many signals there would be by the length of the header; nullopt where it is none.
std::optional<qint64> countByLength(const QByteArray &header)
{
    const auto bytes = quietInteger(header, edffield::kHeaderBytes);
    if (!bytes || *bytes < headerBytesOf(1) || *bytes > headerBytesOf(kMostSignals) || *bytes % kEdfMainHeaderBytes)
        return std::nullopt;
    return *bytes / kEdfMainHeaderBytes - 1;
}

std::optional<qint64> countByField(const QByteArray &header)
{
    const auto count = quietInteger(header, edffield::kSignals);
    return count && *count >= 1 && *count <= kMostSignals ? count : std::nullopt;
}

/// Samples in a data record, where there are numbers of that many signals.
std::optional<qint64> samplesIn(const QByteArray &header, qint64 signalCount)
{
    if (header.size() < headerBytesOf(signalCount))
        return std::nullopt;
    qint64 sum = 0;
    for (int i = 0; i < signalCount; ++i) {
        const auto samples = quietInteger(header, EdfFields::column(EdfColumn::Samples, i, int(signalCount)));
        if (!samples || *samples < 0)
            return std::nullopt;
        sum += *samples;
    }
    return sum;
}

bool isBdfVersion(const QByteArray &header)
{
    return header.startsWith('\xff');
}

class LayoutReader {
public:
    explicit LayoutReader(const InputFile &file) : m_file(file), m_fields(file.name(), {}) {}

    Result<EdfHeaderBytes> read();

private:
    Result<> readBytes();
    Result<> readCount();
    void readFamily();
    void readBegin();
    /// Whether the file has just the size that records from there on need.
    bool fits(qint64 headerBytes, bool isBdf) const;

    const InputFile &m_file;
    QByteArray m_bytes;
    EdfFields m_fields;
    EdfLayout m_layout;
};

Result<EdfHeaderBytes> LayoutReader::read()
{
    if (auto read = readBytes(); !read)
        return failure(read.error());
    if (auto read = readCount(); !read)
        return failure(read.error());
    readFamily();
    readBegin();
    return EdfHeaderBytes{std::move(m_fields), m_layout};
}

Result<> LayoutReader::readBytes()
{
    const auto main = m_file.bytes(0, kEdfMainHeaderBytes);
    if (!main)
        return failure(main.error());
    if (!hasEdfHeader(*main)) {
        const QString looks = describeForeignFile(*main);
        return failure(m_fields.fault(
            ErrorCode::NotARecording,
            QStringLiteral("this is not an EDF or BDF recording%1.")
                .arg(looks.isEmpty() ? QString() : QStringLiteral("; it looks like %1").arg(looks)),
            QStringLiteral("An EDF file begins with \"0\" and seven spaces, a BDF file with the byte 255 and "
                           "\"BIOSEMI\" (header field \"version\", byte 0). Export the recording as EDF first.")));
    }
    if (main->size() < kEdfMainHeaderBytes)
        return failure(m_fields.fault(
            ErrorCode::Truncated,
            QStringLiteral("the header is cut off: the file has %1 of at least 256 bytes.").arg(main->size()),
            QStringLiteral("The copy was interrupted; take the file from its source again.")));
    const qint64 count = std::max(countByField(*main).value_or(0), countByLength(*main).value_or(0));
    const auto all = m_file.bytes(0, headerBytesOf(count));
    if (!all)
        return failure(all.error());
    m_bytes = *all;
    m_fields = EdfFields(m_file.name(), m_bytes);
    const QByteArray version = m_fields.bytes(edffield::kVersion);
    if (version != "0       "
        && version
               != "\xff"
                  "BIOSEMI")
        m_fields.note(QStringLiteral("version-unusual"), edffield::kVersion,
                      isBdfVersion(m_bytes) ? QStringLiteral("read as BDF") : QStringLiteral("read as EDF"));
    return {};
}

Result<> LayoutReader::readCount()
{
    const auto named = countByField(m_bytes);
    const auto implied = countByLength(m_bytes);
    qint64 count = named.value_or(implied.value_or(0));
    if (implied && !samplesIn(m_bytes, count) && samplesIn(m_bytes, *implied))
        count = *implied;
    if (count == 0 || (!named && !samplesIn(m_bytes, count)))
        return failure(m_fields.fault(edffield::kSignals, QStringLiteral("A recording has at least one signal.")));
    if (m_file.size() < headerBytesOf(count))
        return failure(
            m_fields.fault(ErrorCode::Truncated,
                           QStringLiteral("the header is cut off: %1 signals need %2 bytes of header, the file has %3.")
                               .arg(count)
                               .arg(headerBytesOf(count))
                               .arg(m_file.size()),
                           QStringLiteral("The copy was interrupted; take the file from its source again.")));
    if (count != m_fields.integer(edffield::kSignals))
        m_fields.note(QStringLiteral("signal-count-contradicts"), edffield::kSignals,
                      QStringLiteral("the length of the header and its columns are those of %1 signals").arg(count));
    m_layout.signalCount = int(count);
    m_layout.recordSamples = samplesIn(m_bytes, count).value_or(0);
    return {};
}

void LayoutReader::readFamily()
{
    m_layout.isBdf = isBdfVersion(m_bytes);
    const EdfField &field = edffield::kReserved;
    const QByteArray reserved = m_fields.bytes(field).trimmed().toUpper();
    const bool isBdf = reserved.startsWith("BDF+") || reserved.startsWith("24BIT");
    if (isBdf == m_layout.isBdf || (!isBdf && !reserved.startsWith("EDF+")))
        return;
    const qint64 begin = headerBytesOf(m_layout.signalCount);
    if (fits(begin, isBdf) && !fits(begin, m_layout.isBdf))
        m_layout.isBdf = isBdf;
    m_fields.note(QStringLiteral("family-contradicts"), field,
                  QStringLiteral("the version is that of %1; samples read as %2 bits")
                      .arg(isBdfVersion(m_bytes) ? QStringLiteral("BDF") : QStringLiteral("EDF"))
                      .arg(m_layout.isBdf ? 24 : 16));
}

void LayoutReader::readBegin()
{
    const EdfField &field = edffield::kHeaderBytes;
    const qint64 expected = headerBytesOf(m_layout.signalCount);
    const auto claimed = m_fields.integer(field);
    const bool isLonger = claimed && *claimed > expected && *claimed < m_file.size();
    const bool isClaimTrue = isLonger && !fits(expected, m_layout.isBdf) && fits(*claimed, m_layout.isBdf);
    m_layout.headerBytes = isClaimTrue ? *claimed : expected;
    if (claimed != expected)
        m_fields.note(
            QStringLiteral("header-length-contradicts"), field,
            isClaimTrue ? QStringLiteral("for %1 signals it is %2, but by the size of the file the data "
                                         "begin where the field says")
                              .arg(m_layout.signalCount)
                              .arg(expected)
                        : QStringLiteral("taken as %1, which %2 signals need").arg(expected).arg(m_layout.signalCount));
}

bool LayoutReader::fits(qint64 headerBytes, bool isBdf) const
{
    const qint64 recordBytes = m_layout.recordSamples * (isBdf ? 3 : 2);
    const qint64 dataBytes = m_file.size() - headerBytes;
    const auto records = quietInteger(m_bytes, edffield::kRecords);
    return recordBytes > 0
           && (records && *records > 0 ? dataBytes == *records * recordBytes : dataBytes % recordBytes == 0);
}

} // namespace

bool hasEdfHeader(const QByteArray &firstBytes)
{
    if (firstBytes.startsWith("0       ")
        || firstBytes.startsWith("\xff"
                                 "BIOSEMI"))
        return true;
    const auto named = countByField(firstBytes);
    return named && named == countByLength(firstBytes);
}

Result<EdfHeaderBytes> readEdfLayout(const InputFile &file)
{
    return LayoutReader(file).read();
}

} // namespace somno::io
