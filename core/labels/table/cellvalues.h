// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

#include "core/base/samplerate.h"

namespace somno::io {

/// How the numbers of a file are written.
struct NumberStyle {
    bool commaIsDecimal = true; ///< where no point says so; else commas are between thousands
};

/// A number with decimal point or comma, signs between thousands and "s" behind it; nullopt for what is none or not
/// finite.
[[nodiscard]] std::optional<double> numberOf(const QString &cell, NumberStyle style = {});

/// A code as text: "2" for "2.0" and "2.000e+00", which programs make of whole numbers; all else as it stands.
[[nodiscard]] QString codeText(const QString &cell);

/// What a cell says of a time.
struct Moment {
    enum Kind {
        Count, ///< a number
        Clock, ///< ticks since midnight, or that elapsed: "09:00:00", "9:00 PM", "25:10:00"
        Dated, ///< ticks since 1970, of the clock where it was written
    };
    Kind kind = Count;
    double count = 0;
    Ticks ticks = 0;
};

/// Which part of "03/04/2024" is the day.
enum class DateOrder { Unknown, DayFirst, MonthFirst };

/// A date whose order is not known is left out of a Dated moment, which is a Clock then. nullopt for what is no time.
[[nodiscard]] std::optional<Moment> momentOf(const QString &cell, NumberStyle style = {},
                                             DateOrder order = DateOrder::Unknown);
/// What a cell tells of the order of dates: beyond doubt where one of the numbers is no month, or with points.
[[nodiscard]] DateOrder dateOrderOf(const QString &cell);
/// A number, a clock time or a date.
[[nodiscard]] bool looksLikeNumber(const QString &cell);

} // namespace somno::io
