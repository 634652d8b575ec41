// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <map>
#include <vector>

#include "core/jobs/jobqueue.h"
#include "core/project/jobstore.h"
#include "core/work/projectservice.h"

namespace somno::ui {

/// Keeps the project's record of a queue of jobs: each state and figure as it comes, progress at most once a second.
/// Jobs that an application left behind when it ended or crashed are found again as interrupted.
class JobArchive : public QObject {
    Q_OBJECT
public:
    /// Neither is owned; both outlive the archive.
    JobArchive(ProjectService *project, jobs::JobQueue *queue, QObject *parent = nullptr);

    /// Puts the jobs that the project knows into the queue; restored() follows.
    void restore();
    /// Notes a job and hands it to the queue; added() or failed() follows.
    void add(const jobs::JobSpec &spec);
    /// Appends a job that was cancelled, interrupted or failed anew.
    void goOn(qint64 id, const QStringList &more = {});
    /// Forgets a job that is over; its folders stay.
    void forget(qint64 id);
    /// Whether the job was still running or waiting when its application ended.
    [[nodiscard]] bool isInterrupted(qint64 id) const { return m_interrupted.contains(id); }
    [[nodiscard]] bool hasInterrupted() const { return !m_interrupted.isEmpty(); }

Q_SIGNALS:
    /// Folders of models that jobs made and that are not in the project's list: the application ended in between.
    void restored(const QStringList &unregistered);
    void added(qint64 id);
    void failed(const somno::Error &error);

private:
    void noteState(qint64 id);
    void noteProgress(qint64 id);
    template <class Work>
    void write(Work work);

    ProjectService *m_project;
    jobs::JobQueue *m_queue;
    QString m_owner; ///< this run of the application
    QSet<qint64> m_interrupted;
    std::map<qint64, store::JobStatus> m_noted;
    std::map<qint64, QElapsedTimer> m_lastProgress;
};

} // namespace somno::ui
