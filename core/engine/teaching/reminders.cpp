// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/teaching/reminders.h"

#include <QFileInfo>

#include "core/cohort/simulatedcohort.h"

namespace somno::sdreamer {

namespace {

Result<std::vector<ManifestRecording>> simulated(const QString &folder, quint64 seed, int mice, double hours,
                                                 const Progress &progress)
{
    const QString path = QDir(folder).filePath(QStringLiteral("manifest.json"));
    simulation::CohortRequest request;
    request.each.seed = seed;
    request.each.hours = hours;
    request.subjects = request.test = mice;
    if (!QFileInfo::exists(path)) // written last
        if (auto made = simulateCohort(request, QDir(folder), progress); !made)
            return failure(made.error());
    const auto manifest = Manifest::load(path);
    if (!manifest)
        return failure(manifest.error());
    return manifest->recordings();
}

} // namespace

Result<std::vector<ManifestRecording>> simulatedReplay(const QString &folder, const Progress &progress)
{
    return simulated(folder, 71001, 16, 0.4, progress);
}

Result<std::vector<ManifestRecording>> simulatedOriginal(const QString &folder, const Progress &progress)
{
    return simulated(folder, 72001, 10, 0.6, progress);
}

} // namespace somno::sdreamer
