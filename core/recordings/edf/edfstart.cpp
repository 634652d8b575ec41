// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfstart.h"

#include <QRegularExpression>
#include <algorithm>
#include <array>

#include "core/recordings/edf/edfdate.h"
#include "core/recordings/edf/edftext.h"

namespace somno::io {

namespace {

const QDate kUnknownDate(1985, 1, 1);

QString isoDate(const QDate &date)
{
    return date.toString(Qt::ISODate);
}

/// Whether programs write it where they know no date.
bool isPlaceholder(const QDate &date)
{
    static const std::array known
        = {QDate(1900, 1, 1), QDate(1904, 1, 1), QDate(1970, 1, 1), QDate(1980, 1, 1), kUnknownDate};
    return std::ranges::find(known, date) != known.end();
}

/// What follows "Startdate".
std::optional<QDate> namedDate(const EdfFields &fields)
{
    static const QRegularExpression pattern(QStringLiteral("^\\s*startdate[\\s:=_]*(\\S+)"),
                                            QRegularExpression::CaseInsensitiveOption);
    const auto match = pattern.match(decodeEdfText(fields.bytes(edffield::kRecording)).text);
    return match.hasMatch() ? parseEdfDate(match.captured(1)) : std::nullopt;
}

QDate readDate(EdfFields &fields, bool isPlus)
{
    const EdfField &field = edffield::kStartDate;
    const QByteArray bytes = fields.bytes(field);
    const auto written = parseEdfDate(decodeEdfText(bytes).text);
    const auto named = namedDate(fields);
    if (!written) {
        const QDate date = named.value_or(kUnknownDate);
        fields.note(QStringLiteral("start-date-unknown"), field,
                    named ? QStringLiteral("taken from the recording field: %1").arg(isoDate(date))
                          : QStringLiteral("no date; taken as %1, which stands for an unknown one").arg(isoDate(date)));
        return date;
    }
    const bool isAsAsked = written->toString(QStringLiteral("dd.MM.yy")).toLatin1() == bytes;
    if (named && named != written && (isPlus || !isAsAsked)) {
        const QDate date = isPlaceholder(*named) ? *written : *named;
        fields.note(QStringLiteral("start-date-contradicts"), field,
                    QStringLiteral("the recording field says %1; taken as %2").arg(isoDate(*named), isoDate(date)));
        return date;
    }
    if (!isAsAsked)
        fields.note(QStringLiteral("start-date-form"), field, QStringLiteral("read as %1").arg(isoDate(*written)));
    return *written;
}

int readSeconds(EdfFields &fields)
{
    static const QRegularExpression edf(QStringLiteral("^([01]\\d|2[0-3])\\.[0-5]\\d\\.[0-5]\\d$"));
    const EdfField &field = edffield::kStartTime;
    const auto seconds = parseEdfTime(decodeEdfText(fields.bytes(field)).text);
    if (!seconds)
        fields.note(QStringLiteral("start-time-unknown"), field, QStringLiteral("no time of day; taken as midnight"));
    else if (!edf.match(QString::fromLatin1(fields.bytes(field))).hasMatch())
        fields.note(QStringLiteral("start-time-form"), field,
                    QStringLiteral("read as %1")
                        .arg(QTime(0, 0).addSecs(*seconds % 86400).toString(QStringLiteral("HH:mm:ss"))
                             + (*seconds == 86400 ? QStringLiteral(" of the next day") : QString())));
    return seconds.value_or(0);
}

} // namespace

EdfStart readEdfStart(EdfFields &fields, bool isPlus)
{
    const QDate date = readDate(fields, isPlus);
    const int seconds = readSeconds(fields);
    return {date.addDays(seconds / 86400), QTime(0, 0).addSecs(seconds % 86400)};
}

} // namespace somno::io
