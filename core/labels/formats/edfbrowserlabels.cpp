// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// EDFbrowser 1.64 and later (export annotations, ASCII/CSV): "Onset,Annotation" or "Onset,Duration,Annotation" with
// comma, tab or semicolon; onsets as "+30.0000000", hh:mm:ss or yyyy-mm-ddThh:mm:ss, the last two with a fraction or
// without.
#include "core/labels/labelformat.h"
#include "core/labels/labelwriter.h"
#include "core/labels/table/tablelabels.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

QByteArray annotationOf(const Hypnogram &hypnogram, Stage stage)
{
    const scoring::StageDefinition *definition = hypnogram.stageSet().find(stage);
    if (stage == Stage::Unscored)
        return "Sleep stage ?";
    return definition ? definition->annotation().toUtf8() : "Sleep stage " + scoring::stageName(stage).toUtf8();
}

Result<> writeEdfBrowser(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    return writeRows(path, "Onset,Duration,Annotation\n", hypnogram.size(), [&](EpochIndex epoch) {
        const double onset = double(epoch * toTicks(hypnogram.epochSec())) / double(kTicksPerSecond);
        return '+' + QByteArray::number(onset, 'f', 7) + ',' + onsetText(hypnogram, 1) + ','
               + annotationOf(hypnogram, hypnogram.stage(epoch)) + '\n';
    });
}

} // namespace

const LabelFormat &edfBrowserLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("edfbrowser"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "EDFbrowser annotations")),
         {QStringLiteral("txt"), QStringLiteral("csv")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("edfbrowser");
         }},
        {},
        {},
        readTableLabels,
        writeEdfBrowser,
        {},
        {{Stage::S4, Stage::N3}, {Stage::MovementTime, Stage::Unscored}},
    };
    return format;
}

} // namespace somno::io
