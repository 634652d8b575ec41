// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The label files of AccuSleep for MATLAB: the vector "labels" with one value an epoch, 1 REM, 2 Wake, 3 NREM, 4 not
// scored. How long an epoch is stands nowhere.
#include "core/labels/labelformat.h"
#include "core/labels/formats/matvalues.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

const QString kVariable = QStringLiteral("labels");
constexpr int kUnscored = 4;

const QHash<QString, Stage> &codes()
{
    static const QHash<QString, Stage> all = {{QStringLiteral("1"), Stage::Rem},
                                              {QStringLiteral("2"), Stage::Wake},
                                              {QStringLiteral("3"), Stage::Nrem},
                                              {QString::number(kUnscored), Stage::Unscored}};
    return all;
}

Result<LabelTable> readAccuSleep(const QString &path, const LabelContext &)
{
    auto table = rowsOfMatVariable(path, kVariable);
    if (table)
        table->unit = LabelUnit::Epochs;
    return table;
}

Result<> writeAccuSleep(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    std::vector<double> values;
    for (const Stage stage : hypnogram.stages())
        values.push_back(codes().key(stage, QString::number(kUnscored)).toDouble());
    return saveMatVariable(path, kVariable, values);
}

} // namespace

const LabelFormat &accuSleepLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("accusleep"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "AccuSleep labels (MATLAB)")),
         {QStringLiteral("mat")},
         [](const QByteArray &bytes, const QString &path) { return hasMatVariable(bytes, path, kVariable); }},
        {},
        {Stage::Wake, Stage::Nrem, Stage::Rem},
        readAccuSleep,
        writeAccuSleep,
        codes(),
        {},
        {},
        false,
    };
    return format;
}

} // namespace somno::io
