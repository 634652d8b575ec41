// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>
#include <optional>
#include <vector>

#include "core/base/result.h"

namespace somno::store {

enum class JobStatus { Queued, Running, Paused, Cancelled, Failed, Done };

/// A run of the engine, past or present.
struct JobEntry {
    qint64 id = 0;
    QString kind;          ///< the engine's verb: "finetune", "score", ...
    QStringList arguments; ///< of the engine, verb included: the same again goes on with the run
    QString runFolder;     ///< where the engine keeps its checkpoint; may be empty
    QString outputFolder;
    QString owner; ///< the run of the application that the job belongs to
    JobStatus status = JobStatus::Queued;
    QString phase; ///< of the engine, with how far it has come
    qint64 done = 0;
    qint64 total = 0;
    QDateTime created; ///< UTC, as the other two
    QDateTime started; ///< invalid before it ran
    QDateTime ended;   ///< invalid before it ended
    QString message;   ///< why it failed, or what came of it
};

/// The jobs of a project with the figures that they reported, so that a job whose application crashed is found again.
class JobStore {
public:
    virtual ~JobStore() = default;

    /// Notes a job and returns its id; `created` is now where it is not valid.
    [[nodiscard]] virtual Result<qint64> add(const JobEntry &job) = 0;
    /// Notes a new status. Running sets the time of the (last) start and takes off that of the end; Cancelled, Failed
    /// and Done set the end. InvalidArgument for an unknown job, as for the two below.
    [[nodiscard]] virtual Result<> setStatus(qint64 id, JobStatus status, const QString &message = {}) = 0;
    [[nodiscard]] virtual Result<> setProgress(qint64 id, const QString &phase, qint64 done, qint64 total) = 0;
    /// Another run of the application takes the job over, to go on with it.
    [[nodiscard]] virtual Result<> setOwner(qint64 id, const QString &owner) = 0;
    /// Forgets a job and its figures; its folders stay.
    [[nodiscard]] virtual Result<> remove(qint64 id) = 0;

    /// Newest first. ProjectCorrupt when stored values make no sense.
    [[nodiscard]] virtual Result<std::vector<JobEntry>> list() = 0;
    /// Jobs that had not ended when their application did: waiting, running or paused, and of another owner. The
    /// project is written by one process at a time, so where `owner` may write, every other one is gone. Newest first.
    [[nodiscard]] virtual Result<std::vector<JobEntry>> interrupted(const QString &owner) = 0;

    /// Adds what the engine reported of a job: figures of a validation, or a warning.
    [[nodiscard]] virtual Result<> addMetric(qint64 id, const QJsonObject &values) = 0;
    /// The last `count` reports, oldest first.
    [[nodiscard]] virtual Result<std::vector<QJsonObject>> metrics(qint64 id, int count = 1000) = 0;
};

} // namespace somno::store
