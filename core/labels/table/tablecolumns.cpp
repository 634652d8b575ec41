// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/table/tablecolumns.h"

#include <QHash>
#include <algorithm>

#include "core/labels/table/cellvalues.h"
#include "core/labels/stagewords.h"

namespace somno::io {

using scoring::Stage;

namespace {

constexpr size_t kJudgedRows = 200;
constexpr size_t kMostPreamble = 60; // lines that programs write before the heading

std::optional<Stage> stageOfName(const QString &name, const LabelContext &context)
{
    return name.isEmpty() || looksLikeNumber(name) ? std::nullopt : stageOfWord(name, context);
}

qsizetype countOf(const std::vector<TableColumn> &columns, ColumnRole role)
{
    return std::ranges::count(columns, role, &TableColumn::role);
}

/// Stages that name columns of numbers.
bool hasShares(const std::vector<TableColumn> &columns, const TextRow *next)
{
    return countOf(columns, ColumnRole::Share) > 1 && next
           && std::ranges::all_of(columns, [&](const TableColumn &column) {
                  const QString cell = next->cells.value(&column - columns.data());
                  return column.role != ColumnRole::Share || cell.isEmpty() || numberOf(cell)
                         || QStringList({"true", "false"}).contains(cell.toLower());
              });
}

/// Whether the cells name columns of which some state stages; where other lines come first, of times, too.
bool isHeading(const std::vector<TableColumn> &columns, const TextRow *next, bool isFirst)
{
    const bool hasStages = countOf(columns, ColumnRole::Stage) + countOf(columns, ColumnRole::Probability) > 0
                           || hasShares(columns, next);
    const bool hasTimes = countOf(columns, ColumnRole::Onset) + countOf(columns, ColumnRole::Epoch) > 0;
    // Spectra have their frequencies as names.
    const bool hasNumbers = std::ranges::any_of(columns, looksLikeNumber, &TableColumn::name);
    return hasStages && (isFirst && !hasNumbers ? true : hasTimes && columns.size() > 1);
}

std::vector<TableColumn> namedColumns(const QStringList &heading, const LabelContext &context)
{
    std::vector<TableColumn> columns;
    for (const QString &name : heading)
        columns.push_back(namedColumn(name, heading.size() > 1, context));
    return columns;
}

/// Whether the numbers of a column grow from row to row, and by how much if always the same.
struct Growth {
    bool grows = false;
    double step = 0;
};

Growth growthOf(const std::vector<TextRow> &rows, qsizetype column)
{
    Growth growth;
    std::optional<double> last;
    for (size_t i = 0; i < rows.size(); ++i) {
        const auto moment = momentOf(rows[i].cells.value(column));
        if (!moment)
            return {};
        const double value = moment->kind == Moment::Count ? moment->count : double(moment->ticks);
        if (last && value <= *last)
            return {};
        growth.step = i == 1 ? value - *last : (last && value - *last != growth.step) ? 0 : growth.step;
        last = value;
    }
    growth.grows = rows.size() > 1;
    return growth;
}

/// The column of words that are stages, else the last.
qsizetype stageColumnOf(const std::vector<TextRow> &rows, qsizetype count, const LabelContext &context)
{
    qsizetype best = count - 1;
    size_t most = 0;
    for (qsizetype column = 0; column < count; ++column) {
        const size_t words = size_t(std::ranges::count_if(
            rows, [&](const TextRow &row) { return stageOfName(row.cells.value(column), context).has_value(); }));
        if (words > most) {
            most = words;
            best = column;
        }
    }
    return best;
}

/// Without a heading: numbers that grow are onsets, others durations.
std::vector<TableColumn> columnsByContent(const std::vector<TextRow> &rows, const LabelContext &context)
{
    qsizetype count = 0;
    for (const TextRow &row : rows)
        count = std::max(count, row.cells.size());
    std::vector<TableColumn> columns(size_t(count), TableColumn{});
    if (count == 0)
        return columns;
    const qsizetype stage = stageColumnOf(rows, count, context);
    columns[size_t(stage)].role = ColumnRole::Stage;
    qsizetype onset = -1;
    for (qsizetype column = 0; column < count; ++column) {
        const bool isTime = column != stage && std::ranges::all_of(rows, [&](const TextRow &row) {
                                return row.cells.value(column).isEmpty() || looksLikeNumber(row.cells.value(column));
                            });
        const Growth growth = isTime ? growthOf(rows, column) : Growth();
        if (!isTime)
            continue;
        if (growth.grows && onset < 0) {
            columns[size_t(onset = column)].role = ColumnRole::Onset;
        } else if (growth.grows && growthOf(rows, onset).step == 1 && growth.step > 1) { // the first counts the rows
            columns[size_t(onset)].role = ColumnRole::Other;
            columns[size_t(onset = column)].role = ColumnRole::Onset;
        } else if (growth.grows) {
            columns[size_t(column)].role = ColumnRole::End;
        } else if (std::ranges::none_of(columns,
                                        [](const TableColumn &other) { return other.role == ColumnRole::Duration; })) {
            columns[size_t(column)].role = ColumnRole::Duration;
        }
    }
    return columns;
}

/// Whether a row without numbers stands above one with some, and is not of stages itself.
bool isForeignHeading(const std::vector<TextRow> &rows, const LabelContext &context)
{
    const auto isNumber = [](const QString &cell) { return looksLikeNumber(cell); };
    const auto isStage = [&](const QString &cell) { return stageOfName(cell, context).has_value(); };
    return rows.size() > 1 && std::ranges::none_of(rows[0].cells, isNumber)
           && std::ranges::none_of(rows[0].cells, isStage) && std::ranges::any_of(rows[1].cells, isNumber);
}

/// By what stands in the columns, where the heading tells nothing. In a table of numbers with names nothing is a stage.
void takeContent(TableLayout &layout, std::vector<TextRow> rows, const LabelContext &context)
{
    const bool hasHeading = isForeignHeading(rows, context);
    if (hasHeading) {
        layout.heading = rows[0].cells;
        layout.headingLine = rows[0].line;
        rows.erase(rows.begin());
    }
    layout.columns = columnsByContent(rows, context);
    for (size_t i = 0; i < layout.columns.size(); ++i) {
        TableColumn &column = layout.columns[i];
        column.name = layout.heading.value(qsizetype(i));
        const bool hasWords = std::ranges::any_of(
            rows, [&](const TextRow &row) { return stageOfName(row.cells.value(qsizetype(i)), context).has_value(); });
        if (hasHeading && column.role == ColumnRole::Stage && !hasWords)
            column.role = ColumnRole::Other;
    }
}

/// "offset" is an end beside an onset, and an onset where there is none.
void settleOffset(std::vector<TableColumn> &columns)
{
    if (countOf(columns, ColumnRole::Onset) > 0)
        return;
    for (TableColumn &column : columns)
        if (column.role == ColumnRole::End && plainName(column.name).startsWith(QLatin1String("offset")))
            column.role = ColumnRole::Onset;
}

/// A heading may stand in the last comment before the rows.
void takeCommentedHeading(TableLayout &layout, const QString &text, const LabelContext &context)
{
    TextRows rows(text, layout.separator);
    TextRow row;
    if (!rows.next(row) || rows.comment().isEmpty())
        return;
    const QString comment = rows.comment();
    const std::vector<TextRow> heading = firstRows(comment, layout.separator, 1);
    if (heading.empty() || heading[0].cells.size() != row.cells.size())
        return;
    std::vector<TableColumn> columns = namedColumns(heading[0].cells, context);
    if (!isHeading(columns, &row, true))
        return;
    layout.heading = heading[0].cells;
    layout.headingLine = row.line - 1;
    layout.columns = std::move(columns);
}

} // namespace

std::vector<qsizetype> TableLayout::all(ColumnRole role) const
{
    std::vector<qsizetype> places;
    for (size_t i = 0; i < columns.size(); ++i)
        if (columns[i].role == role)
            places.push_back(qsizetype(i));
    return places;
}

qsizetype TableLayout::first(ColumnRole role) const
{
    const std::vector<qsizetype> places = all(role);
    const auto best
        = std::ranges::min_element(places, {}, [this](qsizetype place) { return columns[size_t(place)].rank; });
    return best == places.end() ? -1 : *best;
}

QStringList TableLayout::plainNames() const
{
    QStringList names;
    for (const QString &name : heading)
        names << plainName(name);
    return names;
}

TableLayout layoutOf(const QString &text, const LabelContext &context)
{
    TableLayout layout;
    layout.separator = separatorOf(text);
    std::vector<TextRow> rows = firstRows(text, layout.separator, kJudgedRows);
    for (size_t i = 0; i < std::min(rows.size(), kMostPreamble) && layout.headingLine == 0; ++i) {
        std::vector<TableColumn> columns = namedColumns(rows[i].cells, context);
        if (!isHeading(columns, i + 1 < rows.size() ? &rows[i + 1] : nullptr, i == 0))
            continue;
        layout.heading = rows[i].cells;
        layout.headingLine = rows[i].line;
        layout.columns = std::move(columns);
        settleOffset(layout.columns);
    }
    if (layout.headingLine == 0)
        takeCommentedHeading(layout, text, context);
    if (layout.headingLine == 0)
        takeContent(layout, rows, context);
    return layout;
}

} // namespace somno::io
