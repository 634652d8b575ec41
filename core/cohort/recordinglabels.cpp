// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/recordinglabels.h"

#include <QFileInfo>

#include "core/labels/labelfile.h"

namespace somno::sdreamer {

namespace {

constexpr double kMissingSec = 60; ///< without labels at the end that are worth a word

/// Where the last label ends.
double labelledSec(const scoring::Hypnogram &labels)
{
    EpochIndex last = labels.size();
    while (last > 0 && labels.stage(last - 1) == scoring::Stage::Unscored)
        --last;
    return double(last) * labels.epochSec();
}

void warnOfEnds(const scoring::Hypnogram &labels, const ManifestRecording &entry, double durationSec,
                const Progress &progress)
{
    const QString name = QFileInfo(entry.path).fileName();
    const double labelled = labelledSec(labels);
    if (labelled > 0 && labelled < durationSec - kMissingSec)
        progress.warning(QStringLiteral("%1 labels only %2 of the %3 s of %4; the rest is not counted.")
                             .arg(QFileInfo(entry.labels).fileName())
                             .arg(labelled)
                             .arg(durationSec)
                             .arg(name));
    for (const scoring::EpochRange &range : entry.confirmed)
        if (double(range.last) > durationSec + 1)
            progress.warning(QStringLiteral("The confirmed range %1 to %2 s of %3 reaches beyond its %4 s.")
                                 .arg(range.first)
                                 .arg(range.last - 1)
                                 .arg(name)
                                 .arg(durationSec));
}

} // namespace

Result<scoring::Hypnogram> readRecordingLabels(const ManifestRecording &entry, const signal::Recording &recording,
                                               const Progress &progress)
{
    auto labels = io::readLabels(entry.labels, {.epochSec = 1,
                                                .totalSec = recording.durationSec(),
                                                .recordingStart = recording.start,
                                                .strict = entry.strictLabels});
    if (!labels)
        return failure(labels.error());
    for (const Deviation &deviation : labels->deviations)
        progress.warning(QStringLiteral("%1: %2").arg(QFileInfo(entry.labels).fileName(), deviation.sentence()));
    warnOfEnds(labels->hypnogram, entry, recording.durationSec(), progress);
    return std::move(labels->hypnogram);
}

} // namespace somno::sdreamer
