// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/jobarchive.h"

#include <QDir>
#include <QFileInfo>
#include <QUuid>
#include <algorithm>

#include "core/model/modellibrary.h"
#include "core/project/modelstore.h"
#include "core/work/whendone.h"

namespace somno::ui {

using jobs::JobInfo;
using jobs::JobState;
using store::JobEntry;
using store::JobStatus;
using store::JobStore;
using store::ProjectStore;

namespace {

constexpr int kProgressMs = 1000;
constexpr size_t kHistory = 50;                        ///< earlier jobs that are shown again
const QString kWarningKey = QStringLiteral("warning"); ///< of a report that is no figure

JobStatus statusOf(JobState state)
{
    switch (state) {
    case JobState::Queued: return JobStatus::Queued;
    case JobState::Running: return JobStatus::Running;
    case JobState::Paused: return JobStatus::Paused;
    case JobState::Cancelled: return JobStatus::Cancelled;
    case JobState::Failed: return JobStatus::Failed;
    case JobState::Done: break;
    }
    return JobStatus::Done;
}

JobState stateOf(JobStatus status)
{
    switch (status) {
    case JobStatus::Queued: return JobState::Queued;
    case JobStatus::Running: return JobState::Running;
    case JobStatus::Paused: return JobState::Paused;
    case JobStatus::Cancelled: return JobState::Cancelled;
    case JobStatus::Failed: return JobState::Failed;
    case JobStatus::Done: break;
    }
    return JobState::Done;
}

bool hasEnded(JobStatus status)
{
    return status == JobStatus::Cancelled || status == JobStatus::Failed || status == JobStatus::Done;
}

/// As it was when its application ended.
JobInfo infoOf(const JobEntry &entry, std::vector<QJsonObject> reports)
{
    JobInfo info;
    info.id = entry.id;
    info.spec = {entry.arguments, entry.runFolder, entry.outputFolder, true};
    info.state = stateOf(entry.status);
    info.phase = entry.phase;
    info.done = entry.done;
    info.total = entry.total;
    for (QJsonObject &report : reports)
        if (report.contains(kWarningKey))
            info.warnings << report.value(kWarningKey).toString();
        else
            info.metrics.push_back(std::move(report));
    info.created = entry.created;
    info.started = entry.started;
    info.ended = entry.ended;
    if (entry.status == JobStatus::Failed)
        info.error = Error{ErrorCode::EngineFailed, entry.message.section(QLatin1Char('\n'), 0, 0),
                           entry.message.section(QLatin1Char('\n'), 1)};
    return info;
}

struct Found {
    std::vector<JobInfo> jobs; ///< oldest first
    QSet<qint64> interrupted;
    QStringList unregistered;
};

/// A job whose model is there had done its work when the application ended.
Result<> settle(JobStore &repository, JobEntry &entry)
{
    if (!sdreamer::isModel(entry.outputFolder))
        return {};
    entry.status = JobStatus::Done;
    return repository.setStatus(entry.id, JobStatus::Done);
}

Result<QStringList> modelFolders(ProjectStore &project)
{
    const auto models = project.models().list(true);
    if (!models)
        return failure(models.error());
    QStringList folders;
    for (const store::ModelEntry &model : *models)
        folders << model.folder;
    return folders;
}

Result<Found> findJobs(ProjectStore &project, bool writable)
{
    JobStore &repository = project.jobs();
    auto entries = repository.list();
    const auto known = modelFolders(project);
    if (!entries || !known)
        return failure(entries ? known.error() : entries.error());
    Found found;
    for (JobEntry &entry : *entries) {
        if (!hasEnded(entry.status)) {
            if (!writable)
                continue; // it runs in the other Somnoscribe
            if (auto settled = settle(repository, entry); !settled)
                return failure(settled.error());
            if (!hasEnded(entry.status))
                found.interrupted.insert(entry.id);
        }
        auto reports = repository.metrics(entry.id);
        if (!reports)
            return failure(reports.error());
        if (writable && entry.status == JobStatus::Done && sdreamer::isModel(entry.outputFolder)
            && !known->contains(QDir(entry.outputFolder).absolutePath()))
            found.unregistered << entry.outputFolder;
        found.jobs.push_back(infoOf(entry, std::move(*reports)));
        if (found.jobs.size() == kHistory)
            break;
    }
    std::ranges::reverse(found.jobs);
    return found;
}

} // namespace

JobArchive::JobArchive(ProjectService *project, jobs::JobQueue *queue, QObject *parent)
    : QObject(parent), m_project(project), m_queue(queue), m_owner(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
    connect(queue, &jobs::JobQueue::stateChanged, this, &JobArchive::noteState);
    connect(queue, &jobs::JobQueue::progressed, this, &JobArchive::noteProgress);
    connect(queue, &jobs::JobQueue::metricReported, this, [this](qint64 id, const QJsonObject &values) {
        write([id, values](JobStore &jobs) { return jobs.addMetric(id, values); });
    });
    connect(queue, &jobs::JobQueue::warned, this, [this](qint64 id, const QString &message) {
        write([id, message](JobStore &jobs) { return jobs.addMetric(id, {{kWarningKey, message}}); });
    });
}

template <class Work>
void JobArchive::write(Work work)
{
    const auto task = [work = std::move(work)](ProjectStore &project) -> Result<> {
        JobStore &repository = project.jobs();
        return work(repository);
    };
    whenDone(this, m_project->run(ProjectAccess::Write, task), [this](const Result<> &result) {
        if (!result)
            Q_EMIT failed(result.error());
    });
}

void JobArchive::restore()
{
    const auto find
        = [writable = m_project->isWritable()](ProjectStore &project) { return findJobs(project, writable); };
    whenDone(this, m_project->run(ProjectAccess::Read, find), [this](Result<Found> found) {
        if (!found) {
            Q_EMIT failed(found.error());
            return;
        }
        m_interrupted = found->interrupted;
        for (JobInfo &job : found->jobs) {
            if (m_queue->find(job.id))
                continue;
            m_noted[job.id] = statusOf(job.state);
            m_queue->restore(std::move(job));
        }
        Q_EMIT restored(found->unregistered);
    });
}

void JobArchive::add(const jobs::JobSpec &spec)
{
    JobEntry entry;
    entry.kind = spec.kind();
    entry.arguments = spec.arguments;
    entry.runFolder = spec.runFolder;
    entry.outputFolder = spec.outputFolder;
    entry.owner = m_owner;
    const auto task = [entry](ProjectStore &project) { return project.jobs().add(entry); };
    whenDone(this, m_project->run(ProjectAccess::Write, task), [this, spec](const Result<qint64> &id) {
        if (!id) {
            Q_EMIT failed(id.error());
            return;
        }
        m_noted[*id] = JobStatus::Queued;
        m_queue->add(spec, *id);
        Q_EMIT added(*id);
    });
}

void JobArchive::goOn(qint64 id, const QStringList &more)
{
    m_interrupted.remove(id);
    write([id, owner = m_owner](JobStore &jobs) { return jobs.setOwner(id, owner); });
    m_queue->goOn(id, more);
}

void JobArchive::forget(qint64 id)
{
    const JobInfo *job = m_queue->find(id);
    if (!job || !job->isOver())
        return;
    m_interrupted.remove(id);
    m_noted.erase(id);
    m_lastProgress.erase(id);
    write([id](JobStore &jobs) { return jobs.remove(id); });
    m_queue->remove(id);
}

void JobArchive::noteState(qint64 id)
{
    const JobInfo *job = m_queue->find(id);
    const auto noted = m_noted.find(id);
    if (!job || (noted != m_noted.end() && noted->second == statusOf(job->state)))
        return;
    m_noted[id] = statusOf(job->state);
    const QString message = job->error ? job->error->message + QLatin1Char('\n') + job->error->detail : QString();
    write([id, status = statusOf(job->state), message, phase = job->phase, done = job->done,
           total = job->total](JobStore &jobs) -> Result<> {
        if (hasEnded(status))
            if (auto written = jobs.setProgress(id, phase, done, total); !written)
                return written;
        return jobs.setStatus(id, status, message);
    });
}

void JobArchive::noteProgress(qint64 id)
{
    QElapsedTimer &last = m_lastProgress[id];
    if (last.isValid() && last.elapsed() < kProgressMs)
        return;
    last.start();
    const JobInfo *job = m_queue->find(id);
    write([id, phase = job->phase, done = job->done, total = job->total](JobStore &jobs) {
        return jobs.setProgress(id, phase, done, total);
    });
}

} // namespace somno::ui
