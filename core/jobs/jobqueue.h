// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/jobs/jobrunner.h"

namespace somno::jobs {

enum class JobState { Queued, Running, Paused, Cancelled, Failed, Done };

/// A job and all that is known of it.
struct JobInfo {
    qint64 id = 0;
    JobSpec spec;
    JobState state = JobState::Queued;
    bool cancelling = false; ///< asked to end, has not ended yet
    QString phase;           ///< of the engine, with how far it has come
    qint64 done = 0;
    qint64 total = 0;
    std::vector<QJsonObject> metrics; ///< as reported, oldest first
    QStringList warnings;
    QStringList results;        ///< what the engine wrote
    std::optional<Error> error; ///< why it failed
    QDateTime created;          ///< UTC, as the other two
    QDateTime started;          ///< the last time
    QDateTime ended;
    [[nodiscard]] bool isOver() const
    {
        return state == JobState::Cancelled || state == JobState::Failed || state == JobState::Done;
    }
};

/// Runs jobs of the engine one after the other, in the order in which they came. A paused job that had begun keeps its
/// place, because it keeps its memory. Jobs end with the queue; their run folders stay, so that goOn() continues where
/// they were. Stores nothing: whoever does listens to the signals. Jobs start from the event loop, never before add()
/// has returned.
class JobQueue : public QObject {
    Q_OBJECT

public:
    explicit JobQueue(std::shared_ptr<JobRunner> runner, QObject *parent = nullptr);
    /// Ends the engine, waiting for it. Without signals: for whoever stored its job, it is still running, and was
    /// interrupted.
    ~JobQueue() override;

    /// Appends a job and returns its id: the one given, which must be new, or else the next free one.
    qint64 add(JobSpec spec, qint64 id = 0);
    /// Takes in a job of an earlier run of the program, under its id, or else the next free one. One that had not ended
    /// is Cancelled here, so that goOn() takes it up again.
    qint64 restore(JobInfo job);
    /// Holds a job back, before it has begun or while it runs; only the former where !canPause().
    void pause(qint64 id);
    [[nodiscard]] bool canPause() const { return m_runner->canPause(); }
    void resume(qint64 id);
    /// Ends a job: at once where it has not begun, within 2 s where it runs or is paused.
    void cancel(qint64 id);
    /// Appends a job that was cancelled or failed anew: the same arguments, and `more` this time ("--finish").
    void goOn(qint64 id, const QStringList &more = {});
    /// Forgets a job that is over; its folders stay.
    void remove(qint64 id);

    /// nullptr for an unknown id. Valid until the next call that is not const.
    [[nodiscard]] const JobInfo *find(qint64 id) const;
    /// In the order in which they run.
    [[nodiscard]] std::vector<qint64> ids() const;
    /// Seconds that the present phase will probably still take; nullopt where it is not known.
    [[nodiscard]] std::optional<double> remainingSec(qint64 id) const;
    /// Seconds since the last start, pauses included; of the whole run once it ended; 0 before.
    [[nodiscard]] double elapsedSec(qint64 id) const;

Q_SIGNALS:
    /// The state, or `cancelling`, is another one.
    void stateChanged(qint64 id);
    void progressed(qint64 id);
    void metricReported(qint64 id, const QJsonObject &values);
    void warned(qint64 id, const QString &message);
    /// Jobs were added, moved to the end or removed.
    void listChanged();

private:
    struct Entry;

    [[nodiscard]] Entry *entryOf(qint64 id) const;
    qint64 append(std::unique_ptr<Entry> entry);
    void scheduleLater();
    void schedule();
    void start(Entry &entry);
    void watch(Entry &entry);
    void setState(Entry &entry, JobState state);
    void end(qint64 id, JobState state);

    std::shared_ptr<JobRunner> m_runner;
    std::vector<std::unique_ptr<Entry>> m_entries;
    qint64 m_lastId = 0;
    bool m_scheduled = false;
};

} // namespace somno::jobs
