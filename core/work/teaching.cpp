// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/teaching.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>
#include <algorithm>

#include "core/cohort/manifest.h"
#include "core/cohort/trainingsetfile.h"
#include "core/model/modellibrary.h"
#include "core/project/jobstore.h"
#include "core/project/modelstore.h"
#include "core/project/projectstore.h"
#include "core/work/modelfolder.h"

namespace somno::ui {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::ui::Teaching)
};

const QString kLabelsFolder = QStringLiteral("labels"); ///< within a run's folder

QString runFolderFor(const QString &modelFolder)
{
    return QDir(runsFolder()).filePath(QFileInfo(modelFolder).fileName());
}

} // namespace

bool isModelName(const QString &name)
{
    static const QRegularExpression allowed(QStringLiteral("^[\\p{L}\\p{N}][\\p{L}\\p{N} _.-]{0,39}$"));
    return allowed.match(name).hasMatch() && name.trimmed() == name && name != QLatin1String("starter")
           && name != QLatin1String("rules");
}

QString runsFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/runs");
}

Result<> checkBaseModel(store::ProjectStore &project, const QString &folder)
{
    const auto models = project.models().list();
    if (!models)
        return failure(models.error());
    const auto base = std::ranges::find(*models, folder, &store::ModelEntry::folder);
    return base == models->end() ? Result<>() : checkModelFolder(*base);
}

Result<QString> nextVersion(store::ProjectStore &project, const QString &name)
{
    const auto models = project.models().list(true);
    if (!models)
        return failure(models.error());
    const auto jobs = project.jobs().list();
    if (!jobs)
        return failure(jobs.error());
    int version = 1;
    for (const store::ModelEntry &model : *models)
        if (model.name == name)
            version = std::max(version, model.version.toInt() + 1);
    const auto isTaken = [&](const QString &folder) {
        return QFileInfo::exists(folder) || QFileInfo::exists(runFolderFor(folder))
               || std::ranges::any_of(*jobs, [&](const store::JobEntry &job) { return job.outputFolder == folder; });
    };
    while (isTaken(sdreamer::modelFolderFor(name, QString::number(version))))
        ++version;
    return QString::number(version);
}

Result<> requireRecordings(const learning::TrainingSet &set)
{
    for (const learning::TrainingItem &item : set.items())
        if (!QFileInfo::exists(item.path))
            return failure(
                ErrorCode::FileNotFound,
                Text::tr("%1 is no longer in %2.").arg(QFileInfo(item.path).fileName(), QFileInfo(item.path).path()),
                Text::tr("Open it from where it is now, which brings its labels back, or leave it out."));
    return {};
}

Result<jobs::JobSpec> prepareTeaching(const learning::TrainingSet &set, const TeachWish &wish, const QString &version)
{
    if (auto there = requireRecordings(set); !there)
        return failure(there.error());
    jobs::JobSpec spec;
    spec.outputFolder = sdreamer::modelFolderFor(wish.name, version);
    spec.runFolder = runFolderFor(spec.outputFolder);
    spec.lowPriority = true;
    if (!QDir().mkpath(spec.runFolder) || !QDir().mkpath(sdreamer::modelLibraryFolder()))
        return failure(ErrorCode::FileNotWritable, Text::tr("The folder %1 could not be made.").arg(spec.runFolder),
                       Text::tr("Check that there is space and that you may write there."));
    const auto manifest = learning::writeTrainingSet(set, QDir(spec.runFolder).filePath(kLabelsFolder));
    if (!manifest) {
        removeRunFolder(spec.runFolder);
        return failure(manifest.error());
    }
    jobs::FinetuneSettings settings;
    settings.manifest = *manifest;
    settings.baseModel = wish.baseModel;
    settings.output = spec.outputFolder;
    settings.runFolder = QDir(spec.runFolder).filePath(QStringLiteral("run"));
    settings.name = wish.name;
    settings.version = version;
    settings.mode = wish.mode;
    settings.threads = wish.threads;
    settings.memoryMb = wish.memoryMb;
    if (wish.onProcessorOnly)
        settings.device = QStringLiteral("cpu");
    settings.steps = wish.steps;
    if (!wish.keepsOldSkills)
        settings.replay = settings.original = QStringLiteral("none");
    spec.arguments = jobs::finetuneArguments(settings);
    return spec;
}

Result<> checkRunRecordings(const QString &runFolder)
{
    const auto manifest = sdreamer::Manifest::load(
        QDir(runFolder).filePath(kLabelsFolder + QLatin1Char('/') + learning::kManifestName));
    if (!manifest)
        return {}; // the engine will say it
    for (const sdreamer::ManifestRecording &recording : manifest->recordings())
        if (!QFile::exists(recording.path))
            return failure(ErrorCode::FileNotFound,
                           Text::tr("%1 is no longer where it was when this run began.").arg(recording.path),
                           Text::tr("Bring it back there to go on. Or forget this run and teach anew: the labels are "
                                    "in the project, and a recording that "
                                    "was opened in its new place is found there."));
    return {};
}

void removeRunFolder(const QString &folder)
{
    if (!folder.isEmpty() && QFileInfo(folder).absolutePath() == QDir(runsFolder()).absolutePath())
        QDir(folder).removeRecursively();
}

} // namespace somno::ui
