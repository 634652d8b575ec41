// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edffields.h"

#include <algorithm>
#include <array>

#include "core/recordings/edf/edfnumber.h"
#include "core/recordings/edf/edftext.h"

namespace somno::io {

namespace {

struct Column {
    const char *name;
    int width;
};

/// In the order of EdfColumn and of the file.
constexpr std::array kColumns
    = {Column{"label", 16},           Column{"transducer", 80},      Column{"physical dimension", 8},
       Column{"physical minimum", 8}, Column{"physical maximum", 8}, Column{"digital minimum", 8},
       Column{"digital maximum", 8},  Column{"prefiltering", 80},    Column{"samples in a data record", 8},
       Column{"reserved", 32}};

QString columnOf(const EdfField &field)
{
    return field.signal < 0 ? QString() : field.name.left(field.name.indexOf(QLatin1String(" of signal")));
}

} // namespace

EdfField EdfFields::column(EdfColumn column, int signal, int signalCount)
{
    qint64 before = 0;
    for (size_t i = 0; i < size_t(column); ++i)
        before += kColumns[i].width;
    const auto &[name, width] = kColumns[size_t(column)];
    return {QStringLiteral("%1 of signal %2").arg(QLatin1String(name)).arg(signal + 1),
            kEdfMainHeaderBytes + before * signalCount + qint64(width) * signal, width, signal};
}

QString EdfFields::shown(const EdfField &field) const
{
    QString text = QString::fromLatin1(bytes(field)).trimmed();
    for (QChar &c : text)
        if (c.unicode() < 32 || c.unicode() > 126)
            c = QLatin1Char('?');
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString EdfFields::text(const EdfField &field)
{
    const EdfText text = decodeEdfText(bytes(field));
    if (!text.code.isEmpty())
        note(text.code, field, text.taken + QStringLiteral(": \"%1\"").arg(text.text));
    return text.text;
}

std::optional<double> EdfFields::number(const EdfField &field)
{
    const auto number = parseEdfNumber(bytes(field));
    if (!number)
        return std::nullopt;
    if (!number->code.isEmpty())
        note(number->code, field, QStringLiteral("%1; read as %2").arg(number->found).arg(number->value, 0, 'g', 10));
    return number->value;
}

std::optional<qint64> EdfFields::integer(const EdfField &field)
{
    const auto number = parseEdfInteger(bytes(field));
    if (!number)
        return std::nullopt;
    if (!number->code.isEmpty())
        note(number->code, field, QStringLiteral("%1; read as %2").arg(number->found).arg(qint64(number->value)));
    return qint64(number->value);
}

void EdfFields::note(const QString &code, const EdfField &field, const QString &taken, const QString &found)
{
    const QString column = columnOf(field);
    const auto same = std::ranges::find_if(m_noted, [&](const Noted &noted) {
        return !column.isEmpty() && noted.column == column && noted.deviation.code == code;
    });
    if (same != m_noted.end())
        ++same->more;
    else
        m_noted.push_back({{code, field.name, found.isEmpty() ? shown(field) : found, taken, field.offset}, column, 0});
}

Deviations EdfFields::takeDeviations()
{
    Deviations deviations;
    for (Noted &noted : m_noted) {
        if (noted.more > 0)
            noted.deviation.where += QStringLiteral(" and of %1 more").arg(noted.more);
        deviations.push_back(std::move(noted.deviation));
    }
    m_noted.clear();
    return deviations;
}

Error EdfFields::fault(ErrorCode code, const QString &what, const QString &detail) const
{
    return {code, QStringLiteral("%1: %2").arg(m_fileName, what), detail};
}

Error EdfFields::fault(const EdfField &field, const QString &cause, const QString &remedy, ErrorCode code) const
{
    return fault(code,
                 QStringLiteral("the header field \"%1\" (byte %2) holds %3.")
                     .arg(field.name)
                     .arg(field.offset)
                     .arg(shown(field)),
                 cause + QLatin1Char(' ')
                     + (remedy.isEmpty() ? QStringLiteral("Repair the header in a copy of the file with a header "
                                                          "editor, or export the recording again from the program "
                                                          "that wrote it.")
                                         : remedy));
}

} // namespace somno::io
