// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// AccuSleepy 0.12 (labels, fileio.py): a CSV with a column brain_state, a row an epoch, whose length is typed by hand,
// and perhaps confidence_score. 1 REM, 2 Wake, 3 NREM as it comes; -1 undefined.
#include "core/labels/labelformat.h"
#include "core/labels/labelwriter.h"
#include "core/labels/table/tablelabels.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

Result<> writeAccuSleepy(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes codes{{Stage::Rem, "1"}, {Stage::Wake, "2"}, {Stage::Nrem, "3"}, {Stage::Unscored, "-1"}};
    return writeRows(path, "brain_state\n", hypnogram.size(),
                     [&](EpochIndex epoch) { return codeFor(codes, hypnogram.stage(epoch)) + '\n'; });
}

} // namespace

const LabelFormat &accuSleepyLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("accusleepy"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "AccuSleepy labels")),
         {QStringLiteral("csv")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("accusleepy");
         }},
        {},
        {Stage::Wake, Stage::Nrem, Stage::Rem},
        readTableLabels,
        writeAccuSleepy,
        {{QStringLiteral("1"), Stage::Rem},
         {QStringLiteral("2"), Stage::Wake},
         {QStringLiteral("3"), Stage::Nrem},
         {QStringLiteral("-1"), Stage::Unscored}},
        {},
        {},
        false,
    };
    return format;
}

} // namespace somno::io
