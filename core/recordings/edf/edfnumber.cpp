// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfnumber.h"

#include <QRegularExpression>
#include <cmath>

#include "core/recordings/edf/edftext.h"

namespace somno::io {

namespace {

bool matches(const QString &text, const QRegularExpression &pattern)
{
    return pattern.match(text).hasMatch();
}

/// Digits with a point, as toDouble() reads them; `code` and `found` say what was changed.
struct Spelling {
    QString digits;
    QString code;
    QString found;
};

void remark(Spelling &spelling, const char *code, const char *found)
{
    spelling.code = QString::fromLatin1(code);
    spelling.found = QString::fromLatin1(found);
}

/// Both separators: the last is the decimal one. Several of one kind part thousands. One comma is decimal.
void readSeparators(Spelling &spelling, bool isWhole)
{
    static const QRegularExpression commas(QStringLiteral("^[+-]?\\d{1,3}(,\\d{3})+\\.\\d*$"));
    static const QRegularExpression points(QStringLiteral("^[+-]?\\d{1,3}(\\.\\d{3})+,\\d*$"));
    static const QRegularExpression manyCommas(QStringLiteral("^[+-]?\\d{1,3}(,\\d{3}){2,}$"));
    static const QRegularExpression manyPoints(QStringLiteral("^[+-]?\\d{1,3}(\\.\\d{3}){2,}$"));
    static const QRegularExpression oneComma(QStringLiteral("^[+-]?\\d{1,3},(?!000)\\d{3}$"));
    static const QRegularExpression thousand(QStringLiteral("^[+-]?\\d{1,3},000$"));
    QString &digits = spelling.digits;
    if (matches(digits, commas) || matches(digits, manyCommas) || (isWhole && matches(digits, oneComma))) {
        digits.remove(QLatin1Char(','));
        remark(spelling, "number-thousands", "thousands parted by commas");
    } else if (matches(digits, points) || matches(digits, manyPoints)) {
        digits.remove(QLatin1Char('.')).replace(QLatin1Char(','), QLatin1Char('.'));
        remark(spelling, "number-thousands", "thousands parted by points");
    } else if (digits.count(QLatin1Char(',')) == 1 && !digits.contains(QLatin1Char('.'))
               && !(isWhole && matches(digits, thousand))) {
        digits.replace(QLatin1Char(','), QLatin1Char('.'));
        remark(spelling, "number-decimal-comma", "a decimal comma");
    }
}

std::optional<EdfNumber> parsed(const QByteArray &field, bool isWhole)
{
    static const QRegularExpression edf(QStringLiteral("^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?$"));
    const EdfText text = decodeEdfText(field);
    Spelling spelling{text.text, {}, {}};
    if (!text.code.isEmpty())
        remark(spelling, "number-padding", "characters that are not ASCII");
    else if (field.startsWith(' '))
        remark(spelling, "number-alignment", "spaces before the digits");
    QString &digits = spelling.digits;
    for (const char16_t minus : {0x2212, 0x2013})
        digits.replace(QChar(minus), QLatin1Char('-'));
    readSeparators(spelling, isWhole);
    if (!matches(digits, edf)) {
        static const QRegularExpression gap(QStringLiteral("^([+-])\\s+(?=[\\d.])"));
        digits.replace(gap, QStringLiteral("\\1"));
        digits.replace(QLatin1Char('d'), QLatin1Char('e'), Qt::CaseInsensitive);
        remark(spelling, "number-form", "another way to write a number");
    }
    const double value = matches(digits, edf) ? digits.toDouble() : NAN;
    return std::isfinite(value) ? std::optional(EdfNumber{value, spelling.code, spelling.found}) : std::nullopt;
}

} // namespace

std::optional<EdfNumber> parseEdfNumber(const QByteArray &field)
{
    return parsed(field, false);
}

std::optional<EdfNumber> parseEdfInteger(const QByteArray &field)
{
    auto number = parsed(field, true);
    if (!number || number->value != std::round(number->value) || std::abs(number->value) > 1e15)
        return std::nullopt;
    if (number->code.isEmpty() && (field.contains('.') || field.toLower().contains('e'))) {
        number->code = QStringLiteral("number-not-whole");
        number->found = QStringLiteral("a whole number with a fraction or an exponent");
    }
    return number;
}

} // namespace somno::io
