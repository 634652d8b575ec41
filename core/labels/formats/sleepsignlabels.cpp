// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// SleepSign (Kissei Comtec), text of stages and spectra ("FFT text", "trend"): about twenty lines on the recording, a
// heading EpochNo, Stage, Time and perhaps frequencies, then a row an epoch. W; NR or S; R; M movement; a, b or s
// behind them mark signals to be left out of spectra. A file that was scored again holds the old scoring, too; the last
// one counts.
#include <QFileInfo>

#include "core/labels/labelformat.h"
#include "core/labels/labeltext.h"
#include "core/labels/table/tablelabels.h"
#include "core/labels/table/tableplan.h"

namespace somno::io {

using scoring::Stage;

namespace {

/// The first line of the last scoring; 0 where there is but one. Each begins with the first number of an epoch again.
qint64 lastStart(const QString &text, const TablePlan &plan)
{
    TextRows rows(text, plan.layout.separator);
    qint64 start = 0;
    double last = -1;
    for (TextRow row; rows.next(row);) {
        const auto number = row.line > plan.layout.headingLine ? numberOf(row.cells.value(plan.epoch)) : std::nullopt;
        if (number && *number <= last)
            start = row.line;
        last = number.value_or(last);
    }
    return start;
}

Result<LabelTable> readSleepSign(const QString &path, const LabelContext &context)
{
    Deviations deviations;
    auto text = readText(path, deviations);
    if (!text)
        return failure(text.error());
    const auto plan = planOf(*text, context);
    const qint64 start = plan && plan->epoch >= 0 ? lastStart(*text, *plan) : 0;
    if (start > 0) {
        const QStringList lines = linesOf(*text);
        text = (lines.mid(0, plan->layout.headingLine) + lines.mid(start - 1)).join(QLatin1Char('\n'));
        deviations.push_back({QStringLiteral("older-scoring"), QStringLiteral("rows"),
                              QStringLiteral("the file holds more than one scoring"),
                              QStringLiteral("the last is taken, which begins in line %1").arg(start)});
    }
    auto table = tableLabelsOf(*text, QFileInfo(path).fileName(), context);
    if (table)
        table->deviations.insert(table->deviations.begin(), deviations.begin(), deviations.end());
    return table;
}

} // namespace

const LabelFormat &sleepSignLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("sleepsign"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "SleepSign stages")),
         {QStringLiteral("txt"), QStringLiteral("csv")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("sleepsign");
         }},
        {},
        {},
        readSleepSign,
        nullptr,
        {{QStringLiteral("s"), Stage::Nrem},
         {QStringLiteral("m"), Stage::MovementTime},
         {QStringLiteral("wa"), Stage::Wake},
         {QStringLiteral("wb"), Stage::Wake},
         {QStringLiteral("ws"), Stage::Wake},
         {QStringLiteral("na"), Stage::Nrem},
         {QStringLiteral("nb"), Stage::Nrem},
         {QStringLiteral("ra"), Stage::Rem},
         {QStringLiteral("rb"), Stage::Rem},
         {QStringLiteral("no"), Stage::Unscored}},
        {{Stage::MovementTime, Stage::Unscored}},
    };
    return format;
}

} // namespace somno::io
