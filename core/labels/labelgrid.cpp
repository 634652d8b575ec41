// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labelgrid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace somno::io {

using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Proposal;
using scoring::Stage;

namespace {

constexpr std::array kUsualEpochsSec = {30, 20, 10, 5, 4, 2, 1};
constexpr Ticks kShortestEpoch = kTicksPerSecond / 10;
constexpr Ticks kLongestEpoch = 60 * kTicksPerSecond;
constexpr EpochIndex kMostEpochs = 20'000'000;                      // over half a year of seconds
constexpr Ticks kMostTicks = std::numeric_limits<Ticks>::max() / 4; // that sums go to

Ticks tableEnd(const LabelTable &table)
{
    Ticks end = table.end;
    for (const LabelRow &row : table.rows)
        end = std::max(end, row.onset + row.duration);
    return std::max<Ticks>(0, end + table.shift);
}

/// The epoch length that the rows are made of.
Ticks epochOf(const LabelTable &table)
{
    if (table.epoch > 0)
        return table.epoch;
    // Where every epoch is stated, rows of one length on one grid are the epochs themselves.
    const Ticks length = table.rows.front().duration;
    if (!table.absentIsUnscored && length > 0 && length <= kLongestEpoch
        && std::ranges::all_of(
            table.rows, [length](const LabelRow &row) { return row.duration == length && row.onset % length == 0; }))
        return length;
    Ticks divisor = 0;
    for (const LabelRow &row : table.rows)
        divisor = std::gcd(divisor, std::gcd(row.onset, row.duration));
    for (const int seconds : kUsualEpochsSec)
        if (divisor % (seconds * kTicksPerSecond) == 0)
            return seconds * kTicksPerSecond;
    return divisor >= kShortestEpoch ? divisor : kTicksPerSecond;
}

/// The steps that every row begins and ends at once it is moved; a tenth of a second at the least.
Ticks gridOf(const LabelTable &table, Ticks epoch)
{
    const Ticks divisor = std::gcd(epoch, table.shift);
    return divisor >= std::min(epoch, kShortestEpoch) ? divisor : std::min(epoch, kShortestEpoch);
}

Result<EpochIndex> epochCount(Ticks duration, Ticks epoch)
{
    const EpochIndex count = (duration + epoch / 2) / epoch;
    if (count > kMostEpochs)
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("The labels reach to %1 h.")
                           .arg(double(duration) / double(kTicksPerSecond) / 3600, 0, 'f', 0),
                       QStringLiteral("Onsets and durations must be seconds from the start of the recording; check the "
                                      "largest onset."));
    return count;
}

EpochIndex nearest(Ticks time, Ticks epoch)
{
    return time < 0 ? -((-time + epoch / 2) / epoch) : (time + epoch / 2) / epoch;
}

/// Epochs of the file's own grid, each with the row that covers it, -1 where none does; a later row lies over an
/// earlier one. Each epoch is written once, however many rows cover it.
std::vector<int> paintRows(const LabelTable &table, Ticks epoch, EpochIndex count)
{
    std::map<EpochIndex, int> rowFrom = {{0, -1}, {count, -1}}; // what is seen from there to the next
    for (size_t i = 0; i < table.rows.size(); ++i) {
        const LabelRow &row = table.rows[i];
        const Ticks onset = row.onset + table.shift;
        const EpochIndex first = std::clamp<EpochIndex>(nearest(onset, epoch), 0, count);
        const EpochIndex last = std::clamp<EpochIndex>(nearest(onset + row.duration, epoch), first, count);
        if (first == last)
            continue;
        const auto behind = rowFrom.upper_bound(last);
        const int after = std::prev(behind)->second;
        rowFrom.erase(rowFrom.lower_bound(first), behind);
        rowFrom[first] = int(i);
        rowFrom[last] = after;
    }
    std::vector<int> rowOf(size_t(count), -1);
    for (auto from = rowFrom.begin(), to = std::next(from); to != rowFrom.end(); from = to++)
        std::fill(rowOf.begin() + from->first, rowOf.begin() + to->first, from->second);
    return rowOf;
}

/// The row that covers most of [begin, end), judged by stage; the earlier where two cover the same.
int majorityRow(const LabelTable &table, const std::vector<int> &rowOf, Ticks epoch, Ticks begin, Ticks end)
{
    struct Share {
        Ticks covered = 0;
        int firstRow = -1;
    };
    std::array<Share, scoring::kStageValues + 1> shares; // Unscored first
    const EpochIndex last = std::min<EpochIndex>((end + epoch - 1) / epoch, EpochIndex(rowOf.size()));
    for (EpochIndex i = begin / epoch; i < last; ++i) {
        const int row = rowOf[size_t(i)];
        const Stage stage = row < 0 ? Stage::Unscored : table.rows[size_t(row)].stage;
        Share &share = *(shares.begin() + 1 + int(stage));
        if (share.covered == 0)
            share.firstRow = row;
        share.covered += std::min(end, (i + 1) * epoch) - std::max(begin, i * epoch);
    }
    const auto isLess = [](const Share &a, const Share &b) {
        return a.covered != b.covered ? a.covered < b.covered : a.firstRow > b.firstRow;
    };
    return std::ranges::max_element(shares, isLess)->firstRow;
}

/// Mean of the probabilities stated within [begin, end); NaN where there are none.
void meanProbabilities(const LabelTable &table, const std::vector<int> &rowOf, Ticks epoch, Ticks begin, Ticks end,
                       std::span<float> out)
{
    std::fill(out.begin(), out.end(), 0.f);
    Ticks covered = 0;
    const EpochIndex last = std::min<EpochIndex>((end + epoch - 1) / epoch, EpochIndex(rowOf.size()));
    for (EpochIndex i = begin / epoch; i < last; ++i) {
        const int row = rowOf[size_t(i)];
        if (row < 0 || table.rows[size_t(row)].probabilities.empty())
            continue;
        const Ticks overlap = std::min(end, (i + 1) * epoch) - std::max(begin, i * epoch);
        for (size_t c = 0; c < out.size(); ++c)
            out[c] += table.rows[size_t(row)].probabilities[c] * float(overlap);
        covered += overlap;
    }
    for (float &value : out)
        value = covered > 0 ? value / float(covered) : std::numeric_limits<float>::quiet_NaN();
}

bool statesProbabilities(const LabelTable &table)
{
    return std::ranges::any_of(table.rows, [](const LabelRow &row) { return !row.probabilities.empty(); });
}

Hypnogram fill(const LabelTable &table, const std::vector<int> &rowOf, Ticks grid, Ticks epoch, EpochIndex count)
{
    Hypnogram hypnogram(count, double(epoch) / double(kTicksPerSecond));
    const size_t classes = table.classes.size();
    Proposal proposal{hypnogram.epochSec(), table.classes, {}, {}};
    if (statesProbabilities(table))
        proposal.probabilities.resize(size_t(count) * classes);
    for (EpochIndex i = 0; i < count; ++i) {
        // On the file's own grid a row is taken as it stands, so that nothing is rounded.
        const bool isOwnGrid = epoch == grid;
        const int row = isOwnGrid ? (size_t(i) < rowOf.size() ? rowOf[size_t(i)] : -1)
                                  : majorityRow(table, rowOf, grid, i * epoch, (i + 1) * epoch);
        if (row >= 0)
            hypnogram.set(i, table.rows[size_t(row)].stage, table.rows[size_t(row)].source);
        if (proposal.probabilities.empty())
            continue;
        const auto out = std::span(proposal.probabilities).subspan(size_t(i) * classes, classes);
        if (isOwnGrid && row >= 0 && !table.rows[size_t(row)].probabilities.empty())
            std::ranges::copy(table.rows[size_t(row)].probabilities, out.begin());
        else
            meanProbabilities(table, rowOf, grid, i * epoch, (i + 1) * epoch, out);
    }
    if (!proposal.probabilities.empty())
        hypnogram.setProposal(std::move(proposal));
    return hypnogram;
}

/// Stages before the start and beyond `end`. Less than an epoch there is how scorings end that go by whole epochs.
void sayWhatIsCut(LabelTable &table, Ticks end, Ticks epoch)
{
    Ticks before = 0;
    Ticks beyond = 0;
    for (const LabelRow &row : table.rows) {
        const Ticks onset = row.onset + table.shift;
        if (row.stage == Stage::Unscored)
            continue;
        before = std::min(kMostTicks, before + std::max<Ticks>(0, std::min<Ticks>(0, onset + row.duration) - onset));
        if (const Ticks last = onset + row.duration; last > end)
            beyond = std::min(kMostTicks, beyond + last - std::max(end, onset));
    }
    const auto say = [&](const char *code, Ticks cut, const QString &place) {
        table.deviations.push_back(
            {QString::fromLatin1(code), QStringLiteral("labels"),
             QStringLiteral("%1 s of stages lie %2").arg(QString::fromLatin1(secondsText(cut)), place),
             QStringLiteral("left out")});
    };
    if (before > 0)
        say("before-start", before, QStringLiteral("before the start of the recording"));
    if (beyond >= epoch)
        say("beyond-end", beyond, QStringLiteral("beyond the end of the recording"));
}

} // namespace

Result<Hypnogram> hypnogramFromTable(LabelTable &table, double epochSec, double totalSec)
{
    if (epochSec < 0 || (epochSec > 0 && toTicks(epochSec) < kShortestEpoch / 100) || epochSec > 86400
        || totalSec > kFarthestSec)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("An epoch of %1 s is not possible.").arg(epochSec),
                       QStringLiteral("Usual epochs are 1 to 30 s."));
    const Ticks ownEpoch = table.epoch = epochOf(table);
    const Ticks grid = gridOf(table, ownEpoch);
    const Ticks epoch = epochSec > 0 ? toTicks(epochSec) : ownEpoch;
    const auto ownCount = epochCount(tableEnd(table), grid);
    if (!ownCount)
        return failure(ownCount.error());
    // A recording's last incomplete epoch is no epoch.
    const Ticks end = totalSec > 0 ? toTicks(totalSec) / epoch * epoch : *ownCount * grid;
    const auto count = epochCount(end, epoch);
    if (!count)
        return failure(count.error());
    sayWhatIsCut(table, totalSec > 0 ? end : std::numeric_limits<Ticks>::max(), epoch);
    return fill(table, paintRows(table, grid, *ownCount), grid, epoch, *count);
}

} // namespace somno::io
