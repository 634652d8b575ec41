// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/table/texttable.h"

#include <QHash>
#include <algorithm>
#include <array>

#include "core/base/fileformat.h"
#include "core/labels/table/cellvalues.h"
#include "core/labels/labeltext.h"

namespace somno::io {

namespace {

constexpr QChar kQuote = QLatin1Char('"');
constexpr QChar kWhiteSpace = QLatin1Char(' ');
constexpr qsizetype kLongestQuote = 1 << 16;
constexpr size_t kJudgedRows = 200;

bool isLineEnd(QChar character)
{
    return character == QLatin1Char('\n') || character == QLatin1Char('\r');
}

/// How many of the rows have the number of cells that most have, if that is more than one.
size_t agreeingRows(const std::vector<TextRow> &rows)
{
    QHash<qsizetype, size_t> counts;
    size_t most = 0;
    for (const TextRow &row : rows)
        if (row.cells.size() > 1)
            most = std::max(most, ++counts[row.cells.size()]);
    return most;
}

/// Words have spaces in them, too: white space is only believed where one of the first columns is of numbers or times.
bool hasNumbers(const std::vector<TextRow> &rows)
{
    std::array<size_t, 3> numbers = {};
    for (const TextRow &row : rows)
        for (qsizetype i = 0; i < std::min<qsizetype>(3, row.cells.size()); ++i)
            numbers[size_t(i)] += looksLikeNumber(row.cells[i]);
    return std::ranges::max(numbers) > 0 && std::ranges::max(numbers) + 1 >= rows.size();
}

} // namespace

bool TextRows::isSeparator(QChar character) const
{
    return m_separator == kWhiteSpace ? character.isSpace() : !m_separator.isNull() && character == m_separator;
}

/// Passes over a line that is blank or a comment.
bool TextRows::skipLine()
{
    qsizetype first = m_place;
    while (first < m_text.size() && !isLineEnd(m_text[first]) && m_text[first].isSpace()
           && m_text[first] != m_separator)
        ++first;
    const bool isBlank = first >= m_text.size() || isLineEnd(m_text[first]);
    const bool isComment = !isBlank && (m_text[first] == QLatin1Char('#') || m_text[first] == QLatin1Char('*'));
    if (!isBlank && !isComment)
        return false;
    qsizetype end = first;
    while (end < m_text.size() && !isLineEnd(m_text[end]))
        ++end;
    m_blanks += isBlank;
    if (isComment)
        m_comment = m_text.mid(first + 1, end - first - 1).trimmed();
    m_place = end + (m_text.mid(end, 2) == QLatin1String("\r\n") ? 2 : 1);
    ++m_line;
    return true;
}

/// The cells of the row at the place, which then stands behind it; nullopt where a quote does not end.
std::optional<QStringList> TextRows::cells(bool hasQuotes)
{
    QStringList cells;
    QString cell;
    bool isQuoted = false;
    qsizetype i = m_place;
    for (; i < m_text.size() && (isQuoted || !isLineEnd(m_text[i])); ++i) {
        const QChar character = m_text[i];
        const bool isQuote = hasQuotes && character == kQuote;
        if (isQuoted && isQuote && i + 1 < m_text.size() && m_text[i + 1] == kQuote)
            cell += m_text[++i];
        else if (isQuote && (isQuoted || cell.trimmed().isEmpty()))
            isQuoted = !isQuoted;
        else if (!isQuoted && isSeparator(character))
            cells << std::exchange(cell, {}).trimmed();
        else
            cell += character;
        m_line += isQuoted && character == QLatin1Char('\n');
        if (isQuoted && cell.size() > kLongestQuote)
            return std::nullopt;
    }
    if (isQuoted)
        return std::nullopt;
    cells << cell.trimmed();
    m_place = i + (m_text.mid(i, 2) == QLatin1String("\r\n") ? 2 : 1);
    ++m_line;
    if (m_separator == kWhiteSpace)
        cells.removeAll(QString());
    return cells;
}

bool TextRows::next(TextRow &row)
{
    row.cells.clear();
    m_blanks = 0;
    while (row.cells.isEmpty() && m_place < m_text.size()) {
        if (skipLine())
            continue;
        row.line = m_line;
        auto read = cells(true);
        if (!read) {
            m_line = row.line;
            read = cells(false);
        }
        row.cells = std::move(*read);
    }
    row.blanks = m_blanks;
    return !row.cells.isEmpty();
}

QChar separatorOf(const QString &text)
{
    QChar best;
    size_t most = 0;
    for (const char candidate : {'\t', ';', '|', ','}) {
        const size_t agreeing = agreeingRows(firstRows(text, QLatin1Char(candidate), kJudgedRows));
        if (agreeing > most) {
            most = agreeing;
            best = QLatin1Char(candidate);
        }
    }
    if (most > 0)
        return best;
    const std::vector<TextRow> rows = firstRows(text, kWhiteSpace, kJudgedRows);
    return 2 * agreeingRows(rows) > rows.size() && hasNumbers(rows) ? kWhiteSpace : QChar();
}

std::vector<TextRow> firstRows(const QString &text, QChar separator, size_t most)
{
    std::vector<TextRow> rows;
    TextRows all(text, separator);
    for (TextRow row; rows.size() < most && all.next(row);)
        rows.push_back(row);
    return rows;
}

QString textOfStart(const QByteArray &firstBytes)
{
    Deviations none;
    QString text = decodeText(firstBytes, none);
    if (firstBytes.size() >= kRecognisedBytes)
        text.truncate(std::max(text.lastIndexOf(QLatin1Char('\n')), text.lastIndexOf(QLatin1Char('\r'))) + 1);
    const bool isBinary = std::ranges::any_of(text, [](QChar character) {
        return character < QLatin1Char(' ') && !QStringLiteral("\t\r\n\f").contains(character);
    });
    return isBinary ? QString() : text;
}

} // namespace somno::io
