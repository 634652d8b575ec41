// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfannotations.h"

#include <algorithm>
#include <optional>

#include "core/recordings/edf/edfsamples.h"

namespace somno::io {

using signal::Annotation;

namespace {

// Between two records' annotations: fewer bytes are read along, more are skipped.
constexpr qint64 kSkippedBytes = 1 << 14;
constexpr qint64 kBlockBytes = 1 << 20;
constexpr qsizetype kLongestText = 512; ///< bytes of one annotation that are kept
constexpr Ticks kFarthest = Ticks(1) << 58;

constexpr char kEndsField = '\x14';
constexpr char kStartsDuration = '\x15';

/// "12.5" to the tick, the digits beyond it dropped; nullopt for what is not digits with or without a point between.
std::optional<Ticks> ticksOf(const QByteArray &digits)
{
    const qsizetype point = digits.indexOf('.');
    if (digits.isEmpty() || point == 0 || point == digits.size() - 1)
        return std::nullopt;
    Ticks ticks = 0;
    Ticks unit = kTicksPerSecond;
    for (qsizetype i = 0; i < digits.size(); ++i) {
        if (i == point)
            continue;
        if (digits[i] < '0' || digits[i] > '9')
            return std::nullopt;
        const Ticks digit = digits[i] - '0';
        ticks = point < 0 || i < point ? std::min(kFarthest, ticks * 10 + digit * kTicksPerSecond)
                                       : ticks + digit * (unit /= 10);
    }
    return ticks;
}

/// An onset has a sign.
std::optional<Ticks> onsetOf(const QByteArray &text)
{
    if (!text.startsWith('+') && !text.startsWith('-'))
        return std::nullopt;
    const auto ticks = ticksOf(text.mid(1));
    return ticks && text.startsWith('-') ? std::optional(-*ticks) : ticks;
}

/// An annotation signal's place in a data record.
struct Place {
    qint64 offset = 0;
    qint64 bytes = 0;
};

std::vector<Place> annotationPlaces(const EdfHeader &header)
{
    std::vector<Place> places;
    for (int i = 0; i < int(header.signalHeaders.size()); ++i)
        if (const EdfSignalHeader &signal = header.signalHeaders[size_t(i)]; signal.isAnnotation)
            places.push_back({offsetInRecord(header, i), qint64(signal.samplesPerRecord) * (header.isBdf ? 3 : 2)});
    return places;
}

class AnnotationReader {
public:
    explicit AnnotationReader(const EdfFile &file)
        : m_file(file), m_header(file.header()), m_places(annotationPlaces(m_header))
    {
    }

    Result<EdfAnnotations> read();

private:
    Result<> readRecord(qint64 record, const QByteArray &bytes);
    QString readSignal(const QByteArray &bytes, bool isFirst);
    QString readStamp(const QByteArray &bytes);
    QString readList(const QByteArray &list, bool &isStamp);
    void add(Ticks onset, std::optional<Ticks> duration, const QByteArray &text);

    const EdfFile &m_file;
    const EdfHeader &m_header;
    std::vector<Place> m_places;
    std::optional<Ticks> m_stamp; ///< of the record before
    EdfAnnotations m_result;
};

Result<EdfAnnotations> AnnotationReader::read()
{
    if (m_places.empty())
        return m_result;
    const qint64 begin = m_places.front().offset;
    const qint64 length = m_places.back().offset + m_places.back().bytes - begin;
    const qint64 perBlock
        = m_header.recordBytes - length > kSkippedBytes ? 1 : std::max<qint64>(1, kBlockBytes / m_header.recordBytes);
    QByteArray block;
    for (qint64 first = 0; first < m_header.records; first += perBlock) {
        const qint64 count = std::min(perBlock, m_header.records - first);
        block.resize(qsizetype((count - 1) * m_header.recordBytes + length));
        const std::span out(reinterpret_cast<uchar *>(block.data()), size_t(block.size()));
        if (auto read = m_file.read(m_header.headerBytes + first * m_header.recordBytes + begin, out); !read)
            return failure(read.error());
        for (qint64 i = 0; i < count; ++i)
            if (auto read = readRecord(first + i, block.mid(i * m_header.recordBytes, length)); !read)
                return failure(read.error());
    }
    return std::move(m_result);
}

/// `bytes` begin with the first annotation signal.
Result<> AnnotationReader::readRecord(qint64 record, const QByteArray &bytes)
{
    for (const Place &place : m_places) {
        const bool isFirst = &place == &m_places.front();
        const QString fault = readSignal(bytes.mid(place.offset - m_places.front().offset, place.bytes), isFirst);
        if (!fault.isEmpty())
            return failure(ErrorCode::HeaderInvalid,
                           QStringLiteral("%1: its annotations are damaged.").arg(m_file.name()),
                           QStringLiteral("Data record %1 (its annotations are at byte %2) %3. Export the recording "
                                          "again, or as plain EDF without annotations.")
                               .arg(record + 1)
                               .arg(m_header.headerBytes + record * m_header.recordBytes + place.offset)
                               .arg(fault));
    }
    return {};
}

/// Time-stamped lists follow each other, each closed by one zero; zeros fill up the rest. Answers what is wrong, if
/// anything.
QString AnnotationReader::readSignal(const QByteArray &bytes, bool isFirst)
{
    if (QString fault = isFirst ? readStamp(bytes) : QString(); !fault.isEmpty())
        return fault;
    if (!bytes.endsWith('\0'))
        return QStringLiteral("has an annotation that is cut off");
    bool isStamp = isFirst;
    bool isFilling = false;
    for (qsizetype begin = 0, end = 0; begin < bytes.size(); begin = end + 1) {
        end = bytes.indexOf('\0', begin);
        if (begin == end) {
            isFilling = begin > 0;
            continue;
        }
        QString fault = isFilling ? QStringLiteral("has an annotation behind the zeros that end them")
                                  : readList(bytes.mid(begin, end - begin), isStamp);
        if (!fault.isEmpty())
            return fault;
    }
    return {};
}

/// The first list of a record says when the record starts.
QString AnnotationReader::readStamp(const QByteArray &bytes)
{
    const auto seconds = [](Ticks ticks) { return QString::number(double(ticks) / double(kTicksPerSecond), 'g', 12); };
    const qsizetype end = bytes.indexOf(QByteArray(2, kEndsField));
    const auto stamp = end < 0 ? std::nullopt : onsetOf(bytes.first(end));
    if (!stamp)
        return QStringLiteral("does not begin with a time stamp");
    if (!m_stamp && (*stamp < 0 || *stamp >= kTicksPerSecond))
        return QStringLiteral("starts %1 s after the header's start time; less than a second is allowed")
            .arg(seconds(*stamp));
    if (m_stamp && *stamp - *m_stamp != m_header.recordDuration)
        return QStringLiteral("starts at %1 s instead of %2 s, though the file calls itself continuous")
            .arg(seconds(*stamp), seconds(*m_stamp + m_header.recordDuration));
    if (!m_stamp)
        m_result.startOffset = *stamp;
    m_stamp = stamp;
    return {};
}

/// Onset, perhaps a duration, and texts, each closed by a byte of its own. The first text where `isStamp` is none: it
/// stands for the start of the record.
QString AnnotationReader::readList(const QByteArray &list, bool &isStamp)
{
    if (!list.endsWith(kEndsField))
        return QStringLiteral("has an annotation without an end");
    QList<QByteArray> fields = list.chopped(1).split(kEndsField);
    const qsizetype duration = fields[0].indexOf(kStartsDuration);
    const auto onset = onsetOf(duration < 0 ? fields[0] : fields[0].first(duration));
    if (!onset)
        return QStringLiteral("has an annotation whose onset is not a sign and a number of seconds");
    const auto lasting = duration < 0 ? std::nullopt : ticksOf(fields[0].mid(duration + 1));
    if (duration >= 0 && !lasting)
        return QStringLiteral("has an annotation whose duration is not a number of seconds");
    fields.removeFirst();
    for (const QByteArray &text : fields) {
        if (text.contains(kStartsDuration))
            return QStringLiteral("has an annotation with a duration behind its text");
        if (!isStamp)
            add(*onset, lasting, text);
        isStamp = false;
    }
    return {};
}

void AnnotationReader::add(Ticks onset, std::optional<Ticks> duration, const QByteArray &text)
{
    QString words = QString::fromUtf8(text.first(std::min(text.size(), kLongestText)));
    if (text.size() >= kLongestText && words.endsWith(QChar::ReplacementCharacter)) // cut inside a character
        words.chop(1);
    if (words.isEmpty()) // a second time-keeping signal, not an event
        return;
    const auto seconds = [](Ticks ticks) { return double(ticks) / double(kTicksPerSecond); };
    m_result.events.push_back({seconds(onset - m_result.startOffset), duration ? seconds(*duration) : -1.0, words});
}

} // namespace

Result<EdfAnnotations> readEdfAnnotations(const EdfFile &file)
{
    return AnnotationReader(file).read();
}

} // namespace somno::io
