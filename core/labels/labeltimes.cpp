// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labeltimes.h"

#include <cmath>

namespace somno::io {

std::optional<Ticks> statedTicks(double seconds)
{
    return std::abs(seconds) <= kFarthestSec ? std::optional(toTicks(seconds)) : std::nullopt;
}

std::optional<Ticks> statedTicks(QString text)
{
    bool isNumber = false;
    const double seconds = text.replace(QLatin1Char(','), QLatin1Char('.')).toDouble(&isNumber);
    return isNumber ? statedTicks(seconds) : std::nullopt;
}

Ticks statedEpoch(const QString &text)
{
    const Ticks ticks = statedTicks(text).value_or(0);
    return ticks >= kTicksPerSecond / 10 && ticks <= 3600 * kTicksPerSecond ? ticks : 0;
}

Deviation timesNotUnderstood(qint64 rows, const QString &example)
{
    return {QStringLiteral("times-not-understood"), QStringLiteral("rows"),
            QStringLiteral("%1 begin or last no time that can be (\"%2\")").arg(rows).arg(example.left(40)),
            QStringLiteral("left out")};
}

} // namespace somno::io
