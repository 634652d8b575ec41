// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

class QDateTime;

namespace somno::plot {

struct TimeTick {
    double sec = 0; ///< from the start of the recording
    QString label;
};

/// Ticks at round times inside [firstSec, lastSec], at most `mostTicks` of them; round on the clock where `start` is
/// valid (with the date at midnight), else in time since the start.
[[nodiscard]] std::vector<TimeTick> timeTicks(double firstSec, double lastSec, int mostTicks, const QDateTime &start);

/// One time as hh:mm:ss.t: clock time where `start` is valid, else time since the start.
[[nodiscard]] QString timeText(double sec, const QDateTime &start, int decimals = 1);

/// How long something lasts, in its two largest units: "3 min 20 s", "2 h 5 min", "0.25 s".
[[nodiscard]] QString lengthText(double sec);

/// Round values for the scale of a signal between two values, and the power of ten they are written in.
struct ValueTicks {
    std::vector<double> values;
    int exponent = 0; ///< labels are values / 10^exponent; 0 or a multiple of 3
    [[nodiscard]] QString label(double value) const;
    /// "uV", or "10^-6 uV" (in superscript digits) where the values are written in a power of ten.
    [[nodiscard]] QString unitText(const QString &unit) const;
};

[[nodiscard]] ValueTicks valueTicks(double low, double high, int mostTicks);

} // namespace somno::plot
