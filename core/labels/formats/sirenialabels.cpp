// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Sirenia Sleep Pro 1.7 and 2 (Pinnacle), scores to TSV: ten lines or so about the recording, then a row an epoch of
// date, time, seconds from the start, number of the epoch and score, "1.000000". 1 Wake, 2 NREM, 3 REM, 255 not scored,
// 0 artefact; 129, 130 and 131 are 1, 2 and 3 with signals to be left out of spectra, 4 and more the user's.
#include <QFileInfo>
#include <algorithm>

#include "core/labels/table/cellvalues.h"
#include "core/labels/labelformat.h"
#include "core/labels/labeltable.h"
#include "core/labels/labeltext.h"
#include "core/labels/table/tablelabels.h"
#include "core/labels/table/texttable.h"

namespace somno::io {

using scoring::Stage;

namespace {

constexpr Ticks kUsualEpoch = 10 * kTicksPerSecond;

/// Behind the lines about the recording: a time, then numbers, the last a code.
bool isScore(const QStringList &cells)
{
    const auto score = numberOf(cells.last());
    return cells.size() > 2 && score && *score >= 0 && *score <= 255 && *score == int(*score)
           && looksLikeNumber(cells[0]);
}

Ticks clockOf(const QStringList &cells)
{
    auto moment = momentOf(cells[0] + QLatin1Char(' ') + cells.value(1), {}, DateOrder::MonthFirst);
    if (!moment)
        moment = momentOf(cells[0], {}, DateOrder::MonthFirst);
    return moment && moment->kind == Moment::Dated ? moment->ticks : 0;
}

/// What the seconds from the start grow by: of the columns of numbers the one that grows most.
Ticks epochOf(const std::vector<TextRow> &rows)
{
    double step = 0;
    for (qsizetype column = 0; rows.size() > 1 && column + 1 < rows[0].cells.size(); ++column) {
        const auto first = numberOf(rows[0].cells[column]);
        const auto second = numberOf(rows[1].cells.value(column));
        if (first && second && *second - *first <= 120)
            step = std::max(step, *second - *first);
    }
    return step > 0 ? toTicks(step) : kUsualEpoch;
}

Result<LabelTable> readSirenia(const QString &path, const LabelContext &)
{
    LabelTable table;
    table.unit = LabelUnit::Epochs;
    const auto text = readText(path, table.deviations);
    if (!text)
        return failure(text.error());
    const QChar separator = separatorOf(*text);
    TextRows all(*text, separator);
    std::vector<TextRow> first;
    for (TextRow row; all.next(row);) {
        if (!isScore(row.cells) && first.empty())
            continue;
        if (!isScore(row.cells))
            return failure(
                ErrorCode::LabelsInvalid,
                QStringLiteral("%1, line %2: there is no score.").arg(QFileInfo(path).fileName()).arg(row.line),
                QStringLiteral("The file may have been cut off there."));
        if (table.rows.size() >= kMostLabelRows)
            return tooManyRows(QFileInfo(path).fileName());
        if (first.size() < 2)
            first.push_back(row);
        table.rows.push_back({Ticks(table.rows.size()) * kTicksPerSecond, kTicksPerSecond,
                              QString::number(int(*numberOf(row.cells.last())))});
    }
    if (first.empty())
        return failure(ErrorCode::LabelsInvalid, QStringLiteral("%1 holds no scores.").arg(QFileInfo(path).fileName()),
                       QStringLiteral("Export them in Sirenia by File, Export, Scores to TSV."));
    table.epoch = epochOf(first);
    if (const Ticks clock = clockOf(first.front().cells); clock > 0)
        table.start = QDateTime::fromMSecsSinceEpoch(clock / (kTicksPerSecond / 1000), Qt::UTC);
    return table;
}

} // namespace

const LabelFormat &sireniaLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("sirenia"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Sirenia scores")),
         {QStringLiteral("tsv"), QStringLiteral("txt")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("sirenia");
         }},
        {},
        {},
        readSirenia,
        nullptr,
        {{QStringLiteral("0"), Stage::Unscored},
         {QStringLiteral("1"), Stage::Wake},
         {QStringLiteral("2"), Stage::Nrem},
         {QStringLiteral("3"), Stage::Rem},
         {QStringLiteral("129"), Stage::Wake},
         {QStringLiteral("130"), Stage::Nrem},
         {QStringLiteral("131"), Stage::Rem},
         {QStringLiteral("255"), Stage::Unscored}},
    };
    return format;
}

} // namespace somno::io
