// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/table/tablecell.h"

#include <QRegularExpression>
#include <QString>
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace somno::io {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

std::string_view bare(std::string_view cell)
{
    const auto trim = [&] {
        while (!cell.empty() && isSpace(cell.front()))
            cell.remove_prefix(1);
        while (!cell.empty() && isSpace(cell.back()))
            cell.remove_suffix(1);
    };
    trim();
    if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"') {
        cell = cell.substr(1, cell.size() - 2);
        trim();
    }
    return cell;
}

} // namespace

void splitCells(std::string_view line, char separator, std::vector<std::string_view> &cells)
{
    cells.clear();
    size_t begin = 0;
    bool isQuoted = false;
    const auto isEnd = [&](char c) { return separator == ' ' ? isSpace(c) : c == separator; };
    for (size_t i = 0; i <= line.size(); ++i) {
        if (i < line.size() && line[i] == '"')
            isQuoted = !isQuoted;
        if (i < line.size() && (isQuoted || !isEnd(line[i])))
            continue;
        if (separator != ' ' || i > begin)
            cells.push_back(bare(line.substr(begin, i - begin)));
        begin = i + 1;
    }
}

bool isMissing(std::string_view cell)
{
    static constexpr std::array<std::string_view, 8> kWords = {"", "-", "na", "nan", "n/a", "null", "none", "#n/a"};
    if (cell.size() > 5)
        return false;
    std::string lower(cell);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return std::ranges::find(kWords, lower) != kWords.end();
}

std::optional<double> numberIn(std::string_view cell, bool decimalComma)
{
    std::array<char, 64> text;
    if (isMissing(cell))
        return std::numeric_limits<double>::quiet_NaN();
    if (cell.front() == '+')
        cell.remove_prefix(1);
    if (cell.empty() || cell.size() > text.size())
        return {};
    std::ranges::copy(cell, text.begin());
    if (decimalComma) {
        if (cell.find('.') != std::string_view::npos)
            return {};
        std::ranges::replace(text, ',', '.');
    }
    double value = 0;
    const char *last = text.data() + cell.size();
    const auto [end, status] = std::from_chars(text.data(), last, value);
    if (end != last || status == std::errc::invalid_argument)
        return {};
    return std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
}

int decimalsOf(std::string_view cell, bool decimalComma)
{
    if (cell.find_first_of("eE") != std::string_view::npos)
        return -1;
    const size_t point = cell.find(decimalComma ? ',' : '.');
    return point == std::string_view::npos ? 0 : int(cell.size() - point - 1);
}

std::optional<ClockTime> clockIn(std::string_view cell)
{
    static const QRegularExpression pattern(QStringLiteral(
        "^(?:(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})[T ]\\s*)?(\\d{1,2}):(\\d{2}):(\\d{2}(?:[.,]\\d+)?)Z?$"));
    if (cell.size() < 7 || cell.size() > 40 || cell.find(':') == std::string_view::npos)
        return {};
    const auto match = pattern.match(QString::fromLatin1(cell.data(), qsizetype(cell.size())));
    if (!match.hasMatch())
        return {};
    ClockTime time;
    time.date = QDate(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt());
    const double seconds = match.captured(6).replace(QLatin1Char(','), QLatin1Char('.')).toDouble();
    time.seconds = match.captured(4).toInt() * 3600 + match.captured(5).toInt() * 60 + seconds;
    return match.captured(5).toInt() < 60 && seconds < 61 ? std::optional(time) : std::nullopt;
}

} // namespace somno::io
