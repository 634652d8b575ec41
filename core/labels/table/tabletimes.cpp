// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/table/tabletimes.h"

#include <QTimeZone>
#include <algorithm>
#include <cmath>

namespace somno::io {

namespace {

constexpr Ticks kLongestEpoch = 3600 * kTicksPerSecond;
constexpr Ticks kDay = 86400 * kTicksPerSecond;
constexpr Ticks kMs = kTicksPerSecond / 1000;

/// A clock that falls by more than half a day has gone over midnight.
void unwrapDays(std::vector<LabelRow> &rows)
{
    Ticks days = 0;
    Ticks last = rows.front().onset;
    for (LabelRow &row : rows) {
        if (row.onset - last < -kDay / 2)
            days += kDay;
        else if (row.onset - last > kDay / 2 && days > 0)
            days -= kDay; // a row out of order
        last = row.onset;
        row.onset += days;
    }
}

/// Epochs of 2.5 s in a clock of whole seconds: 0, 2, 5, 7, ...
void settleRounding(LabelTable &table)
{
    constexpr size_t kFewest = 8;
    std::vector<LabelRow> &rows = table.rows;
    if (rows.size() < kFewest || rows.back().onset <= rows.front().onset
        || std::ranges::any_of(
            rows, [](const LabelRow &row) { return row.onset % kTicksPerSecond != 0 || row.duration != 0; }))
        return;
    const double exact = double(rows.back().onset - rows.front().onset) / double(rows.size() - 1);
    constexpr Ticks kTenth = kTicksPerSecond / 10;
    const Ticks step = Ticks(std::llround(exact / double(kTenth))) * kTenth;
    const auto deviates = [&](Ticks tolerance) {
        for (size_t i = 0; i < rows.size(); ++i)
            if (std::abs(rows[i].onset - rows.front().onset - Ticks(i) * step) > tolerance)
                return true;
        return false;
    };
    if (!deviates(0) || deviates(kTicksPerSecond))
        return;
    for (size_t i = 0; i < rows.size(); ++i)
        rows[i].onset = rows.front().onset + Ticks(i) * step;
    table.deviations.push_back({QStringLiteral("times-rounded"), QStringLiteral("clock times"),
                                QStringLiteral("their steps differ by a second"),
                                QStringLiteral("read as epochs of %1 s").arg(QString::fromLatin1(secondsText(step)))});
}

} // namespace

void settleClockTimes(LabelTable &table, const ClockColumn &column)
{
    if (table.rows.empty() || column.kind == Moment::Count)
        return;
    table.unit = LabelUnit::Seconds;
    const auto earliest = [&table] { return std::ranges::min(table.rows, {}, &LabelRow::onset).onset; };
    if (column.kind == Moment::Clock) {
        const bool isBeyondDay = std::ranges::any_of(table.rows, [](const LabelRow &row) { return row.onset >= kDay; });
        if (column.isElapsed || isBeyondDay || (table.rows.front().onset == 0 && !column.isClock)) {
            settleRounding(table);
            return;
        }
        unwrapDays(table.rows);
    }
    const Ticks first = earliest();
    for (LabelRow &row : table.rows)
        row.onset -= first;
    table.startHasDate = column.kind == Moment::Dated;
    table.start = QDateTime::fromMSecsSinceEpoch(first / kMs, Qt::UTC);
    settleRounding(table);
}

void settleEpochNumbers(LabelTable &table)
{
    const Ticks first = std::ranges::min(table.rows, {}, &LabelRow::onset).onset;
    const Ticks base = first == 0 ? 0 : kTicksPerSecond;
    if (first > kTicksPerSecond || first < 0)
        table.deviations.push_back({QStringLiteral("epochs-begin-late"), QStringLiteral("numbers of the epochs"),
                                    QStringLiteral("the first is %1").arg(first / kTicksPerSecond),
                                    QStringLiteral("counted from 1")});
    const Ticks length = table.rows.front().duration;
    if (length > 0 && length <= kLongestEpoch
        && std::ranges::all_of(table.rows, [length](const LabelRow &row) { return row.duration == length; }))
        table.epoch = length;
    for (LabelRow &row : table.rows) {
        row.onset -= base;
        row.duration = kTicksPerSecond;
    }
}

} // namespace somno::io
