// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/labels/table/cellvalues.h"
#include "core/labels/table/tablecolumns.h"

namespace somno::io {

/// Where the rows of a table get their onsets from.
enum class TimeSource {
    Onsets,
    Ends,      ///< each row begins where the one before it ends
    Durations, ///< the same
    Runs,      ///< the same, in epochs
    Epochs,    ///< by the number of the epoch
    Rows,      ///< a row an epoch
};

/// Which columns of a table are read, and how. Columns that there are none of are -1.
struct TablePlan {
    TableLayout layout;
    TimeSource times = TimeSource::Rows;
    qsizetype onset = -1;
    qsizetype end = -1;
    qsizetype duration = -1; ///< or run
    qsizetype epoch = -1;
    qsizetype date = -1; ///< of the clock in `onset`
    qsizetype scorer = -1;
    qsizetype source = -1;
    std::vector<qsizetype> stages = {}; ///< one, or one for each scorer
    std::vector<qsizetype> shares = {}; ///< one a class; beside a stage its probabilities
    bool sharesAreProbabilities = false;
    NumberStyle style = {};
    DateOrder dateOrder = DateOrder::Unknown;

    [[nodiscard]] const TableColumn *column(qsizetype place) const;
    /// Seconds that the numbers of a column count; 1 where the heading does not say.
    [[nodiscard]] double unitOf(qsizetype place) const;
};

/// By the heading and the first rows. nullopt where nothing in the table can be a stage.
[[nodiscard]] std::optional<TablePlan> planOf(const QString &text, const LabelContext &context);
/// The stage whose column holds a 1, all of several; or that of the largest probability.
[[nodiscard]] QString wordOfShares(const TablePlan &plan, const TextRow &row);
/// The rows at the beginning of a table, without its heading and what stands before it.
[[nodiscard]] std::vector<TextRow> sampleOf(const QString &text, const TableLayout &layout);

} // namespace somno::io
