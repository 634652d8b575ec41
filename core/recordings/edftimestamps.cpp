// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edftimestamps.h"

#include <QFile>
#include <QRegularExpression>
#include <optional>

namespace somno::io {

namespace {

/// Where a record's first annotation signal stands.
struct AnnotationPlace {
    qint64 offset = 0; ///< from the start of the record
    qint64 bytes = 0;
};

std::optional<AnnotationPlace> firstAnnotationSignal(const EdfHeader &header)
{
    AnnotationPlace place;
    for (const EdfSignalHeader &signal : header.signalHeaders) {
        place.bytes = qint64(signal.samplesPerRecord) * (header.isBdf ? 3 : 2);
        if (signal.isAnnotation)
            return place;
        place.offset += place.bytes;
    }
    return std::nullopt;
}

/// Onset of a time stamp, "+12.5\x14\x14"; nullopt for anything else.
std::optional<Ticks> stampOf(const QByteArray &bytes)
{
    static const QRegularExpression pattern(QStringLiteral("^([+-]\\d+(?:\\.\\d+)?)\\x14\\x14"));
    const auto match = pattern.match(QString::fromLatin1(bytes.left(64)));
    return match.hasMatch() ? std::optional(toTicks(match.captured(1).toDouble())) : std::nullopt;
}

QString stampFault(std::optional<Ticks> stamp, std::optional<Ticks> previous, Ticks recordDuration)
{
    const auto seconds = [](Ticks ticks) { return QString::number(double(ticks) / double(kTicksPerSecond), 'g', 12); };
    if (!stamp)
        return QStringLiteral("does not begin with a time stamp");
    if (!previous && (*stamp < 0 || *stamp >= kTicksPerSecond))
        return QStringLiteral("starts %1 s after the header's start time; less than a second is allowed")
            .arg(seconds(*stamp));
    if (previous && *stamp - *previous != recordDuration)
        return QStringLiteral("starts at %1 s instead of %2 s, though the file calls itself continuous")
            .arg(seconds(*stamp), seconds(*previous + recordDuration));
    return {};
}

} // namespace

QString describeTimeStampFault(const QString &path, const EdfHeader &header)
{
    const auto place = firstAnnotationSignal(header);
    QFile file(path);
    if (!place || !file.open(QIODevice::ReadOnly))
        return {};
    std::optional<Ticks> previous;
    for (qint64 record = 0; record < header.records; ++record) {
        const qint64 offset = header.headerBytes + record * header.recordBytes + place->offset;
        if (!file.seek(offset))
            return {};
        const QByteArray bytes = file.read(place->bytes);
        const auto stamp = stampOf(bytes);
        QString fault = stampFault(stamp, previous, header.recordDuration);
        if (fault.isEmpty() && !bytes.endsWith('\0'))
            fault = QStringLiteral("has an annotation that is cut off");
        if (!fault.isEmpty())
            return QStringLiteral("Data record %1 (its annotations are at byte %2) %3.")
                .arg(record + 1)
                .arg(offset)
                .arg(fault);
        previous = stamp;
    }
    return {};
}

} // namespace somno::io
