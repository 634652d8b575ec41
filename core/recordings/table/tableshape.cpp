// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/table/tableshape.h"

#include <QRegularExpression>
#include <QSet>
#include <algorithm>
#include <cmath>

namespace somno::io {

namespace {

struct Line {
    std::string_view text;
    qint64 number = 0; ///< in the file, from 1
};
using Lines = std::vector<Line>;
using Cells = std::vector<std::string_view>;

constexpr size_t kMostLines = 400;
constexpr size_t kFewestRows = 3;
constexpr size_t kMostColumns = 1024;
constexpr size_t kMostHeadingLines = 4; ///< from the names of the columns to the first row
constexpr int kFewestValues = 10;       ///< different ones that a signal has

/// The lines that hold something.
Lines linesOf(std::string_view text, char lineEnd, bool isWhole)
{
    Lines lines;
    for (qint64 number = 1; !text.empty() && lines.size() < kMostLines; ++number) {
        const size_t end = text.find(lineEnd);
        if (end == std::string_view::npos && !isWhole)
            break;
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (line.find_first_not_of(" \t") != std::string_view::npos)
            lines.push_back({line, number});
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

bool isValue(std::string_view cell, const TableNotation &notation)
{
    return numberIn(cell, notation.decimalComma) || clockIn(cell);
}

/// An empty cell after the last separator belongs to no column.
void dropLastEmpty(Cells &cells, size_t columns)
{
    if (cells.size() == columns + 1 && cells.back().empty())
        cells.pop_back();
}

/// Rows of numbers at the end of the lines, all of one width.
struct Rows {
    TableNotation notation;
    size_t first = 0;
    size_t columns = 0;
};

/// The cells where a line is a row of so many columns, of any number for 0; none where it is not.
Cells rowIn(const Line &line, const TableNotation &notation, size_t columns)
{
    Cells cells;
    splitCells(line.text, notation.separator, cells);
    dropLastEmpty(cells, columns == 0 ? cells.size() - 1 : columns);
    const bool isRow = !cells.empty() && cells.size() <= kMostColumns && (columns == 0 || cells.size() == columns)
                       && std::ranges::all_of(cells, [&](std::string_view cell) { return isValue(cell, notation); })
                       && std::ranges::any_of(cells, [](std::string_view cell) { return !isMissing(cell); });
    return isRow ? cells : Cells();
}

Rows rowsIn(const Lines &lines, const TableNotation &notation)
{
    Rows rows{notation, lines.size(), 0};
    for (size_t i = lines.size(); i-- > 0; rows.first = i) {
        const Cells row = rowIn(lines[i], notation, rows.columns);
        if (row.empty())
            break;
        rows.columns = row.size();
    }
    return rows;
}

/// A line among the rows that is none does not hide those before it.
size_t firstRowIn(const Lines &lines, const Rows &rows)
{
    const auto first = std::ranges::find_if(
        lines, [&](const Line &line) { return !rowIn(line, rows.notation, rows.columns).empty(); });
    return size_t(first - lines.begin());
}

/// The notation by which most lines are rows; of several the one with the most columns, then the usual one.
Rows bestRows(const Lines &lines)
{
    Rows best{{}, lines.size(), 0};
    for (const TableNotation notation :
         {TableNotation{'\t', false}, TableNotation{';', false}, TableNotation{',', false}, TableNotation{' ', false},
          TableNotation{'\t', true}, TableNotation{';', true}, TableNotation{' ', true}}) {
        const Rows rows = rowsIn(lines, notation);
        if (rows.first < best.first || (rows.first == best.first && rows.columns > best.columns))
            best = rows;
    }
    return best;
}

QString textOf(std::string_view cell)
{
    const QByteArrayView bytes(cell.data(), qsizetype(cell.size()));
    return bytes.isValidUtf8() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes);
}

bool isUnit(const QString &text)
{
    static const QRegularExpression unit(
        QStringLiteral("^([munkpµμ]?V|s|ms|[uµμ]s|sec|min|h|Hz|%|[°]?C|a\\.?u\\.?|[munµμ]?g|dB)$"));
    return unit.match(text).hasMatch();
}

ColumnHeading headingOf(const QString &text)
{
    static const QRegularExpression inBrackets(QStringLiteral("^(.*?)[\\s_]*[(\\[/]\\s*([^()\\[\\]]+?)\\s*[)\\]]?$"));
    static const QRegularExpression asSuffix(QStringLiteral("^(.+)[_ ]([munµμ]?V|ms|s)$"));
    for (const QRegularExpression &pattern : {inBrackets, asSuffix})
        if (const auto match = pattern.match(text); match.hasMatch() && isUnit(match.captured(2)))
            return {match.captured(1).trimmed(), match.captured(2)};
    return {text.trimmed(), {}};
}

/// The cells of a line where they may be headings: as many as there are columns, some of them words.
QStringList wordsIn(std::string_view line, const Rows &rows)
{
    if (line.starts_with('#') || line.starts_with('%')) // as numpy.savetxt() writes its heading
        line.remove_prefix(1);
    Cells cells;
    splitCells(line, rows.notation.separator, cells);
    dropLastEmpty(cells, rows.columns);
    QStringList words;
    for (const std::string_view cell : cells)
        words << textOf(cell);
    return size_t(words.size()) == rows.columns ? words : QStringList();
}

/// Headings do not begin as numbers do; values of settings above the table do ("Range=", "10 mV", "10 mV").
bool areNames(const QStringList &words)
{
    static const QRegularExpression number(QStringLiteral("^[-+.]?[0-9]"));
    return !words.isEmpty()
           && std::ranges::none_of(words, [](const QString &word) { return number.match(word).hasMatch(); });
}

void takeHeading(TableShape &shape, const Lines &lines, const Rows &rows)
{
    QStringList words, units;
    for (size_t i = rows.first; i-- > 0 && rows.first - i <= kMostHeadingLines && words.isEmpty();) {
        const QStringList found = wordsIn(lines[i].text, rows);
        if (!areNames(found))
            continue;
        if (units.isEmpty() && std::ranges::all_of(found, isUnit))
            units = found;
        else
            words = found;
    }
    shape.hasHeading = !words.isEmpty();
    shape.linesUnread = qint64(shape.hasHeading ? rows.first - 1 - (units.isEmpty() ? 0 : 1) : rows.first);
    for (size_t i = 0; i < rows.columns; ++i) {
        ColumnHeading heading = shape.hasHeading ? headingOf(words[qsizetype(i)]) : ColumnHeading{};
        if (!units.isEmpty())
            heading.unit = units[qsizetype(i)];
        shape.columns.push_back(heading);
    }
}

bool namesTime(const QString &name)
{
    static const QRegularExpression time(
        QStringLiteral(
            "^(time.*|.*[ _]time|t|timestamps?|seconds?|secs?|s|ms|milliseconds|clock|datetime|zeit|temps)$"),
        QRegularExpression::CaseInsensitiveOption);
    return time.match(name).hasMatch();
}

/// A few whole numbers, again and again.
bool areCodes(std::vector<double> values)
{
    std::erase_if(values, [](double value) { return std::isnan(value); });
    const QSet<double> different(values.begin(), values.end());
    return different.size() < kFewestValues && std::ranges::all_of(different, [](double value) {
               return value == std::floor(value) && std::abs(value) < 1000;
           });
}

bool goesUpEvenly(const std::vector<double> &values)
{
    const double step = values.size() > 1 ? values[1] - values[0] : 0;
    for (size_t i = 1; i < values.size(); ++i)
        if (!(std::abs(values[i] - values[i - 1] - step) < 0.01 * step))
            return false;
    return step > 0;
}

} // namespace

std::optional<TableShape> TableShape::of(std::string_view text, char lineEnd, bool isWhole)
{
    const Lines lines = linesOf(text, lineEnd, isWhole);
    Rows rows = bestRows(lines);
    if (rows.columns == 0 || lines.size() - rows.first < kFewestRows)
        return {};
    rows.first = firstRowIn(lines, rows);
    TableShape shape;
    shape.notation = rows.notation;
    shape.linesBefore = lines[rows.first].number - 1;
    takeHeading(shape, lines, rows);
    for (size_t i = rows.first; i < lines.size(); ++i)
        if (const Cells row = rowIn(lines[i], shape.notation, rows.columns); !row.empty())
            shape.rows.emplace_back(row.begin(), row.end());
    return shape;
}

std::vector<double> TableShape::valuesOf(int column) const
{
    std::vector<double> values;
    for (const auto &row : rows) {
        const auto number = numberIn(row[size_t(column)], notation.decimalComma);
        const auto clock = number ? std::nullopt : clockIn(row[size_t(column)]);
        values.push_back(clock ? clock->seconds : *number);
    }
    return values;
}

bool TableShape::isClock(int column) const
{
    return clockIn(rows.front()[size_t(column)]).has_value();
}

int TableShape::timeColumn() const
{
    for (int i = 0; i < int(columns.size()); ++i)
        if (isClock(i) || namesTime(columns[size_t(i)].name))
            return i;
    return columns.size() > 1 && goesUpEvenly(valuesOf(0)) ? 0 : -1;
}

bool TableShape::looksLikeLabels() const
{
    static const QRegularExpression label(
        QStringLiteral("\\b(onset|duration|stages?|brain[_ ]?state|sleep[_ ]?(stage|state|score)s?|labels?|hypnogram|"
                       "scores?|epochs?|events?|annotations?|description)\\b"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression signal(QStringLiteral("(eeg|emg|ecog|lfp)"),
                                           QRegularExpression::CaseInsensitiveOption);
    const auto isNamed = [&](const QRegularExpression &words) {
        return std::ranges::any_of(columns, [&](const ColumnHeading &column) {
            return words.match(QString(column.name).replace(QLatin1Char('_'), QLatin1Char(' '))).hasMatch();
        });
    };
    if (isNamed(label) || isNamed(signal))
        return isNamed(label);
    const int time = timeColumn();
    for (int i = 0; i < int(columns.size()); ++i)
        if (i != time && !areCodes(valuesOf(i)))
            return false;
    return true;
}

} // namespace somno::io
