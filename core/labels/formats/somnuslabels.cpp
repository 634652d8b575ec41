// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// somnus-eeg 1.0.5 (scored.csv): Time_sec, then a column for each of Wake, NREM, REM and Artifact with a 1 in the one
// that applies; rows of 0.5 s without a gap from 0. What is unscored has no 1.
#include <algorithm>

#include "core/labels/labelalignment.h"
#include "core/labels/labelformat.h"
#include "core/labels/labelwriter.h"
#include "core/labels/table/tablelabels.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

constexpr Ticks kRow = kTicksPerSecond / 2;

/// Rows follow each other without a gap, so none needs a duration.
Result<LabelTable> readSomnus(const QString &path, const LabelContext &context)
{
    auto table = readTableLabels(path, context);
    if (table)
        completeDurations(table->rows);
    return table;
}

Result<> writeSomnus(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes codes{{Stage::Wake, ",1,0,0,0\n"},
                                  {Stage::Nrem, ",0,1,0,0\n"},
                                  {Stage::Rem, ",0,0,1,0\n"},
                                  {Stage::Unscored, ",0,0,0,0\n"}};
    const Ticks epoch = toTicks(hypnogram.epochSec());
    return writeRows(path, "Time_sec,Wake,NREM,REM,Artifact\n", hypnogram.size() * epoch / kRow, [&](EpochIndex row) {
        return QByteArray::number(double(row) / 2, 'f', 1)
               + codeFor(codes, hypnogram.stage(std::min(row * kRow / epoch, hypnogram.size() - 1)));
    });
}

} // namespace

const LabelFormat &somnusLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("somnus"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Somnus scoring")),
         {QStringLiteral("csv")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("somnus");
         }},
        {},
        {Stage::Wake, Stage::Nrem, Stage::Rem},
        readSomnus,
        writeSomnus,
    };
    return format;
}

} // namespace somno::io
