// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfdate.h"

#include <QLocale>
#include <QRegularExpression>

namespace somno::io {

namespace {

constexpr int kFirstYear = 1985; // that two digits can stand for
constexpr int kEarliestYear = 1900;

/// A year, month or day as it is written: how many digits it has tells what it can be.
struct Digits {
    explicit Digits(const QString &text) : value(text.toInt()), count(int(text.size())) {}

    [[nodiscard]] bool isYearOnly() const { return count == 4 || value > 31; }
    [[nodiscard]] int year() const
    {
        if (count == 4)
            return value;
        return count == 2 ? value + (value >= kFirstYear % 100 ? 1900 : 2000) : 0;
    }

    int value = 0;
    int count = 0;
};

std::optional<QDate> dateOf(const Digits &year, int month, int day)
{
    const QDate date(year.year(), month, day);
    return date.isValid() && date.year() >= kEarliestYear ? std::optional(date) : std::nullopt;
}

/// Two of a date whose third is the year: the order of EDF, else the other one.
std::optional<QDate> dayAndMonth(const Digits &year, int first, int second, bool isDayFirst)
{
    const auto asWritten = isDayFirst ? dateOf(year, second, first) : dateOf(year, first, second);
    return asWritten ? asWritten : isDayFirst ? dateOf(year, first, second) : dateOf(year, second, first);
}

std::optional<QDate> fromNumbers(const QString &a, const QString &b, const QString &c)
{
    const Digits first(a);
    const Digits last(c);
    if (first.isYearOnly())
        return dayAndMonth(first, b.toInt(), last.value, false);
    return dayAndMonth(last, first.value, b.toInt(), true);
}

/// Six or eight digits: refused where both ways to read them give a date.
std::optional<QDate> fromOneNumber(const QString &digits)
{
    const qsizetype year = digits.size() - 4;
    const auto yearLast = dateOf(Digits(digits.last(year)), digits.mid(2, 2).toInt(), digits.first(2).toInt());
    const auto yearFirst = dateOf(Digits(digits.first(year)), digits.mid(year, 2).toInt(), digits.last(2).toInt());
    return yearLast && yearFirst ? std::nullopt : yearLast ? yearLast : yearFirst;
}

QString withoutAccents(const QString &text)
{
    static const QRegularExpression marks(QStringLiteral("\\p{Mn}|\\."));
    return text.normalized(QString::NormalizationForm_KD).remove(marks).toLower();
}

/// By its name or the beginning of it in one of the languages of recorders; 0 where it is none, or two.
int monthOf(const QString &name)
{
    static const std::array languages = {QLocale::English, QLocale::German, QLocale::French,    QLocale::Spanish,
                                         QLocale::Italian, QLocale::Dutch,  QLocale::Portuguese};
    const QString wanted = withoutAccents(name);
    for (const QLocale::Language language : languages) {
        int found = 0;
        int count = 0;
        for (int month = 1; month <= 12; ++month)
            if (withoutAccents(QLocale(language).monthName(month)).startsWith(wanted)) {
                found = month;
                ++count;
            }
        if (count == 1)
            return found;
    }
    return wanted == QLatin1String("mrz") ? 3 : 0;
}

} // namespace

std::optional<QDate> parseEdfDate(const QString &text)
{
    static const QString between = QStringLiteral("\\s*[.:;/\\\\\\-_, ]\\s*");
    static const QRegularExpression numbers(QStringLiteral("^(\\d{1,4})%1(\\d{1,2})%1(\\d{4}|\\d{1,2})$").arg(between));
    static const QRegularExpression oneNumber(QStringLiteral("^\\d{6}(\\d\\d)?$"));
    static const QRegularExpression named(
        QStringLiteral("^(\\d{1,4})[.\\-/_, ]*(\\p{L}{3,})[.\\-/_, ]*(\\d{4}|\\d{1,2})$"));
    const QString trimmed = text.trimmed();
    if (const auto match = numbers.match(trimmed); match.hasMatch())
        return fromNumbers(match.captured(1), match.captured(2), match.captured(3));
    if (oneNumber.match(trimmed).hasMatch())
        return fromOneNumber(trimmed);
    const auto match = named.match(trimmed);
    const int month = match.hasMatch() ? monthOf(match.captured(2)) : 0;
    if (month == 0)
        return std::nullopt;
    const Digits first(match.captured(1));
    const Digits last(match.captured(3));
    return first.isYearOnly() ? dateOf(first, month, last.value) : dateOf(last, month, first.value);
}

std::optional<int> parseEdfTime(const QString &text)
{
    static const QRegularExpression parts(
        QStringLiteral("^(\\d{1,2})\\s*[.:;/\\-_, hH]\\s*(\\d{1,2})(?:\\s*[.:;/\\-_, mM']\\s*(\\d{1,2}))?"
                       "[sS\"]?(?:[.,]\\d*)?\\s*([AaPp])?\\.?[Mm]?\\.?$"));
    static const QRegularExpression oneNumber(QStringLiteral("^(\\d\\d)(\\d\\d)(\\d\\d)?()$"));
    auto match = parts.match(text.trimmed());
    if (!match.hasMatch())
        match = oneNumber.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    int hours = match.captured(1).toInt();
    const int minutes = match.captured(2).toInt();
    const int seconds = match.captured(3).toInt();
    if (const QString half = match.captured(4).toLower(); !half.isEmpty()) {
        if (hours < 1 || hours > 12)
            return std::nullopt;
        hours = hours % 12 + (half == QLatin1String("p") ? 12 : 0);
    }
    const int sum = hours * 3600 + minutes * 60 + seconds;
    return minutes < 60 && seconds <= 60 && sum <= 86400 ? std::optional(sum) : std::nullopt;
}

} // namespace somno::io
