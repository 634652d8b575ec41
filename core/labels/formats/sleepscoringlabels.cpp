// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The .mat of sleep_scoring 0.17, which is a recording (eeg, emg, eeg_frequency and more) with its labels in
// "sleep_scores", one value a second: 0 Wake, 1 NREM, 2 REM, 3 microarousal, -1 or NaN unscored. Labels that are saved
// to such a recording become its own; all else in it is kept.
#include <algorithm>
#include <array>
#include <cmath>

#include "core/labels/labelformat.h"
#include "core/labels/formats/matvalues.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

const QString kVariable = QStringLiteral("sleep_scores");
constexpr std::array kStages = {Stage::Wake, Stage::Nrem, Stage::Rem, Stage::Microarousal}; // by code

Result<LabelTable> readSleepScores(const QString &path, const LabelContext &)
{
    auto table = rowsOfMatVariable(path, kVariable);
    if (table)
        table->epoch = kTicksPerSecond;
    return table;
}

double codeOf(Stage stage)
{
    const auto found = std::ranges::find(kStages, stage);
    return found == kStages.end() ? -1 : double(found - kStages.begin());
}

Result<> writeSleepScores(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    const Ticks epoch = toTicks(hypnogram.epochSec());
    if (epoch % kTicksPerSecond != 0)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("sleep_scoring keeps one stage a second; epochs of %1 s do not fit.")
                           .arg(hypnogram.epochSec()),
                       QStringLiteral("Save the labels as CSV or EDF+, which hold epochs of any length."));
    std::vector<double> values;
    for (const Stage stage : hypnogram.stages())
        values.insert(values.end(), size_t(epoch / kTicksPerSecond), codeOf(stage));
    return saveMatVariable(path, kVariable, values);
}

} // namespace

const LabelFormat &sleepScoringLabels()
{
    static const LabelFormat format = [] {
        LabelFormat mat = {
            {QStringLiteral("sleep_scoring"),
             QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "sleep_scoring (MATLAB)")),
             {QStringLiteral("mat")},
             [](const QByteArray &bytes, const QString &path) { return hasMatVariable(bytes, path, kVariable); }},
            {},
            std::vector<Stage>(kStages.begin(), kStages.end()),
            readSleepScores,
            writeSleepScores,
            {{QStringLiteral("-1"), Stage::Unscored}},
        };
        for (const Stage stage : kStages)
            mat.codes.insert(QString::number(codeOf(stage)), stage);
        return mat;
    }();
    return format;
}

} // namespace somno::io
