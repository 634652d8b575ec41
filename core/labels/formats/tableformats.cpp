// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Which program a table of labels is of. All tables are told apart here, so that no two formats claim one.
#include <QFileInfo>
#include <algorithm>

#include "core/labels/stagewords.h"
#include "core/labels/table/tablelabels.h"
#include "core/labels/table/tableplan.h"

namespace somno::io {

namespace {

/// A row of Sirenia's: a date or time first, a code last. 4 is a state of the user's.
bool isSireniaRow(const TextRow &row)
{
    const auto first = momentOf(row.cells.first(), {}, DateOrder::MonthFirst);
    const auto code = numberOf(row.cells.last());
    return row.cells.size() > 3 && first && first->kind != Moment::Count && code
           && QList<double>({0, 1, 2, 3, 4, 129, 130, 131, 255}).contains(*code);
}

/// Its name, its codes or the lines that it writes first: others have times and small numbers in their tables, too.
bool isSirenia(const QString &text)
{
    constexpr qsizetype kUsualPreamble = 5;
    const std::vector<TextRow> rows = firstRows(text, QLatin1Char('\t'), 100);
    const auto first = std::ranges::find_if(rows, isSireniaRow);
    if (first == rows.end() || !std::all_of(first, rows.end(), isSireniaRow))
        return false;
    return first - rows.begin() >= kUsualPreamble || text.contains(QLatin1String("sirenia"), Qt::CaseInsensitive)
           || text.contains(QLatin1String("pinnacle"), Qt::CaseInsensitive)
           || std::any_of(first, rows.end(), [](const TextRow &row) { return *numberOf(row.cells.last()) > 128; });
}

QString formatByHeading(const TablePlan &plan, const QString &name)
{
    const QStringList names = plan.layout.plainNames();
    const auto has = [&](const char *column) { return names.contains(QLatin1String(column)); };
    if (has("brainstate"))
        return QStringLiteral("accusleepy");
    if (has("epochno") && has("stage"))
        return QStringLiteral("sleepsign");
    if (has("timesec") && has("wake") && has("nrem") && has("rem"))
        return QStringLiteral("somnus");
    const QStringList edfBrowser{"onset", "annotation"};
    if (names == edfBrowser || names == QStringList({"onset", "duration", "annotation"}))
        return QStringLiteral("edfbrowser");
    if (names == QStringList({"epoch", "stage"}))
        return QStringLiteral("yasa-csv");
    const bool isBidsName = QFileInfo(name).fileName().contains(QLatin1String("_events.t"))
                            || QFileInfo(name).fileName().contains(QLatin1String("_hypnogram.t"));
    const bool startsAsBids
        = names.mid(0, 2) == QStringList({"onset", "duration"}) && plan.layout.separator == QLatin1Char('\t');
    const bool isPlain = names == QStringList({"onset", "duration", "stage"});
    return startsAsBids && (isBidsName || isPlain || has("trialtype")) ? QStringLiteral("bids") : QStringLiteral("csv");
}

/// Without a heading a table needs words for stages beside its numbers.
QString formatByContent(const TablePlan &plan, const std::vector<TextRow> &rows)
{
    if (plan.layout.columns.size() < 2 || rows.empty())
        return {};
    const bool hasStages = std::ranges::any_of(rows, [&](const TextRow &row) {
        const QString word = row.cells.value(plan.stages.front());
        return !word.isEmpty() && !looksLikeNumber(word) && stageOfWord(word, {});
    });
    if (!hasStages || (plan.onset < 0 && plan.duration < 0))
        return {};
    const auto first = numberOf(rows.front().cells.value(plan.onset));
    const bool isEnd = plan.layout.columns.size() == 2 && plan.onset == 1 && first && *first > 0;
    return isEnd ? QStringLiteral("visbrain") : QStringLiteral("csv"); // a stage and when it ends
}

} // namespace

QString tableFormatOf(const QByteArray &firstBytes, const QString &fileName)
{
    const QString text = textOfStart(firstBytes);
    if (text.startsWith(QLatin1String("*Duration_sec")))
        return QStringLiteral("visbrain");
    if (isSirenia(text))
        return QStringLiteral("sirenia");
    const auto plan = text.isEmpty() ? std::nullopt : planOf(text, {});
    if (!plan)
        return {};
    return plan->layout.headingLine > 0 ? formatByHeading(*plan, fileName)
                                        : formatByContent(*plan, sampleOf(text, plan->layout));
}

} // namespace somno::io
