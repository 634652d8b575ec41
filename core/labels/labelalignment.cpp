// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labelalignment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

namespace somno::io {

namespace {

constexpr std::array kUsualEpochsSec = {30.0, 20.0, 16.0, 15.0, 12.0, 10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.0};
constexpr double kLongestEpochSec = 120; // of equal rows: longer ones are in another unit
constexpr size_t kFewestEpochs = 5;      // that can be told from so many seconds
constexpr Ticks kTicksPerMs = kTicksPerSecond / 1000;
constexpr int kNoDateYear = 1985; // EDF's 01.01.85 stands for a date that is not known

double seconds(Ticks ticks)
{
    return double(ticks) / double(kTicksPerSecond);
}

QString secondsOf(Ticks ticks)
{
    return QString::fromLatin1(secondsText(ticks)) + QStringLiteral(" s");
}

Ticks lastOnset(const std::vector<LabelRow> &rows)
{
    Ticks last = 0;
    for (const LabelRow &row : rows)
        last = std::max(last, row.onset);
    return last;
}

/// What every onset differs by from the one before it; nullopt where they differ or there are too few to tell.
std::optional<Ticks> evenStep(const std::vector<LabelRow> &rows)
{
    if (rows.size() < 3)
        return std::nullopt;
    const Ticks step = rows[1].onset - rows[0].onset;
    for (size_t i = 1; i < rows.size(); ++i)
        if (rows[i].onset - rows[i - 1].onset != step)
            return std::nullopt;
    return step > 0 ? std::optional(step) : std::nullopt;
}

/// The epoch length with which so many rows fill the recording, within one epoch; 0 where none does.
double fittingEpoch(size_t rows, const LabelContext &context)
{
    if (context.totalSec <= 0)
        return 0;
    constexpr size_t kMany = 100; // of fewer rows one more or less is another epoch length, or a scoring half done
    for (const double slack : {0.0, rows >= kMany ? 1.0 : 0.0}) { // an exact fit goes first
        const auto fits = [&](double epoch) {
            return epoch > 0 && std::abs(double(rows) - std::floor(context.totalSec / epoch)) <= slack;
        };
        if (fits(context.epochSec))
            return context.epochSec;
        if (const auto usual = std::ranges::find_if(kUsualEpochsSec, fits); usual != kUsualEpochsSec.end())
            return *usual;
    }
    return 0;
}

void multiply(LabelTable &table, double factor)
{
    const auto scaled = [factor](Ticks ticks) { return Ticks(std::llround(double(ticks) * factor)); };
    for (LabelRow &row : table.rows) {
        row.onset = scaled(row.onset);
        row.duration = scaled(row.duration);
    }
    table.end = scaled(table.end);
}

/// One value a line: how long each lasts must come from elsewhere.
Result<> spreadEpochs(LabelTable &table, const LabelContext &context)
{
    const double stated = table.epoch > 0 ? seconds(table.epoch) : context.rowSec;
    const double epoch = stated > 0 ? stated : fittingEpoch(table.rows.size(), context);
    if (epoch <= 0)
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("The labels state no times: nothing tells how long each of the %1 rows lasts.")
                           .arg(table.rows.size()),
                       QStringLiteral("State the length of a row in seconds, or the recording that they belong to."));
    multiply(table, epoch);
    table.epoch = toTicks(epoch);
    if (stated <= 0)
        table.deviations.push_back(
            {QStringLiteral("epoch-length-derived"), QStringLiteral("rows"),
             QStringLiteral("%1 without times").arg(table.rows.size()),
             QStringLiteral("each read as %1, with which they fill the recording").arg(secondsOf(table.epoch))});
    return {};
}

/// Numbers of an unknown unit that cannot be seconds.
void settleUnit(LabelTable &table, const LabelContext &context)
{
    if (table.unit != LabelUnit::Unsaid || table.rows.size() < 3)
        return;
    const Ticks last = lastOnset(table.rows);
    const auto step = evenStep(table.rows);
    const bool isFarBeyond = context.totalSec > 0 && seconds(last) > 10 * context.totalSec
                             && seconds(last) / 1000 < 1.1 * context.totalSec;
    if (isFarBeyond
        || (step && seconds(*step) > kLongestEpochSec && *step % kTicksPerSecond == 0
            && seconds(*step) / 1000 <= kLongestEpochSec)) {
        multiply(table, 1e-3);
        table.deviations.push_back({QStringLiteral("unit-milliseconds"), QStringLiteral("onsets"),
                                    QStringLiteral("they reach to %1").arg(seconds(last), 0, 'g', 12),
                                    QStringLiteral("read as milliseconds")});
        return;
    }
    const bool hasDurations = std::ranges::any_of(table.rows, [](const LabelRow &row) { return row.duration > 0; });
    const double epoch = fittingEpoch(table.rows.size(), context);
    if (hasDurations || table.rows.size() < kFewestEpochs || step != kTicksPerSecond || epoch <= 1)
        return;
    const Ticks first = table.rows.front().onset; // some count from 1
    for (LabelRow &row : table.rows)
        row.onset -= first;
    multiply(table, epoch);
    table.epoch = toTicks(epoch);
    table.deviations.push_back(
        {QStringLiteral("unit-epochs"), QStringLiteral("onsets"),
         QStringLiteral("they count %1 rows one by one").arg(table.rows.size()),
         QStringLiteral("read as epochs of %1, with which they fill the recording").arg(secondsOf(table.epoch))});
}

void settleOrder(LabelTable &table)
{
    qint64 back = 0;
    for (size_t i = 1; i < table.rows.size(); ++i)
        back += table.rows[i].onset < table.rows[i - 1].onset;
    if (back == 0)
        return;
    std::ranges::stable_sort(table.rows, {}, &LabelRow::onset);
    table.deviations.push_back({QStringLiteral("rows-unsorted"), QStringLiteral("rows"),
                                QStringLiteral("%1 of %2 begin before the one above").arg(back).arg(table.rows.size()),
                                QStringLiteral("sorted by onset")});
}

/// The longest time that every onset is a multiple of.
Ticks commonStep(const std::vector<LabelRow> &rows)
{
    Ticks step = 0;
    for (size_t i = 1; i < rows.size(); ++i)
        step = std::gcd(step, rows[i].onset - rows[i - 1].onset);
    return step > 0 ? step : rows.back().duration;
}

/// Without a duration of its own the last bout lasts to the end of the recording, the last of equal epochs as they do.
void settleLast(LabelTable &table, const LabelContext &context, bool isStated)
{
    LabelRow &last = table.rows.back();
    const Ticks end = table.end > last.onset ? table.end : toTicks(context.totalSec);
    if (isStated)
        return;
    if (end <= last.onset) { // nobody knows: no longer than the shortest step of all
        last.duration = std::min(last.duration, commonStep(table.rows));
        return;
    }
    last.duration
        = evenStep(table.rows) && table.end == 0 ? std::min(last.duration, end - last.onset) : end - last.onset;
}

void settleDurations(LabelTable &table, const LabelContext &context)
{
    const qint64 missing = std::ranges::count(table.rows, 0, &LabelRow::duration);
    if (missing == 0)
        return;
    const bool isLastStated = table.rows.back().duration > 0;
    completeDurations(table.rows);
    settleLast(table, context, isLastStated);
    table.deviations.push_back({QStringLiteral("durations-missing"), QStringLiteral("durations"),
                                QStringLiteral("%1 of %2 rows state none").arg(missing).arg(table.rows.size()),
                                QStringLiteral("each lasts until the next row")});
}

/// By how much one clock is ahead of another on whatever day, at most half of one.
Ticks timeOfDayDifference(const QDateTime &from, const QDateTime &to)
{
    constexpr qint64 kDayMs = 86'400'000;
    const qint64 ms = from.time().msecsTo(to.time());
    return (ms > kDayMs / 2 ? ms - kDayMs : ms < -kDayMs / 2 ? ms + kDayMs : ms) * kTicksPerMs;
}

/// Whether labels that begin so much after the recording are on it at all.
bool meets(const LabelTable &table, Ticks shift, const LabelContext &context)
{
    Ticks last = table.end;
    for (const LabelRow &row : table.rows)
        last = std::max(last, row.onset + row.duration);
    const Ticks total
        = context.totalSec > 0 ? toTicks(context.totalSec) : std::max(last, Ticks(86400) * kTicksPerSecond);
    return shift < total && last + shift > 0;
}

/// Moves the labels by the difference of the clocks. Days count where both have one and that leaves them on the
/// recording; days that contradict, as where a file was made anonymous, leave the time of day.
void settleClock(LabelTable &table, const LabelContext &context)
{
    if (!table.start.isValid() || !context.recordingStart.isValid())
        return;
    const bool haveDates = table.startHasDate && table.start.date().year() > kNoDateYear
                           && context.recordingStart.date().year() > kNoDateYear;
    const Ticks byDate = haveDates ? context.recordingStart.msecsTo(table.start) * kTicksPerMs : 0;
    const bool isByDate = haveDates && meets(table, byDate, context);
    const Ticks shift = isByDate ? byDate : timeOfDayDifference(context.recordingStart, table.start);
    const bool contradicts = haveDates && !isByDate;
    if (shift == 0 && !contradicts)
        return;
    const bool isSure = !contradicts && meets(table, shift, context);
    const bool moves = context.clock == LabelClock::ByClock || (context.clock == LabelClock::Automatic && isSure);
    const QString format = QStringLiteral("yyyy-MM-dd HH:mm:ss");
    table.deviations.push_back(
        {QStringLiteral("start-clock-differs"), QStringLiteral("start clock"),
         QStringLiteral("the labels start at %1, the recording at %2")
             .arg(table.start.toString(table.startHasDate ? format : format.mid(11)),
                  context.recordingStart.toString(format)),
         moves ? QStringLiteral("moved by %1, the difference of the clocks (MNE takes onsets as they stand)")
                     .arg(secondsOf(shift))
               : QStringLiteral("onsets taken from the start of the recording, as MNE does")});
    table.shift = moves ? shift : 0;
}

} // namespace

void completeDurations(std::vector<LabelRow> &rows)
{
    Ticks next = 0;
    for (size_t i = rows.size(); i-- > 0;) {
        if (i + 1 < rows.size() && rows[i + 1].onset > rows[i].onset)
            next = rows[i + 1].onset;
        if (rows[i].duration == 0 && next > rows[i].onset)
            rows[i].duration = next - rows[i].onset;
    }
    for (size_t i = 0; i < rows.size(); ++i) // the last, and those that begin with it
        if (rows[i].duration == 0)
            rows[i].duration = i > 0 ? rows[i - 1].duration : kTicksPerSecond;
}

Result<> alignRows(LabelTable &table, const LabelContext &context)
{
    if (table.unit == LabelUnit::Epochs) {
        if (auto spread = spreadEpochs(table, context); !spread)
            return spread;
    } else {
        settleUnit(table, context);
    }
    settleOrder(table);
    settleDurations(table, context);
    settleClock(table, context);
    return {};
}

} // namespace somno::io
