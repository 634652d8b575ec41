// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/table/tablecell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace somno::io {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

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

/// The whole number before one of these characters, which are taken away with it; before the end where there are none.
std::optional<int> wholeUpTo(std::string_view &text, std::string_view ends)
{
    int value = 0;
    const size_t end = ends.empty() ? text.size() : text.find_first_of(ends);
    if (end == std::string_view::npos || end == 0 || text.front() == '-')
        return {};
    const auto [last, status] = std::from_chars(text.data(), text.data() + end, value);
    if (status != std::errc() || last != text.data() + end)
        return {};
    text.remove_prefix(std::min(end + 1, text.size()));
    return value;
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
        return kNone;
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
    return std::isfinite(value) ? value : kNone;
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
    if (cell.size() < 7 || cell.size() > 40 || cell.find(':') == std::string_view::npos)
        return {};
    if (cell.ends_with('Z'))
        cell.remove_suffix(1);
    ClockTime time;
    if (const size_t space = cell.find_first_of("T "); space != std::string_view::npos) {
        std::string_view date = cell.substr(0, space);
        const auto year = wholeUpTo(date, "-/."), month = wholeUpTo(date, "-/."), day = wholeUpTo(date, "");
        if (year && month && day)
            time.date = QDate(*year, *month, *day);
        if (!time.date.isValid() || *year < 1000)
            return {};
        cell.remove_prefix(std::min(cell.size(), cell.find_first_not_of(' ', space + 1)));
    }
    const auto hours = wholeUpTo(cell, ":"), minutes = wholeUpTo(cell, ":");
    const bool hasComma = cell.find(',') != std::string_view::npos;
    const bool isTime = cell.size() >= 2 && cell.front() != '-';
    const double seconds = isTime ? numberIn(cell, hasComma).value_or(kNone) : kNone;
    if (!hours || !minutes || *hours > 99 || *minutes > 59 || !(seconds < 61))
        return {};
    time.seconds = *hours * 3600 + *minutes * 60 + seconds;
    return time;
}

} // namespace somno::io
