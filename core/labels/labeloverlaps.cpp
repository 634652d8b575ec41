// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labeloverlaps.h"

#include <QStringList>
#include <algorithm>
#include <limits>
#include <map>

#include "core/scoring/stageset.h"

namespace somno::io {

using scoring::Stage;

namespace {

QString secondsOf(Ticks ticks)
{
    return QString::fromLatin1(secondsText(ticks)) + QStringLiteral(" s");
}

QString nameOf(Stage stage)
{
    return scoring::stageName(stage);
}

/// Where the file starts over: the first rows of its passes.
std::vector<size_t> passesOf(const std::vector<LabelRow> &rows)
{
    std::vector<size_t> first;
    for (size_t i = 0; i < rows.size(); ++i)
        if (i == 0 || rows[i].onset < rows[i - 1].onset)
            first.push_back(i);
    return first;
}

/// Gives each pass over the recording a scorer, where every one covers most of it; else nothing.
void namePasses(std::vector<LabelRow> &rows)
{
    constexpr size_t kMostScorers = 8;
    const std::vector<size_t> first = passesOf(rows);
    if (first.size() < 2 || first.size() > kMostScorers)
        return;
    Ticks longest = 0;
    std::vector<Ticks> lengths;
    for (size_t pass = 0; pass < first.size(); ++pass) {
        const size_t last = pass + 1 < first.size() ? first[pass + 1] : rows.size();
        lengths.push_back(rows[last - 1].onset - rows[first[pass]].onset);
        longest = std::max(longest, lengths.back());
    }
    if (longest == 0 || std::ranges::any_of(lengths, [longest](Ticks length) { return length < longest / 2; }))
        return;
    for (size_t pass = 0; pass < first.size(); ++pass)
        for (size_t i = first[pass]; i < (pass + 1 < first.size() ? first[pass + 1] : rows.size()); ++i)
            rows[i].scorer = QString::number(pass + 1);
}

/// What two rows say of the same time.
struct Overlaps {
    Ticks same = 0;
    Ticks other = 0;
    QStringList pairs = {};               ///< of stages, each once
    std::vector<LabelRow> conflicts = {}; ///< unscored rows over the time that carries two stages
};

Overlaps overlapsOf(const std::vector<LabelRow> &rows)
{
    Overlaps found;
    std::map<Stage, Ticks> reach; // of each stage so far
    Ticks conflictEnd = 0;        // nothing is counted twice
    Ticks sameEnd = std::numeric_limits<Ticks>::min();
    for (const LabelRow &row : rows) {
        if (row.stage == Stage::Unscored)
            continue;
        for (const auto &[stage, end] : reach) {
            const Ticks last = std::min(end, row.onset + row.duration);
            if (last <= row.onset)
                continue;
            if (stage == row.stage) {
                found.same += std::max<Ticks>(0, last - std::max(row.onset, sameEnd));
                sameEnd = std::max(sameEnd, last);
                continue;
            }
            const Ticks begin = std::max(row.onset, conflictEnd);
            if (last > begin) {
                found.other += last - begin;
                conflictEnd = last;
            }
            if (found.conflicts.empty() || found.conflicts.back().onset + found.conflicts.back().duration < last)
                found.conflicts.push_back({row.onset, last - row.onset, {}});
            const QString pair = nameOf(stage) + QStringLiteral(" and ") + nameOf(row.stage);
            if (!found.pairs.contains(pair))
                found.pairs << pair;
        }
        Ticks &end = reach[row.stage];
        end = std::max(end, row.onset + row.duration);
    }
    return found;
}

/// Between the first row and the last.
Ticks gapsOf(const std::vector<LabelRow> &rows, qint64 &count)
{
    Ticks gaps = 0;
    Ticks end = rows.empty() ? 0 : rows.front().onset;
    for (const LabelRow &row : rows) {
        if (row.onset > end) {
            gaps += row.onset - end;
            ++count;
        }
        end = std::max(end, row.onset + row.duration);
    }
    return gaps;
}

} // namespace

std::vector<LabelTable> tablesByScorer(LabelTable table)
{
    const bool isNamed = std::ranges::any_of(table.rows, [](const LabelRow &row) { return !row.scorer.isEmpty(); });
    if (!isNamed)
        namePasses(table.rows);
    QStringList scorers;
    for (const LabelRow &row : table.rows)
        if (!scorers.contains(row.scorer))
            scorers << row.scorer;
    if (scorers.size() < 2)
        return {std::move(table)};
    std::vector<LabelRow> rows;
    rows.swap(table.rows);
    std::vector<LabelTable> tables;
    for (qsizetype i = 0; i < scorers.size(); ++i) {
        tables.push_back(table);
        if (i > 0)
            tables.back().deviations.clear();
    }
    for (LabelRow &row : rows)
        tables[size_t(scorers.indexOf(row.scorer))].rows.push_back(std::move(row));
    return tables;
}

void settleOverlaps(LabelTable &table)
{
    qint64 gapCount = 0;
    if (const Ticks gaps = gapsOf(table.rows, gapCount); gaps > 0 && !table.absentIsUnscored)
        table.deviations.push_back(
            {QStringLiteral("gaps"), QStringLiteral("rows"),
             QStringLiteral("nothing is said of %1, in %2 places").arg(secondsOf(gaps)).arg(gapCount),
             QStringLiteral("left unscored")});
    Overlaps overlaps = overlapsOf(table.rows);
    if (overlaps.same > 0)
        table.deviations.push_back(
            {QStringLiteral("overlap-same-stage"), QStringLiteral("rows"),
             QStringLiteral("%1 are stated more than once, with one stage").arg(secondsOf(overlaps.same)),
             QStringLiteral("taken once")});
    if (overlaps.other > 0)
        table.deviations.push_back({QStringLiteral("overlap-other-stage"), QStringLiteral("rows"),
                                    QStringLiteral("%1 carry two stages (%2)")
                                        .arg(secondsOf(overlaps.other), overlaps.pairs.join(QStringLiteral(", "))),
                                    QStringLiteral("left unscored")});
    std::stable_partition(table.rows.begin(), table.rows.end(),
                          [](const LabelRow &row) { return row.stage == Stage::Unscored; });
    table.rows.insert(table.rows.end(), overlaps.conflicts.begin(), overlaps.conflicts.end());
}

} // namespace somno::io
