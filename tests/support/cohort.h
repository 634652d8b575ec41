// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

#include "core/recordings/edf/edfwriter.h"
#include "core/simulation/simulator.h"

namespace somno::test {

/// Writes `subjects` simulated recordings of `seconds` each and returns the recordings of their manifest.
inline QJsonArray writeCohort(const QDir &folder, int subjects, double seconds)
{
    QJsonArray recordings;
    for (int subject = 1; subject <= subjects; ++subject) {
        simulation::SimulationRequest request;
        request.hours = seconds / 3600;
        request.subject = subject;
        request.rateHz = 128;
        request.startHour = 9;
        const auto recording = simulation::simulate(request);
        const QString name = QStringLiteral("%1.edf").arg(subject);
        if (!recording || !io::writeEdf(folder.filePath(name), *recording))
            qFatal("the simulated recording could not be written");
        recordings.append(QJsonObject{{"path", name},
                                      {"labels", name},
                                      {"subject", QStringLiteral("m%1").arg(subject)},
                                      {"scorer", "simulator"}});
    }
    return recordings;
}

inline QString writeManifest(const QDir &folder, const QJsonObject &manifest)
{
    QFile file(folder.filePath(QStringLiteral("manifest.json")));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("the manifest could not be written");
    file.write(QJsonDocument(manifest).toJson());
    return file.fileName();
}

} // namespace somno::test
