// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/table/tableplan.h"

#include <QRegularExpression>
#include <algorithm>

#include "core/labels/stagewords.h"

namespace somno::io {

using scoring::Stage;

namespace {

constexpr size_t kJudgedRows = 300;
constexpr int kOneOfSeveral = -1; // rank of a column of one scorer among others

/// How many rows say a stage in words there.
size_t stagesIn(const std::vector<TextRow> &rows, qsizetype column, const LabelContext &context)
{
    return size_t(std::ranges::count_if(rows, [&](const TextRow &row) {
        const QString word = row.cells.value(column);
        const auto stage = looksLikeNumber(word) ? std::nullopt : stageOfWord(word, context);
        return stage && *stage != Stage::Unscored;
    }));
}

/// Where most rows say a stage in words; of equal ones the surest name. -1 of none.
qsizetype surestStages(const TablePlan &plan, const std::vector<qsizetype> &places, const std::vector<TextRow> &rows,
                       const LabelContext &context)
{
    qsizetype best = -1;
    size_t most = 0;
    for (const qsizetype place : places) {
        const size_t stages = stagesIn(rows, place, context);
        const bool isSurer = best >= 0 && plan.column(place)->rank < plan.column(best)->rank;
        if (best < 0 || stages > most || (stages == most && isSurer)) {
            best = place;
            most = stages;
        }
    }
    return best;
}

void chooseStages(TablePlan &plan, const std::vector<TextRow> &rows, const LabelContext &context)
{
    std::vector<qsizetype> scorers;
    std::vector<qsizetype> others;
    for (const qsizetype place : plan.layout.all(ColumnRole::Stage))
        (plan.column(place)->rank == kOneOfSeveral ? scorers : others).push_back(place);
    if (scorers.size() == 1) // of one scorer alone
        others.push_back(std::exchange(scorers, {}).front());
    const qsizetype best = surestStages(plan, others, rows, context);
    if (best >= 0 && plan.column(best)->rank == kSomeStageRank && plan.layout.all(ColumnRole::Share).size() > 1)
        return;                                                        // a column a stage says it surer
    if (best >= 0 && (scorers.empty() || !plan.column(best)->isEvent)) // what scorers agreed on goes before them
        plan.stages = {best};
    plan.stages.insert(plan.stages.end(), scorers.begin(), scorers.end());
}

/// Whether anything there may be a stage, if only a code.
bool holdsStages(const std::vector<TextRow> &rows, qsizetype column, const LabelContext &context)
{
    return std::ranges::any_of(rows, [&](const TextRow &row) {
        const QString word = row.cells.value(column);
        return !word.isEmpty() && (looksLikeNumber(word) || stageOfWord(word, context));
    });
}

/// "wake", "nrem", "rem": a 1 in one of them, or probabilities.
void chooseShares(TablePlan &plan, const std::vector<TextRow> &rows)
{
    plan.shares = plan.layout.all(ColumnRole::Probability);
    plan.sharesAreProbabilities = !plan.shares.empty();
    if (!plan.stages.empty() || !plan.shares.empty())
        return;
    plan.shares = plan.layout.all(ColumnRole::Share);
    if (plan.shares.size() < 2)
        plan.shares.clear();
    const auto isFraction = [&](const QString &cell) {
        const auto value = numberOf(cell, plan.style);
        return value && *value > 0 && *value < 1;
    };
    plan.sharesAreProbabilities
        = std::ranges::none_of(plan.shares,
                               [&](qsizetype place) { return plan.column(place)->stage == Stage::Unscored; })
          && std::ranges::any_of(rows, [&](const TextRow &row) {
                 return std::ranges::any_of(plan.shares,
                                            [&](qsizetype place) { return isFraction(row.cells.value(place)); });
             });
}

/// The surest name whose column holds times.
void chooseOnset(TablePlan &plan, const std::vector<TextRow> &rows)
{
    std::vector<qsizetype> places = plan.layout.all(ColumnRole::Onset);
    std::ranges::stable_sort(places, {}, [&](qsizetype place) { return plan.column(place)->rank; });
    const auto hasTimes = [&](qsizetype place) {
        return std::ranges::any_of(rows, [&](const TextRow &row) { return looksLikeNumber(row.cells.value(place)); });
    };
    const auto chosen = std::ranges::find_if(places, hasTimes);
    if (!places.empty())
        plan.onset = chosen == places.end() ? places.front() : *chosen;
}

/// Whether a column counts: numbers, none of them smaller than the one above but where the file starts over.
bool counts(const std::vector<TextRow> &rows, qsizetype column)
{
    size_t falls = 0;
    size_t missing = 0;
    double last = 0;
    for (const TextRow &row : rows) {
        const auto value = numberOf(row.cells.value(column));
        missing += !value;
        falls += value && *value < last;
        last = value.value_or(last);
    }
    const size_t tolerated = std::max<size_t>(1, rows.size() / 10);
    return falls <= tolerated && missing <= tolerated && missing < rows.size();
}

void chooseTimes(TablePlan &plan, const std::vector<TextRow> &rows)
{
    chooseOnset(plan, rows);
    plan.end = plan.layout.first(ColumnRole::End);
    plan.date = plan.layout.first(ColumnRole::Date);
    plan.duration = plan.layout.first(ColumnRole::Duration);
    plan.epoch = plan.layout.first(ColumnRole::Epoch);
    if (plan.epoch >= 0 && !counts(rows, plan.epoch))
        plan.epoch = -1;
    if (plan.onset >= 0)
        plan.times = TimeSource::Onsets;
    else if (plan.layout.first(ColumnRole::Run) >= 0)
        plan.times = TimeSource::Runs;
    else if (plan.epoch >= 0)
        plan.times = TimeSource::Epochs;
    else if (plan.duration >= 0)
        plan.times = TimeSource::Durations;
    else if (plan.end >= 0)
        plan.times = TimeSource::Ends;
    if (plan.times == TimeSource::Runs)
        plan.duration = plan.layout.first(ColumnRole::Run);
}

/// "1,029" is a thousand where other numbers of the column have no comma and all commas stand before three digits.
NumberStyle styleOf(const std::vector<TextRow> &rows, const std::vector<qsizetype> &columns)
{
    static const QRegularExpression thousands(QStringLiteral("^[+-]?[1-9]\\d{0,2}(,\\d{3})+(\\.\\d*)?$"));
    bool hasPlain = false;
    bool hasComma = false;
    for (const TextRow &row : rows)
        for (const qsizetype column : columns) {
            const QString cell = row.cells.value(column);
            if (cell.contains(QLatin1Char(',')) && !thousands.match(cell).hasMatch())
                return {true};
            hasComma |= cell.contains(QLatin1Char(','));
            hasPlain |= !cell.isEmpty() && !cell.contains(QLatin1Char(','));
        }
    return {!(hasComma && hasPlain)};
}

void chooseStyles(TablePlan &plan, const std::vector<TextRow> &rows)
{
    plan.style = styleOf(rows, plan.onset >= 0 ? std::vector{plan.onset} : std::vector{plan.end});
    for (const TextRow &row : rows)
        for (const qsizetype column : {plan.onset, plan.end, plan.date}) {
            const DateOrder order = column < 0 ? DateOrder::Unknown : dateOrderOf(row.cells.value(column));
            plan.dateOrder = order == DateOrder::Unknown ? plan.dateOrder : order;
        }
}

} // namespace

const TableColumn *TablePlan::column(qsizetype place) const
{
    return place < 0 || place >= qsizetype(layout.columns.size()) ? nullptr : &layout.columns[size_t(place)];
}

double TablePlan::unitOf(qsizetype place) const
{
    const TableColumn *stated = column(place);
    return stated && stated->unitSec > 0 ? stated->unitSec : 1;
}

QString wordOfShares(const TablePlan &plan, const TextRow &row)
{
    QStringList words;
    double most = plan.sharesAreProbabilities ? 1e-9 : 0.5;
    for (const qsizetype share : plan.shares) {
        const QString text = row.cells.value(share).toLower();
        const double value
            = text == QLatin1String("true") || text == QLatin1String("x") ? 1 : numberOf(text, plan.style).value_or(0);
        if (value < most)
            continue;
        if (value > most && plan.sharesAreProbabilities)
            words.clear();
        most = plan.sharesAreProbabilities ? value : most;
        words << scoring::stageName(*plan.column(share)->stage);
    }
    return words.size() > 1 && plan.sharesAreProbabilities ? words.first() : words.join(QStringLiteral(" and "));
}

std::vector<TextRow> sampleOf(const QString &text, const TableLayout &layout)
{
    std::vector<TextRow> rows = firstRows(text, layout.separator, kJudgedRows);
    std::erase_if(rows, [&](const TextRow &row) { return row.line <= layout.headingLine; });
    return rows;
}

std::optional<TablePlan> planOf(const QString &text, const LabelContext &context)
{
    TablePlan plan;
    plan.layout = layoutOf(text, context);
    const std::vector<TextRow> rows = sampleOf(text, plan.layout);
    chooseStages(plan, rows, context);
    chooseShares(plan, rows);
    chooseTimes(plan, rows);
    chooseStyles(plan, rows);
    plan.scorer = plan.layout.first(ColumnRole::Scorer);
    plan.source = plan.layout.first(ColumnRole::Source);
    const bool isGuess = plan.layout.headingLine == 0 && !plan.stages.empty();
    if ((plan.stages.empty() && plan.shares.empty()) || (isGuess && !holdsStages(rows, plan.stages.front(), context)))
        return std::nullopt;
    return plan;
}

} // namespace somno::io
