// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/table/cellvalues.h"

#include <QDateTime>
#include <QRegularExpression>
#include <cmath>

namespace somno::io {

namespace {

constexpr qint64 kSecondsPerDay = 86400;

const QRegularExpression &clockPattern()
{
    static const QRegularExpression pattern(
        QStringLiteral("^(\\d{1,4}):(\\d{1,2})(?::(\\d{1,2})(?:[.,](\\d{1,9}))?)?\\s*([ap]\\.?m\\.?)?$"),
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

const QRegularExpression &datePattern()
{
    static const QRegularExpression pattern(
        QStringLiteral("^(\\d{1,4})([-/.])(\\d{1,2})\\2(\\d{1,4})(?:[T\\s]+(.*?)\\s*(?:Z|[+-]\\d\\d:?\\d\\d)?)?$"));
    return pattern;
}

std::optional<Ticks> clockTicks(const QString &text)
{
    const auto match = clockPattern().match(text);
    if (!match.hasMatch())
        return std::nullopt;
    qint64 hour = match.captured(1).toInt();
    const int minute = match.captured(2).toInt();
    const int second = match.captured(3).toInt();
    if (minute > 59 || second > 60)
        return std::nullopt;
    const QString half = match.captured(5).toLower();
    if (!half.isEmpty()) {
        if (hour < 1 || hour > 12)
            return std::nullopt;
        hour = hour % 12 + (half.startsWith(QLatin1Char('p')) ? 12 : 0);
    }
    const Ticks fraction = match.captured(4).leftJustified(7, QLatin1Char('0'), true).toLongLong();
    return (Ticks(hour) * 3600 + Ticks(minute) * 60 + second) * kTicksPerSecond + fraction;
}

/// The date of three numbers in the order that they are written in; invalid where that is not known.
QDate dateOf(const QRegularExpressionMatch &match, DateOrder order)
{
    const int a = match.captured(1).toInt();
    const int b = match.captured(3).toInt();
    const int c = match.captured(4).toInt();
    if (match.captured(1).size() == 4)
        return QDate(a, b, c);
    const int year = match.captured(4).size() == 4 ? c : 2000 + c;
    const DateOrder own = dateOrderOf(match.captured(0));
    switch (own == DateOrder::Unknown ? order : own) {
    case DateOrder::DayFirst: return QDate(year, b, a);
    case DateOrder::MonthFirst: return QDate(year, a, b);
    case DateOrder::Unknown: break;
    }
    return {};
}

/// "05-Mar-2024 09:00:00" with the month in numbers.
QString withMonthNumber(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("^(\\d{1,2})[-\\s.]+(\\p{L}{3})\\p{L}*[-\\s.,]+(\\d{4})"));
    const auto match = pattern.match(text);
    const qsizetype month
        = match.hasMatch() ? QStringLiteral("janfebmaraprmayjunjulaugsepoctnovdec").indexOf(match.captured(2).toLower())
                           : -1;
    return month < 0 || month % 3 != 0
               ? text
               : QStringLiteral("%1-%2-%3").arg(match.captured(3)).arg(month / 3 + 1).arg(match.captured(1))
                     + text.mid(match.capturedLength());
}

std::optional<Moment> datedMoment(const QString &written, DateOrder order)
{
    const QString text = withMonthNumber(written);
    const auto match = datePattern().match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto clock = match.captured(5).isEmpty() ? std::optional<Ticks>(0) : clockTicks(match.captured(5));
    const QDate date = dateOf(match, order);
    if (!clock)
        return std::nullopt;
    if (date.isValid())
        return Moment{Moment::Dated, 0, QDate(1970, 1, 1).daysTo(date) * kSecondsPerDay * kTicksPerSecond + *clock};
    const bool isMissing = match.captured(1).size() != 4 && dateOrderOf(text) == DateOrder::Unknown;
    return isMissing && !match.captured(5).isEmpty() ? std::optional(Moment{Moment::Clock, 0, *clock}) : std::nullopt;
}

} // namespace

std::optional<double> numberOf(const QString &cell, NumberStyle style)
{
    QString text = cell.trimmed();
    static const QRegularExpression unit(QStringLiteral("(?<=\\d)\\s*(s|sec|secs|seconds)$"),
                                         QRegularExpression::CaseInsensitiveOption);
    text.remove(unit);
    if (text.isEmpty() || text.size() > 40 || text[0].isLetter())
        return std::nullopt;
    text.replace(QChar(0xa0), QLatin1Char(' ')).replace(QChar(0x202f), QLatin1Char(' '));
    text.replace(QLatin1Char('\''), QLatin1Char(' '));
    static const QRegularExpression groups(QStringLiteral("^[+-]?\\d{1,3}( \\d{3})+([.,]\\d*)?$"));
    if (text.contains(QLatin1Char(' ')) && !groups.match(text).hasMatch())
        return std::nullopt;
    text.remove(QLatin1Char(' '));
    const qsizetype comma = text.lastIndexOf(QLatin1Char(','));
    const qsizetype point = text.lastIndexOf(QLatin1Char('.'));
    const bool hasBoth = comma >= 0 && point >= 0;
    const bool isDecimal = hasBoth ? comma > point : style.commaIsDecimal && text.count(QLatin1Char(',')) == 1;
    if (hasBoth && isDecimal)
        text.remove(QLatin1Char('.'));
    if (isDecimal)
        text.replace(QLatin1Char(','), QLatin1Char('.'));
    else
        text.remove(QLatin1Char(','));
    bool isNumber = false;
    const double value = text.toDouble(&isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QString codeText(const QString &cell)
{
    const bool isFraction = cell.contains(QLatin1Char('.'));
    const auto value = isFraction ? numberOf(cell) : std::nullopt;
    return value && std::abs(*value) < 1000 && *value == std::trunc(*value) ? QString::number(int(*value)) : cell;
}

std::optional<Moment> momentOf(const QString &cell, NumberStyle style, DateOrder order)
{
    const QString text = cell.trimmed();
    if (const auto count = numberOf(text, style))
        return Moment{Moment::Count, *count, 0};
    if (const auto clock = clockTicks(text))
        return Moment{Moment::Clock, 0, *clock};
    return datedMoment(text, order);
}

DateOrder dateOrderOf(const QString &cell)
{
    const auto match = datePattern().match(cell.trimmed());
    if (!match.hasMatch() || match.captured(1).size() == 4)
        return DateOrder::Unknown;
    if (match.captured(3).toInt() > 12)
        return DateOrder::MonthFirst;
    const bool isEuropean = match.captured(2) == QLatin1String(".");
    return isEuropean || match.captured(1).toInt() > 12 ? DateOrder::DayFirst : DateOrder::Unknown;
}

bool looksLikeNumber(const QString &cell)
{
    return momentOf(cell, {}, DateOrder::DayFirst) || momentOf(cell, {}, DateOrder::MonthFirst);
}

} // namespace somno::io
