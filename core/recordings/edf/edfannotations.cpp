// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfannotations.h"

#include <algorithm>
#include <cstdlib>

#include "core/recordings/edf/edfannotationlist.h"
#include "core/recordings/edf/edfsamples.h"
#include "core/recordings/edf/edftimestamps.h"

namespace somno::io {

namespace {

// Between two records' annotations: fewer bytes are read along, more are skipped.
constexpr qint64 kSkippedBytes = 1 << 14;
constexpr qint64 kBlockBytes = 1 << 20;
constexpr size_t kMostEvents = 1'000'000; ///< more are noise
constexpr Ticks kFarthestStart = Ticks(86400) * kTicksPerSecond;

std::vector<RecordPlace> annotationPlaces(const EdfHeader &header)
{
    return placesInRecord(header, [](const EdfSignalHeader &signal) { return signal.isAnnotation; });
}

class AnnotationReader {
public:
    AnnotationReader(const EdfFile &file, qint64 mostBytes)
        : m_file(file), m_header(file.header()), m_places(annotationPlaces(m_header)),
          m_mostBytes(m_header.isDiscontinuous ? kAllBytes : mostBytes), m_stamps(m_header)
    {
    }

    Result<EdfAnnotations> read();

private:
    Result<> readRecords();
    void readRecord(qint64 record, const QByteArray &bytes);
    void say(const char *code, const QString &found, const QString &taken)
    {
        m_log.add({QString::fromLatin1(code), QStringLiteral("annotations"), found, taken});
    }
    [[nodiscard]] Ticks startOffset();

    const EdfFile &m_file;
    const EdfHeader &m_header;
    const std::vector<RecordPlace> m_places;
    const qint64 m_mostBytes; ///< every stamp counts where there are gaps
    EdfTimeStamps m_stamps;
    DeviationLog m_log;
    std::vector<EdfAnnotation> m_events;
    qint64 m_leftOut = 0; ///< events beyond those that are kept
    bool m_isBlank = true;
};

Result<EdfAnnotations> AnnotationReader::read()
{
    if (auto read = m_places.empty() ? Result<>() : readRecords(); !read)
        return failure(read.error());
    if (m_isBlank && !m_places.empty())
        say("annotations-blank", QStringLiteral("their signal holds nothing but blanks"),
            QStringLiteral("read as a file without annotations"));
    if (m_leftOut > 0)
        say("annotations-too-many", QStringLiteral("there are %1").arg(m_leftOut + qint64(m_events.size())),
            QStringLiteral("the first %1 are read").arg(m_events.size()));
    auto time = m_stamps.map(m_file.name(), m_log);
    if (!time)
        return failure(time.error());
    EdfAnnotations result{startOffset(), {}, std::move(*time), {}};
    const auto seconds = [](Ticks ticks) { return double(ticks) / double(kTicksPerSecond); };
    result.events.reserve(m_events.size());
    for (EdfAnnotation &event : m_events)
        result.events.push_back({seconds(event.onset - m_stamps.first()),
                                 event.duration < 0 ? -1.0 : seconds(event.duration), std::move(event.text),
                                 event.signal});
    result.deviations = m_log.list();
    return result;
}

Result<> AnnotationReader::readRecords()
{
    const qint64 begin = m_places.front().offset;
    const qint64 length = m_places.back().offset + m_places.back().bytes - begin;
    const qint64 perBlock
        = m_header.recordBytes - length > kSkippedBytes ? 1 : std::max<qint64>(1, kBlockBytes / m_header.recordBytes);
    QByteArray block;
    qint64 bytes = 0;
    for (qint64 first = 0; first < m_header.records; first += perBlock) {
        if (bytes >= m_mostBytes) {
            say("annotations-not-all-read", QStringLiteral("the file is large"),
                QStringLiteral("those of the first %1 of %2 data records are read").arg(first).arg(m_header.records));
            break;
        }
        const qint64 count = std::min(perBlock, m_header.records - first);
        block.resize(qsizetype((count - 1) * m_header.recordBytes + length));
        bytes += std::max<qint64>(block.size(), kSkippedBytes); // a disk reads ahead
        const std::span out(reinterpret_cast<uchar *>(block.data()), size_t(block.size()));
        if (auto read = m_file.read(m_header.headerBytes + first * m_header.recordBytes + begin, out); !read)
            return read;
        for (qint64 i = 0; i < count; ++i)
            readRecord(first + i, block.mid(i * m_header.recordBytes, length));
    }
    return {};
}

/// `bytes` begin with the first annotation signal.
void AnnotationReader::readRecord(qint64 record, const QByteArray &bytes)
{
    std::optional<Ticks> stamp;
    const qint64 begin = m_places.front().offset;
    const qint64 at = m_header.headerBytes + record * m_header.recordBytes;
    for (size_t signal = 0; signal < m_places.size(); ++signal) {
        const RecordPlace &place = m_places[signal];
        AnnotationLists lists
            = readAnnotationLists(bytes.mid(place.offset - begin, place.bytes), {record, at + place.offset}, m_log);
        m_isBlank = m_isBlank && lists.isBlank;
        if (!stamp)
            stamp = lists.stamp;
        for (EdfAnnotation &event : lists.events) {
            event.signal = int(signal);
            if (m_events.size() < kMostEvents)
                m_events.push_back(std::move(event));
            else
                ++m_leftOut;
        }
    }
    m_stamps.add(stamp, at + begin);
}

Ticks AnnotationReader::startOffset()
{
    const Ticks first = m_stamps.first();
    const bool isClock = std::abs(first) < kFarthestStart;
    if (first < 0 || first >= kTicksPerSecond)
        say("time-stamp-offset",
            QStringLiteral("the first data record starts %1 s after the header's start time; less than a second is "
                           "allowed")
                .arg(double(first) / double(kTicksPerSecond), 0, 'g', 12),
            isClock ? QStringLiteral("the recording starts then")
                    : QStringLiteral("the recording starts at the header's start time"));
    return isClock ? first : 0;
}

} // namespace

Result<EdfAnnotations> readEdfAnnotations(const EdfFile &file, qint64 mostBytes)
{
    return AnnotationReader(file, mostBytes).read();
}

} // namespace somno::io
