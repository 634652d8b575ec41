// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/measuredfinetune.h"

#include "core/cohort/labelledrecording.h"
#include "core/cohort/labelledstretches.h"

namespace somno::app {

Result<RunCost> measureFinetune(const QString &recording, const QString &model, const QDir &folder, int steps,
                                const Progress &progress)
{
    sdreamer::ManifestRecording entry;
    entry.path = entry.labels = recording;
    entry.subject = QStringLiteral("mouse");
    entry.scorer = QStringLiteral("simulator");
    const auto labelled = sdreamer::openLabelled(entry, progress);
    if (!labelled)
        return failure(labelled.error());
    auto stretches = sdreamer::labelledStretches(labelled->labels.size(), kMeasuredLabelMinutes);
    stretches.test = {stretches.train.back()}; // nothing else is labelled, as in a laboratory
    stretches.train.pop_back();
    const auto manifest = sdreamer::writeStretches(entry, stretches, folder.filePath(QStringLiteral("labels.json")));
    if (!manifest)
        return failure(manifest.error());
    QStringList arguments{"finetune", "--manifest", folder.filePath(QStringLiteral("labels.json")),
                          "--model",  model,        "--mode",
                          "all",      "-o",         folder.filePath(QStringLiteral("tuned"))};
    if (steps > 0)
        arguments << "--steps" << QString::number(steps);
    return measureRun(arguments, QStringLiteral("Fine-tuning %1").arg(model), progress);
}

} // namespace somno::app
