// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <optional>

#include "core/labels/labeltable.h"

namespace somno::io {

/// Seconds that a file states; nullopt for what is no time of a recording: NaN, and what lies beyond kFarthestSec.
inline std::optional<Ticks> statedTicks(double seconds)
{
    return std::abs(seconds) <= kFarthestSec ? std::optional(toTicks(seconds)) : std::nullopt;
}

/// Of a text such as "30", "29.5", "29,5" and "3e1".
inline std::optional<Ticks> statedTicks(QString text)
{
    bool isNumber = false;
    const double seconds = text.replace(QLatin1Char(','), QLatin1Char('.')).toDouble(&isNumber);
    return isNumber ? statedTicks(seconds) : std::nullopt;
}

/// An epoch length that a file states; 0 for what can be none.
inline Ticks statedEpoch(const QString &text)
{
    const Ticks ticks = statedTicks(text).value_or(0);
    return ticks >= kTicksPerSecond / 10 && ticks <= 3600 * kTicksPerSecond ? ticks : 0;
}

/// That so many rows were left out whose times are none.
inline Deviation timesNotUnderstood(qint64 rows, const QString &example)
{
    return {QStringLiteral("times-not-understood"), QStringLiteral("rows"),
            QStringLiteral("%1 begin or last no time that can be (\"%2\")").arg(rows).arg(example.left(40)),
            QStringLiteral("left out")};
}

} // namespace somno::io
