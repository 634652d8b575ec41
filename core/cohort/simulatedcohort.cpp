// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/simulatedcohort.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <algorithm>
#include <cmath>

#include "core/recordings/edf/edfheader.h"
#include "core/recordings/edf/edfwriter.h"

namespace somno::simulation {

namespace {

/// A simulation may replace a simulation, never what somebody recorded.
Result<> checkReplaceable(const QString &path)
{
    const auto header = io::readEdfHeader(path);
    if (QFileInfo(path).size() == 0
        || (header && header->recording.contains(QLatin1String("simulat"), Qt::CaseInsensitive)))
        return {};
    return failure(ErrorCode::FileNotWritable,
                   QStringLiteral("%1 exists and is no simulated recording; it is not overwritten.").arg(path),
                   QStringLiteral("Choose another name with -o."));
}

QString subjectName(int subject)
{
    return QStringLiteral("mouse_%1").arg(subject, 4, 10, QLatin1Char('0'));
}

QString cohortFile(const SimulationRequest &request)
{
    const QString name = QStringLiteral("sim_%1_%2").arg(request.seed).arg(request.subject, 4, 10, QLatin1Char('0'));
    return request.recording == 1 ? name + QStringLiteral(".edf")
                                  : QStringLiteral("%1_%2.edf").arg(name).arg(request.recording);
}

// Recordings of one cohort differ in length, 60 to 140 % of what was asked for, the same for the same request.
double variedHours(double hours, const SimulationRequest &request)
{
    constexpr double kGolden = 0.6180339887498949; // spreads consecutive numbers evenly over the unit interval
    const double position
        = double(request.seed % 1000 + quint64(request.subject) * 7 + quint64(request.recording)) * kGolden;
    return std::min(48.0, hours * (0.6 + 0.8 * (position - std::floor(position))));
}

QJsonObject splits(const CohortRequest &request)
{
    QJsonArray parts[3];
    for (int subject = 1; subject <= request.subjects; ++subject) {
        const int left = request.subjects - subject;
        parts[left < request.test ? 2 : left < request.test + request.validation ? 1 : 0].append(subjectName(subject));
    }
    return {{"train", parts[0]}, {"validation", parts[1]}, {"test", parts[2]}};
}

Result<> writeManifest(const QString &path, const QJsonArray &recordings, const CohortRequest &request)
{
    QJsonObject manifest{{"recordings", recordings}};
    if (request.validation + request.test > 0)
        manifest.insert("splits", splits(request));
    QSaveFile file(path);
    const QByteArray text = QJsonDocument(manifest).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return failure(
            ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path),
            QStringLiteral("%1. Check the free space and the permissions of the folder.").arg(file.errorString()));
    return {};
}

} // namespace

Result<> simulateFile(const SimulationRequest &request, const QString &path, const Progress &progress)
{
    if (const Result<> free = checkReplaceable(path); !free)
        return free;
    const auto recording = simulation::simulate(request, progress);
    if (!recording)
        return failure(recording.error());
    return io::writeEdf(path, *recording, progress);
}

Result<> simulateCohort(const CohortRequest &request, const QDir &folder, const Progress &progress)
{
    if (!folder.mkpath(QStringLiteral(".")))
        return failure(ErrorCode::FileNotWritable,
                       QStringLiteral("The folder %1 could not be made.").arg(folder.path()),
                       QStringLiteral("Check its parent's permissions, or whether a file has that name."));
    Progress inner = progress; // the whole cohort tells of itself, a single recording need not
    inner.report = nullptr;
    QJsonArray recordings;
    for (int subject = 1; subject <= request.subjects; ++subject) {
        SimulationRequest one = request.each;
        one.subject = subject;
        for (one.recording = 1; one.recording <= request.recordings; ++one.recording) {
            one.hours = variedHours(request.each.hours, one);
            const QString name = cohortFile(one);
            if (const Result<> written = simulateFile(one, folder.filePath(name), inner); !written)
                return written;
            recordings.append(QJsonObject{{"path", name},
                                          {"eeg", "EEG"},
                                          {"emg", "EMG"},
                                          {"labels", name},
                                          {"subject", subjectName(subject)},
                                          {"scorer", "simulator"}});
            progress.advance(QStringLiteral("simulate"), recordings.size(),
                             qint64(request.subjects) * request.recordings);
        }
    }
    return writeManifest(folder.filePath(QStringLiteral("manifest.json")), recordings, request);
}

} // namespace somno::simulation
