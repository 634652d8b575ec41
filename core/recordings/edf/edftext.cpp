// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edftext.h"

#include <QStringDecoder>
#include <algorithm>
#include <array>
#include <optional>

namespace somno::io {

namespace {

/// Windows-1252 where it differs from Latin-1: 0x80 to 0x9f.
constexpr std::array<char16_t, 32> kWindows1252
    = {0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
       0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
       0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

bool isFilling(char c)
{
    return c == '\0' || c == ' ';
}

bool isPlain(const QByteArray &bytes)
{
    return std::ranges::all_of(bytes, [](char c) { return c >= 32 && c <= 126; });
}

std::optional<QString> decoded(QStringConverter::Encoding encoding, const QByteArray &bytes)
{
    QStringDecoder decoder(encoding, QStringConverter::Flag::Stateless);
    const QString text = decoder.decode(bytes);
    return decoder.hasError() ? std::nullopt : std::optional(text);
}

/// A field may end inside a character; without another one it would be a guess.
std::optional<QString> utf8(const QByteArray &bytes)
{
    for (qsizetype cut = 0; cut <= std::min<qsizetype>(3, bytes.size()); ++cut)
        if (const auto text = decoded(QStringConverter::Utf8, bytes.chopped(cut));
            text && !text->isEmpty() && (cut == 0 || !isPlain(bytes.chopped(cut))))
            return text;
    return std::nullopt;
}

QString windows1252(const QByteArray &bytes)
{
    QString text = QString::fromLatin1(bytes);
    for (QChar &c : text)
        if (c.unicode() >= 0x80 && c.unicode() < 0xa0)
            c = QChar(kWindows1252[c.unicode() - 0x80]);
    return text;
}

/// "E\0E\0G\0" or "\0E\0E\0G", whatever fills the rest; with a byte order mark any text.
std::optional<QString> utf16(const QByteArray &bytes)
{
    if (bytes.startsWith("\xff\xfe"))
        return decoded(QStringConverter::Utf16LE, bytes.mid(2, (bytes.size() - 2) / 2 * 2));
    if (bytes.startsWith("\xfe\xff"))
        return decoded(QStringConverter::Utf16BE, bytes.mid(2, (bytes.size() - 2) / 2 * 2));
    const qsizetype low = bytes.startsWith('\0') ? 1 : 0;
    QString text;
    qsizetype at = 0;
    for (; at + 1 < bytes.size() && bytes[at + low] != 0 && bytes[at + 1 - low] == 0; at += 2)
        text += QChar(uchar(bytes[at + low]));
    const bool isOfPairs = text.trimmed().size() >= 2 && std::all_of(bytes.begin() + at, bytes.end(), isFilling);
    return isOfPairs ? std::optional(text) : std::nullopt;
}

QString trimmedText(QString text)
{
    for (QChar &c : text)
        if (c.unicode() < 32 || c.unicode() == 127)
            c = QLatin1Char(' ');
    return text.trimmed();
}

} // namespace

EdfText decodeEdfText(const QByteArray &field)
{
    if (isPlain(field))
        return {QString::fromLatin1(field).trimmed(), {}, {}};
    if (const auto text = utf16(field))
        return {trimmedText(*text), QStringLiteral("text-utf16"), QStringLiteral("read as UTF-16")};
    const auto begin = std::ranges::find_if_not(field, isFilling);
    const auto end = std::find(begin, field.end(), '\0');
    const QByteArray bytes(field.constData() + (begin - field.begin()), end - begin);
    const bool isRestFilled = std::all_of(end, field.end(), isFilling);
    const QString zeros = isRestFilled ? QStringLiteral("its zero bytes read as spaces")
                                       : QStringLiteral("what follows the first zero byte left out");
    if (isPlain(bytes))
        return {QString::fromLatin1(bytes).trimmed(), QStringLiteral("text-zero-bytes"), zeros};
    if (std::ranges::none_of(bytes, [](char c) { return c < 0; }))
        return {trimmedText(QString::fromLatin1(bytes)), QStringLiteral("text-control-characters"),
                QStringLiteral("its control characters read as spaces")};
    if (const auto text = utf8(bytes))
        return {trimmedText(*text), QStringLiteral("text-utf8"), QStringLiteral("read as UTF-8")};
    return {trimmedText(windows1252(bytes)), QStringLiteral("text-latin1"), QStringLiteral("read as Latin-1")};
}

QString edfUnit(const QString &text)
{
    // The micro sign, the Greek letter, and what Windows-1252 makes of it in UTF-8, Shift-JIS, GBK and EUC, CP437.
    static constexpr std::array kMicro
        = {u"\u03bc", u"\u00c2\u00b5", u"\u00ce\u00bc", u"\u0192\u00ca", u"\u00a6\u00cc", u"\u00a5\u00ec", u"\u00e6"};
    for (const char16_t *micro : kMicro)
        if (const QStringView start(micro); text.startsWith(start))
            return QChar(0xb5) + text.sliced(start.size());
    return text;
}

} // namespace somno::io
