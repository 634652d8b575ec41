// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include <QDateTime>
#include <optional>

namespace somno::io {

/// What tells cells and numbers of a table apart.
struct TableNotation {
    char separator = ',';      ///< ' ' stands for any white space
    bool decimalComma = false; ///< "0,5"

    friend bool operator==(const TableNotation &, const TableNotation &) = default;
};

/// The cells of a line without the white space and the quotes around them. Separators within quotes end no cell.
void splitCells(std::string_view line, char separator, std::vector<std::string_view> &cells);

/// A number, NaN for what stands where one is missing ("", "NaN", "NA", "null", "-"); nothing for other words.
[[nodiscard]] std::optional<double> numberIn(std::string_view cell, bool decimalComma);
[[nodiscard]] bool isMissing(std::string_view cell);
/// Decimals of a number as it is written; -1 where it has an exponent.
[[nodiscard]] int decimalsOf(std::string_view cell, bool decimalComma);

/// A time of day, with or without a date before it: "21:04:59.998", "2024-03-05T21:04:59,998".
struct ClockTime {
    double seconds = 0; ///< since midnight
    QDate date;         ///< invalid without one
};
[[nodiscard]] std::optional<ClockTime> clockIn(std::string_view cell);

} // namespace somno::io
