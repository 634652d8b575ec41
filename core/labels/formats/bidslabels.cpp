// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Brain Imaging Data Structure 1.9, task events (_events.tsv, _hypnogram.tsv): tabs, columns onset and duration in
// seconds, then the stage, called stage or trial_type; "n/a" where there is none.
#include "core/labels/labelformat.h"
#include "core/labels/labelwriter.h"
#include "core/labels/table/tablelabels.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

Result<> writeBids(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    return writeRows(path, "onset\tduration\tstage\n", hypnogram.size(), [&](EpochIndex epoch) {
        const QString name = hypnogram.stageSet().name(hypnogram.stage(epoch));
        const QByteArray word = name.isEmpty() ? scoring::stageName(hypnogram.stage(epoch)).toUtf8() : name.toUtf8();
        return onsetText(hypnogram, epoch) + '\t' + onsetText(hypnogram, 1) + '\t'
               + (word.isEmpty() ? QByteArray("n/a") : word) + '\n';
    });
}

} // namespace

const LabelFormat &bidsLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("bids"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "BIDS events")),
         {QStringLiteral("tsv")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("bids");
         }},
        {},
        {},
        readTableLabels,
        writeBids,
    };
    return format;
}

} // namespace somno::io
