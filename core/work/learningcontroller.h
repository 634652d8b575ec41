// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <memory>

#include "core/jobs/jobqueue.h"
#include "core/work/jobarchive.h"
#include "core/work/labelstock.h"
#include "core/work/modelshelf.h"
#include "core/work/teaching.h"

namespace somno::ui {

/// The loop without its windows: labels of the project, jobs that teach a model with them, and the models that come of
/// it. It reads labels and never changes one. Nothing is activated by itself.
class LearningController : public QObject {
    Q_OBJECT
public:
    /// The project is not owned and outlives the controller. Its opened() is waited for.
    LearningController(ProjectService *project, std::shared_ptr<jobs::JobRunner> runner, QObject *parent = nullptr);
    ~LearningController() override;

    [[nodiscard]] ProjectService *project() const { return m_project; }
    [[nodiscard]] ModelShelf *models() { return &m_models; }
    [[nodiscard]] jobs::JobQueue *jobs() { return &m_queue; }
    /// Where its jobs run.
    [[nodiscard]] const std::shared_ptr<jobs::JobRunner> &runner() const { return m_runner; }

    /// Reads the project's labels in its thread.
    [[nodiscard]] QFuture<Result<LabelStock>> readLabels();
    /// Writes the training set and has a job teach; teachingStarted() or failed() follows.
    void teach(const learning::TrainingSet &set, const TeachWish &wish);
    /// Writes the training set into a new folder for the command line; done() or failed() follows.
    /// The set is divided for teaching `baseModel` (its folder; empty: the one shipped), which the sentence names.
    void exportSet(const learning::TrainingSet &set, const QString &baseModel, const QString &folder);
    void setSubject(qint64 recordingId, const QString &subject);

    void pause(qint64 id) { m_queue.pause(id); }
    void resume(qint64 id) { m_queue.resume(id); }
    void cancel(qint64 id) { m_queue.cancel(id); }
    /// Goes on where a job was cancelled, interrupted or failed.
    void goOn(qint64 id);
    /// Trains no more: judges and saves the best weights so far.
    void finish(qint64 id);
    /// Forgets a job that is over, with what it left of its run. Models stay.
    void forget(qint64 id);
    /// Whether a job waits, runs or is paused.
    [[nodiscard]] bool isTeaching() const;
    [[nodiscard]] bool isInterrupted(qint64 id) const { return m_archive.isInterrupted(id); }
    /// Whether a stop was asked for that keeps the best weights.
    [[nodiscard]] bool isFinishing(qint64 id) const { return m_finishing.contains(id); }
    /// The version that a job made; nullptr where there is none (any more).
    [[nodiscard]] const store::ModelEntry *modelOf(qint64 id) const;

Q_SIGNALS:
    void teachingStarted(qint64 id);
    /// The project was opened and knows runs that were interrupted.
    void interruptedFound();
    /// A job's model is in the list. It is not active.
    void modelReady(qint64 modelId);
    void jobFailed(qint64 id, const somno::Error &error);
    void failed(const somno::Error &error);
    void done(const QString &sentence);
    /// Subjects were named anew.
    void labelsChanged();

private:
    void onOpened();
    void goOnWith(qint64 id, const QStringList &more);
    void onState(qint64 id);
    void registerModel(const QString &folder, const QString &runFolder);

    ProjectService *m_project;
    std::shared_ptr<jobs::JobRunner> m_runner;
    jobs::JobQueue m_queue;
    ModelShelf m_models;
    JobArchive m_archive;
    QSet<qint64> m_finishing;
};

} // namespace somno::ui
