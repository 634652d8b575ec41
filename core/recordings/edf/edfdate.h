// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QString>
#include <optional>

namespace somno::io {

/// A date as recorders of any country write it, of two or four digits for the year, with any separators, a month as
/// number or name: day, month, year as EDF asks, or another order where that is none. nullopt where it is no date or
/// two orders of digits without separators are one. Two digits stand for 1985 to 2084.
[[nodiscard]] std::optional<QDate> parseEdfDate(const QString &text);

/// Seconds since midnight of a time of day with any separators, with or without seconds, AM or PM. 24:00:00 and a
/// second 60, as rounding makes them, are what follows. nullopt where it is no time.
[[nodiscard]] std::optional<int> parseEdfTime(const QString &text);

} // namespace somno::io
