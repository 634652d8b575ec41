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
constexpr EpochIndex kMostEpochs = 20'000'000; // over half a year of seconds

Ticks tableEnd(const LabelTable &table)
{
    Ticks end = table.end;
    for (const LabelRow &row : table.rows)
        end = std::max(end, row.onset + row.duration);
    return end;
}

/// The epoch length that the rows are made of.
Ticks gridOf(const LabelTable &table)
{
    if (table.epoch > 0)
        return table.epoch;
    Ticks divisor = 0;
    for (const LabelRow &row : table.rows)
        divisor = std::gcd(divisor, std::gcd(row.onset, row.duration));
    for (const int seconds : kUsualEpochsSec)
        if (divisor % (seconds * kTicksPerSecond) == 0)
            return seconds * kTicksPerSecond;
    return divisor >= kShortestEpoch ? divisor : kTicksPerSecond;
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

/// Epochs of the file's own grid, each with the row that covers it, -1 where none does.
std::vector<int> paintRows(const LabelTable &table, Ticks epoch, EpochIndex count)
{
    std::vector<int> rowOf(size_t(count), -1);
    for (size_t i = 0; i < table.rows.size(); ++i) {
        const LabelRow &row = table.rows[i];
        const EpochIndex first = std::clamp<EpochIndex>((row.onset + epoch / 2) / epoch, 0, count);
        const EpochIndex last = std::clamp<EpochIndex>((row.onset + row.duration + epoch / 2) / epoch, first, count);
        std::fill(rowOf.begin() + first, rowOf.begin() + last, int(i));
    }
    return rowOf;
}

/// The row that covers most of [begin, end), judged by stage; the earlier where two cover the same.
int majorityRow(const LabelTable &table, const std::vector<int> &rowOf, Ticks epoch, Ticks begin, Ticks end)
{
    std::map<Stage, Ticks> covered;
    std::map<Stage, int> firstRow;
    const EpochIndex last = std::min<EpochIndex>((end + epoch - 1) / epoch, EpochIndex(rowOf.size()));
    for (EpochIndex i = begin / epoch; i < last; ++i) {
        const int row = rowOf[size_t(i)];
        const Stage stage = row < 0 ? Stage::Unscored : table.rows[size_t(row)].stage;
        firstRow.try_emplace(stage, row);
        covered[stage] += std::min(end, (i + 1) * epoch) - std::max(begin, i * epoch);
    }
    int best = -1;
    Ticks most = 0;
    for (const auto &[stage, ticks] : covered)
        if (ticks > most || (ticks == most && firstRow[stage] < best)) {
            best = firstRow[stage];
            most = ticks;
        }
    return best;
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

} // namespace

Result<Hypnogram> hypnogramFromTable(const LabelTable &table, double epochSec, double totalSec)
{
    if (epochSec < 0 || (epochSec > 0 && toTicks(epochSec) < kShortestEpoch / 100) || epochSec > 86400
        || totalSec > kFarthestSec)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("An epoch of %1 s is not possible.").arg(epochSec),
                       QStringLiteral("Usual epochs are 1 to 30 s."));
    const Ticks grid = gridOf(table);
    const Ticks epoch = epochSec > 0 ? toTicks(epochSec) : grid;
    const auto ownCount = epochCount(tableEnd(table), grid);
    if (!ownCount)
        return failure(ownCount.error());
    // A recording's last incomplete epoch is no epoch; labels beyond the recording stay for the caller to align.
    const Ticks total = totalSec > 0 ? toTicks(totalSec) / epoch * epoch : 0;
    const auto count = epochCount(std::max(total, *ownCount * grid), epoch);
    if (!count)
        return failure(count.error());
    return fill(table, paintRows(table, grid, *ownCount), grid, epoch, *count);
}

} // namespace somno::io
