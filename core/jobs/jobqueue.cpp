// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobqueue.h"

#include <algorithm>
#include <utility>

namespace somno::jobs {

struct JobQueue::Entry {
    JobInfo info;
    QStringList more;      ///< arguments of this run only
    JobHandle job;         ///< while the engine runs or is paused
    double elapsedSec = 0; ///< of the last run
};

JobQueue::JobQueue(std::shared_ptr<JobRunner> runner, QObject *parent) : QObject(parent), m_runner(std::move(runner)) {}

JobQueue::~JobQueue()
{
    for (const auto &entry : m_entries)
        if (entry->job) {
            entry->job->disconnect(this);
            entry->job->cancel();
        }
}

qint64 JobQueue::add(JobSpec spec, qint64 id)
{
    auto entry = std::make_unique<Entry>();
    entry->info.id = id;
    entry->info.spec = std::move(spec);
    entry->info.created = QDateTime::currentDateTimeUtc();
    return append(std::move(entry));
}

qint64 JobQueue::restore(JobInfo job)
{
    auto entry = std::make_unique<Entry>();
    entry->info = std::move(job);
    entry->info.cancelling = false;
    if (!entry->info.isOver())
        entry->info.state = JobState::Cancelled;
    return append(std::move(entry));
}

qint64 JobQueue::append(std::unique_ptr<Entry> entry)
{
    Q_ASSERT(entry->info.id == 0 || !entryOf(entry->info.id));
    if (entry->info.id == 0)
        entry->info.id = m_lastId + 1;
    m_lastId = std::max(m_lastId, entry->info.id);
    m_entries.push_back(std::move(entry));
    scheduleLater();
    return m_entries.back()->info.id;
}

void JobQueue::pause(qint64 id)
{
    Entry *entry = entryOf(id);
    if (!entry || entry->info.cancelling)
        return;
    if (entry->info.state == JobState::Running && canPause())
        entry->job->pause();
    else if (entry->info.state != JobState::Queued)
        return;
    setState(*entry, JobState::Paused);
}

void JobQueue::resume(qint64 id)
{
    Entry *entry = entryOf(id);
    if (!entry || entry->info.state != JobState::Paused || entry->info.cancelling)
        return;
    if (entry->job)
        entry->job->resume();
    setState(*entry, entry->job ? JobState::Running : JobState::Queued);
    scheduleLater();
}

void JobQueue::cancel(qint64 id)
{
    Entry *entry = entryOf(id);
    if (!entry || entry->info.isOver() || entry->info.cancelling)
        return;
    if (!entry->job) {
        entry->info.ended = QDateTime::currentDateTimeUtc();
        setState(*entry, JobState::Cancelled);
        return;
    }
    entry->info.cancelling = true;
    entry->job->cancel(); // a paused engine is continued first
    setState(*entry, JobState::Running);
}

void JobQueue::goOn(qint64 id, const QStringList &more)
{
    const auto found = std::ranges::find(m_entries, id, [](const auto &entry) { return entry->info.id; });
    if (found == m_entries.end()
        || ((*found)->info.state != JobState::Cancelled && (*found)->info.state != JobState::Failed))
        return;
    std::rotate(found, found + 1, m_entries.end());
    Entry &entry = *m_entries.back();
    entry.more = more;
    entry.info.error.reset();
    entry.info.results.clear();
    entry.info.ended = {};
    setState(entry, JobState::Queued);
    scheduleLater();
}

void JobQueue::remove(qint64 id)
{
    if (std::erase_if(m_entries, [id](const auto &entry) { return entry->info.id == id && entry->info.isOver(); }) > 0)
        Q_EMIT listChanged();
}

const JobInfo *JobQueue::find(qint64 id) const
{
    const Entry *entry = entryOf(id);
    return entry ? &entry->info : nullptr;
}

std::vector<qint64> JobQueue::ids() const
{
    std::vector<qint64> ids;
    for (const auto &entry : m_entries)
        ids.push_back(entry->info.id);
    return ids;
}

std::optional<double> JobQueue::remainingSec(qint64 id) const
{
    const Entry *entry = entryOf(id);
    return entry && entry->job ? entry->job->remainingSec() : std::nullopt;
}

double JobQueue::elapsedSec(qint64 id) const
{
    const Entry *entry = entryOf(id);
    if (!entry)
        return 0;
    return entry->job ? entry->job->elapsedSec() : entry->elapsedSec;
}

JobQueue::Entry *JobQueue::entryOf(qint64 id) const
{
    const auto found = std::ranges::find(m_entries, id, [](const auto &entry) { return entry->info.id; });
    return found == m_entries.end() ? nullptr : found->get();
}

void JobQueue::scheduleLater()
{
    if (m_scheduled)
        return;
    m_scheduled = true; // later, so that whoever adds a job knows its id before it starts
    QMetaObject::invokeMethod(this, &JobQueue::schedule, Qt::QueuedConnection);
}

void JobQueue::schedule()
{
    m_scheduled = false;
    Q_EMIT listChanged();
    if (std::ranges::any_of(m_entries, [](const auto &entry) { return entry->job != nullptr; }))
        return;
    const auto next
        = std::ranges::find_if(m_entries, [](const auto &entry) { return entry->info.state == JobState::Queued; });
    if (next != m_entries.end())
        start(**next);
}

void JobQueue::start(Entry &entry)
{
    entry.info.phase.clear();
    entry.info.done = entry.info.total = 0;
    entry.info.started = QDateTime::currentDateTimeUtc();
    JobSpec spec = entry.info.spec;
    spec.arguments += std::exchange(entry.more, {});
    entry.job = m_runner->start(spec);
    watch(entry);
    setState(entry, JobState::Running);
}

void JobQueue::watch(Entry &entry)
{
    const qint64 id = entry.info.id;
    JobInfo &info = entry.info; // lives as long as the job
    const EngineJob *job = entry.job.get();
    connect(job, &EngineJob::progress, this, [this, id, &info](const QString &phase, qint64 done, qint64 total) {
        info.phase = phase;
        info.done = done;
        info.total = total;
        Q_EMIT progressed(id);
    });
    connect(job, &EngineJob::metric, this, [this, id, &info](const QJsonObject &values) {
        info.metrics.push_back(values);
        Q_EMIT metricReported(id, values);
    });
    connect(job, &EngineJob::warning, this, [this, id, &info](const QString &message) {
        info.warnings << message;
        Q_EMIT warned(id, message);
    });
    connect(job, &EngineJob::finished, this, [this, id, &info](const QStringList &paths) {
        info.results = paths;
        end(id, JobState::Done);
    });
    connect(job, &EngineJob::failed, this, [this, id, &info](const Error &error) {
        info.error = error;
        end(id, JobState::Failed);
    });
    connect(job, &EngineJob::cancelled, this, [this, id] { end(id, JobState::Cancelled); });
}

void JobQueue::setState(Entry &entry, JobState state)
{
    entry.info.state = state;
    Q_EMIT stateChanged(entry.info.id); // last: a listener may remove the entry
}

void JobQueue::end(qint64 id, JobState state)
{
    Entry *entry = entryOf(id);
    entry->elapsedSec = entry->job->elapsedSec();
    entry->job.reset();
    entry->info.cancelling = false;
    entry->info.ended = QDateTime::currentDateTimeUtc();
    scheduleLater();
    setState(*entry, state);
}

} // namespace somno::jobs
