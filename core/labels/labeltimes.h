// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/labels/labeltable.h"

namespace somno::io {

/// Seconds that a file states; nullopt for what is no time of a recording: NaN, and what lies beyond kFarthestSec.
[[nodiscard]] std::optional<Ticks> statedTicks(double seconds);
/// Of a text such as "30", "29.5", "29,5" and "3e1".
[[nodiscard]] std::optional<Ticks> statedTicks(QString text);
/// An epoch length that a file states; 0 for what can be none.
[[nodiscard]] Ticks statedEpoch(const QString &text);

/// That so many rows were left out whose times are none.
[[nodiscard]] Deviation timesNotUnderstood(qint64 rows, const QString &example);

} // namespace somno::io
