// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfannotationlist.h"

#include <QStringDecoder>
#include <algorithm>
#include <cmath>

namespace somno::io {

namespace {

constexpr qsizetype kLongestText = 512; ///< bytes of one annotation that are kept
constexpr Ticks kFarthest = Ticks(1) << 58;
constexpr double kFarthestSec = 1e10;

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

/// A number of seconds that is not written as EDF+ asks: with a decimal comma, an exponent, spaces, no digit beside the
/// point.
std::optional<Ticks> looseTicksOf(QByteArray text)
{
    constexpr qsizetype kLongest = 40;
    text = text.trimmed();
    if (text.size() > kLongest)
        return std::nullopt;
    if (!text.contains('.') && text.count(',') == 1)
        text.replace(',', '.');
    const bool isPlain = std::all_of(text.begin(), text.end(),
                                     [](char c) { return (c >= '0' && c <= '9') || QByteArray("+-.eE").contains(c); });
    bool isNumber = false;
    const double seconds = text.toDouble(&isNumber);
    return isPlain && isNumber && std::abs(seconds) < kFarthestSec ? std::optional(toTicks(seconds)) : std::nullopt;
}

/// An onset as it should be: with a sign.
std::optional<Ticks> onsetOf(const QByteArray &text)
{
    if (!text.startsWith('+') && !text.startsWith('-'))
        return std::nullopt;
    const auto ticks = ticksOf(text.mid(1));
    return ticks && text.startsWith('-') ? std::optional(-*ticks) : ticks;
}

QString shown(const QByteArray &bytes)
{
    constexpr qsizetype kShown = 60;
    QString text = QString::fromLatin1(bytes.first(std::min(bytes.size(), kShown)));
    for (QChar &c : text)
        if (!c.isPrint())
            c = c == QLatin1Char(kStartsDuration) ? QLatin1Char('~') : QLatin1Char('|');
    return QLatin1Char('"') + text + (bytes.size() > kShown ? QStringLiteral("...\"") : QStringLiteral("\""));
}

/// Texts in UTF-16 are made UTF-8: each second byte of theirs is a zero, which would end the list.
QByteArray withoutUtf16(const QByteArray &bytes, bool &found)
{
    QByteArray result;
    qsizetype copied = 0;
    for (qsizetype at = bytes.indexOf(kEndsField); at >= 0; at = bytes.indexOf(kEndsField, at + 1)) {
        const bool hasMark = bytes.mid(at + 1, 2) == "\xff\xfe";
        qsizetype end = at + (hasMark ? 3 : 1);
        while (end + 1 < bytes.size() && bytes[end] != kEndsField && (bytes[end + 1] == 0 || hasMark)
               && (bytes[end] != 0 || bytes[end + 1] != 0))
            end += 2;
        const qsizetype begin = at + (hasMark ? 3 : 1);
        if (end == begin || end >= bytes.size() || bytes[end] != kEndsField)
            continue;
        QStringDecoder decoder(QStringDecoder::Utf16LE);
        const QString text = decoder(bytes.mid(begin, end - begin));
        result += bytes.mid(copied, at + 1 - copied) + text.toUtf8();
        copied = end;
        at = end - 1;
        found = true;
    }
    return found ? result + bytes.mid(copied) : bytes;
}

class ListReader {
public:
    ListReader(const AnnotationPlace &place, DeviationLog &log) : m_place(place), m_log(log) {}

    AnnotationLists read(const QByteArray &given);

private:
    void readList(const QByteArray &list, bool isFirst, bool isClosed);
    std::optional<Ticks> onset(const QByteArray &text, const QByteArray &list);
    Ticks duration(const QByteArray &text, const QByteArray &list);
    void add(Ticks onset, Ticks duration, QByteArray text);
    QString decoded(const QByteArray &text);
    void say(const QString &code, const QByteArray &found, const QString &wrong, const QString &taken)
    {
        if (m_log.isFull(code)) // garbage may hold millions
            return m_log.count(code);
        m_log.add({code, QStringLiteral("annotations of data record %1").arg(m_place.record + 1),
                   QStringLiteral("%1 %2").arg(shown(found), wrong), taken, m_place.byte + m_at});
    }

    const AnnotationPlace &m_place;
    DeviationLog &m_log;
    qsizetype m_at = 0; ///< of the list being read
    AnnotationLists m_result;
};

AnnotationLists ListReader::read(const QByteArray &given)
{
    bool wasUtf16 = false;
    const QByteArray bytes = withoutUtf16(given, wasUtf16);
    if (wasUtf16)
        say(QStringLiteral("annotation-encoding"), given, QStringLiteral("is UTF-16"), QStringLiteral("read as such"));
    bool isFilling = false;
    for (qsizetype begin = 0, end = 0; begin < bytes.size(); begin = end + 1) {
        end = bytes.indexOf('\0', begin);
        const bool isClosed = end >= 0;
        end = isClosed ? end : bytes.size();
        const QByteArray list = bytes.mid(begin, end - begin);
        if (list.trimmed().isEmpty()) {
            isFilling = true;
            continue;
        }
        m_at = begin;
        if (isFilling)
            say(QStringLiteral("annotation-behind-filling"), list,
                QStringLiteral("stands behind the zeros that end the annotations"),
                QStringLiteral("read all the same"));
        readList(list, std::exchange(m_result.isBlank, false), isClosed);
        isFilling = false;
    }
    return std::move(m_result);
}

/// Onset, perhaps a duration, and texts, each closed by a byte of its own.
void ListReader::readList(const QByteArray &list, bool isFirst, bool isClosed)
{
    const bool isEnded = list.endsWith(kEndsField);
    QList<QByteArray> fields = (isEnded ? list.chopped(1) : list).split(kEndsField);
    const QByteArray time = fields.takeFirst();
    const qsizetype mark = time.indexOf(kStartsDuration);
    const auto starts = onset(mark < 0 ? time : time.first(mark), list);
    if (!starts)
        return;
    const Ticks lasts = mark < 0 ? -1 : duration(time.mid(mark + 1), list);
    if (isFirst && (fields.isEmpty() || fields.first().isEmpty()))
        m_result.stamp = starts;
    if (!isClosed && !isEnded) { // the text may go on where there was no room
        say(QStringLiteral("annotation-dropped"), list, QStringLiteral("is cut off by the end of the record"),
            QStringLiteral("its last text is left out"));
        if (!fields.isEmpty())
            fields.removeLast();
    } else if (!isEnded || fields.isEmpty()) {
        say(QStringLiteral("annotation-unterminated"), list, QStringLiteral("lacks the byte 20 that ends it"),
            QStringLiteral("read to the zero behind it"));
    } else if (!isClosed) {
        say(QStringLiteral("annotation-unterminated"), list, QStringLiteral("lacks the zero byte behind it"),
            QStringLiteral("read to the end of the record"));
    }
    for (const QByteArray &text : fields)
        add(*starts, lasts, text);
}

std::optional<Ticks> ListReader::onset(const QByteArray &text, const QByteArray &list)
{
    if (const auto exact = onsetOf(text))
        return exact;
    const auto guess = looseTicksOf(text);
    if (guess)
        say(QStringLiteral("annotation-onset"), list, QStringLiteral("has no onset of a sign and digits"),
            QStringLiteral("read as %1 s").arg(double(*guess) / double(kTicksPerSecond), 0, 'g', 12));
    else
        say(QStringLiteral("annotation-dropped"), list, QStringLiteral("does not begin with a number of seconds"),
            QStringLiteral("left out"));
    return guess;
}

Ticks ListReader::duration(const QByteArray &text, const QByteArray &list)
{
    if (const auto exact = ticksOf(text))
        return *exact;
    const auto guess = looseTicksOf(text);
    const bool isUsed = guess && *guess >= 0;
    say(QStringLiteral("annotation-duration"), list, QStringLiteral("has no duration of digits"),
        isUsed ? QStringLiteral("read as %1 s").arg(double(*guess) / double(kTicksPerSecond), 0, 'g', 12)
               : QStringLiteral("read without a duration"));
    return isUsed ? *guess : -1;
}

void ListReader::add(Ticks onset, Ticks duration, QByteArray text)
{
    if (text.isEmpty()) // a time stamp, or a second time-keeping signal
        return;
    if (const qsizetype mark = text.indexOf(kStartsDuration); mark >= 0) {
        const auto lasts = ticksOf(text.mid(mark + 1));
        if (!lasts || duration >= 0 || mark == 0)
            return say(QStringLiteral("annotation-dropped"), text,
                       QStringLiteral("holds the byte 21 that begins a duration"), QStringLiteral("left out"));
        say(QStringLiteral("annotation-duration"), text, QStringLiteral("has its duration behind its text"),
            QStringLiteral("read as its duration"));
        duration = *lasts;
        text.truncate(mark);
    }
    if (const QString words = decoded(text); !words.isEmpty())
        m_result.events.push_back({onset, duration, words});
}

QString ListReader::decoded(const QByteArray &text)
{
    const QByteArray kept = text.first(std::min(text.size(), kLongestText));
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const bool isCut = text.size() >= kLongestText;
    QString words = decoder(kept);
    if (isCut && words.endsWith(QChar::ReplacementCharacter)) // cut inside a character
        words.chop(1);
    if (!words.contains(QChar::ReplacementCharacter) || text.contains("\xef\xbf\xbd"))
        return words;
    say(QStringLiteral("annotation-encoding"), text, QStringLiteral("is no UTF-8"), QStringLiteral("read as Latin-1"));
    return QString::fromLatin1(kept);
}

} // namespace

AnnotationLists readAnnotationLists(const QByteArray &bytes, const AnnotationPlace &place, DeviationLog &log)
{
    return ListReader(place, log).read(bytes);
}

} // namespace somno::io
