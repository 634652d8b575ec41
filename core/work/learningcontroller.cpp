// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/learningcontroller.h"

#include <QDir>
#include <QtConcurrentRun>
#include <algorithm>

#include "core/cohort/trainingsetfile.h"
#include "core/project/recordingstore.h"
#include "core/work/whendone.h"

namespace somno::ui {

using jobs::JobInfo;
using jobs::JobState;

LearningController::LearningController(ProjectService *project, std::shared_ptr<jobs::JobRunner> runner,
                                       QObject *parent)
    : QObject(parent), m_project(project), m_runner(std::move(runner)), m_queue(m_runner), m_models(project),
      m_archive(project, &m_queue)
{
    connect(project, &ProjectService::opened, this, &LearningController::onOpened);
    connect(project, &ProjectService::scorerChanged, this, &LearningController::labelsChanged);
    connect(&m_queue, &jobs::JobQueue::stateChanged, this, &LearningController::onState);
    connect(&m_archive, &JobArchive::added, this, &LearningController::teachingStarted);
    connect(&m_archive, &JobArchive::failed, this, &LearningController::failed);
    connect(&m_archive, &JobArchive::restored, this, [this](const QStringList &unregistered) {
        for (const QString &folder : unregistered)
            registerModel(folder, QDir(runsFolder()).filePath(QDir(folder).dirName()));
        if (m_archive.hasInterrupted())
            Q_EMIT interruptedFound();
    });
    connect(&m_models, &ModelShelf::failed, this, &LearningController::failed);
    connect(&m_models, &ModelShelf::done, this, &LearningController::done);
}

LearningController::~LearningController() = default;

void LearningController::onOpened()
{
    m_models.takeLibrary();
    m_archive.restore();
}

QFuture<Result<LabelStock>> LearningController::readLabels()
{
    return m_project->run(ProjectAccess::Read, [](store::ProjectStore &project) { return readLabelStock(project); });
}

void LearningController::teach(const learning::TrainingSet &set, const TeachWish &wish)
{
    if (!isModelName(wish.name)) {
        Q_EMIT failed({ErrorCode::InvalidArgument, tr("\"%1\" cannot be the name of a model.").arg(wish.name),
                       tr("Take letters, digits, spaces and - _ . , and neither \"starter\" nor \"rules\".")});
        return;
    }
    const auto number = [wish](store::ProjectStore &project) -> Result<QString> {
        if (auto fine = checkBaseModel(project, wish.baseModel); !fine)
            return failure(fine.error());
        return nextVersion(project, wish.name);
    };
    whenDone(this, m_project->run(ProjectAccess::Write, number), [this, set, wish](const Result<QString> &version) {
        if (!version) {
            Q_EMIT failed(version.error());
            return;
        }
        const auto prepare = [set, wish, version = *version] { return prepareTeaching(set, wish, version); };
        whenDone(this, QtConcurrent::run(prepare), [this](const Result<jobs::JobSpec> &spec) {
            if (spec)
                m_archive.add(*spec);
            else
                Q_EMIT failed(spec.error());
        });
    });
}

void LearningController::exportSet(const learning::TrainingSet &set, const QString &baseModel, const QString &folder)
{
    whenDone(
        this, QtConcurrent::run([set, folder]() -> Result<QString> {
            if (auto there = requireRecordings(set); !there)
                return failure(there.error());
            return learning::writeTrainingSet(set, folder);
        }),
        [this, baseModel](const Result<QString> &manifest) {
            const QString model = baseModel.isEmpty() ? QString() : QStringLiteral(" --model \"%1\"").arg(baseModel);
            if (manifest) // it is divided so that nothing is judged on that this model has learned
                Q_EMIT done(
                    tr("The training set is written. sdreamer finetune --manifest \"%1\"%2 -o FOLDER teaches with it.")
                        .arg(*manifest, model));
            else
                Q_EMIT failed(manifest.error());
        });
}

void LearningController::setSubject(qint64 recordingId, const QString &subject)
{
    const auto work = [recordingId, subject](store::ProjectStore &project) {
        return project.recordings().updateSubject(recordingId, subject);
    };
    whenDone(this, m_project->run(ProjectAccess::Write, work), [this](const Result<> &result) {
        if (!result)
            Q_EMIT failed(result.error());
        Q_EMIT labelsChanged();
    });
}

void LearningController::goOn(qint64 id)
{
    goOnWith(id, {});
}

void LearningController::goOnWith(qint64 id, const QStringList &more)
{
    const JobInfo *job = m_queue.find(id);
    if (!job)
        return;
    if (auto there = checkRunRecordings(job->spec.runFolder); !there)
        Q_EMIT failed(there.error());
    else
        m_archive.goOn(id, more);
}

void LearningController::finish(qint64 id)
{
    const JobInfo *job = m_queue.find(id);
    if (!job || job->state == JobState::Done)
        return;
    if (job->isOver()) {
        goOnWith(id, {QStringLiteral("--finish")});
        return;
    }
    m_finishing.insert(id);
    m_queue.cancel(id);
}

void LearningController::forget(qint64 id)
{
    const JobInfo *job = m_queue.find(id);
    if (!job || !job->isOver())
        return;
    (void)QtConcurrent::run([folder = job->spec.runFolder] { removeRunFolder(folder); });
    m_archive.forget(id);
}

bool LearningController::isTeaching() const
{
    return std::ranges::any_of(m_queue.ids(), [this](qint64 id) { return !m_queue.find(id)->isOver(); });
}

const store::ModelEntry *LearningController::modelOf(qint64 id) const
{
    const JobInfo *job = m_queue.find(id);
    return job ? m_models.findFolder(job->spec.outputFolder) : nullptr;
}

void LearningController::onState(qint64 id)
{
    const JobInfo *job = m_queue.find(id);
    if (!job)
        return;
    if (job->state == JobState::Done) {
        m_finishing.remove(id);
        registerModel(job->spec.outputFolder, job->spec.runFolder);
    } else if (job->state == JobState::Failed) {
        m_finishing.remove(id);
        Q_EMIT jobFailed(id, *job->error);
    } else if (job->state == JobState::Cancelled && m_finishing.remove(id)) {
        // Later: the queue is still telling of the end.
        QMetaObject::invokeMethod(
            this, [this, id] { m_archive.goOn(id, {QStringLiteral("--finish")}); }, Qt::QueuedConnection);
    }
}

void LearningController::registerModel(const QString &folder, const QString &runFolder)
{
    m_models.registerFolder(folder, [this, runFolder](const Result<qint64> &id) {
        if (!id) {
            Q_EMIT failed(id.error());
            return;
        }
        (void)QtConcurrent::run([runFolder] { removeRunFolder(runFolder); });
        Q_EMIT modelReady(*id);
    });
}

} // namespace somno::ui
