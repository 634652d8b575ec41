// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/jobrepository.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/jsontext.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::JobRepository)
};

/// In the order of JobStatus.
constexpr std::array kStatusNames = {"queued", "running", "paused", "cancelled", "failed", "done"};

const QString kColumns
    = QStringLiteral("id, kind, arguments, run_folder, output_folder, owner, state, phase, done, total, "
                     "created, started, ended, message");

QString nameOf(JobStatus status)
{
    return QString::fromLatin1(kStatusNames[size_t(status)]);
}

std::optional<JobStatus> statusOf(const QString &name)
{
    const auto found
        = std::ranges::find(kStatusNames, name, [](const char *known) { return QString::fromLatin1(known); });
    return found == kStatusNames.end() ? std::nullopt : std::optional(JobStatus(found - kStatusNames.begin()));
}

QString notNull(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

QVariant timeValue(const QDateTime &time)
{
    return time.isValid() ? QVariant(time.toUTC().toString(Qt::ISODateWithMs))
                          : QVariant(QMetaType::fromType<QString>());
}

QDateTime timeOf(const QVariant &value)
{
    return QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
}

/// nullopt where the stored values make no sense.
std::optional<JobEntry> entryOf(const QSqlQuery &row)
{
    const auto arguments = stringsFromText(row.value(2).toString());
    const auto status = statusOf(row.value(6).toString());
    if (!arguments || !status)
        return std::nullopt;
    JobEntry job;
    job.id = row.value(0).toLongLong();
    job.kind = row.value(1).toString();
    job.arguments = *arguments;
    job.runFolder = row.value(3).toString();
    job.outputFolder = row.value(4).toString();
    job.owner = row.value(5).toString();
    job.status = *status;
    job.phase = row.value(7).toString();
    job.done = row.value(8).toLongLong();
    job.total = row.value(9).toLongLong();
    job.created = timeOf(row.value(10));
    job.started = timeOf(row.value(11));
    job.ended = timeOf(row.value(12));
    job.message = row.value(13).toString();
    return job;
}

} // namespace

Result<qint64> JobRepository::add(const JobEntry &job)
{
    const QDateTime created = job.created.isValid() ? job.created : QDateTime::currentDateTimeUtc();
    auto query = m_connection.run(
        QStringLiteral("INSERT INTO jobs(kind, arguments, run_folder, output_folder, owner, state, phase, done, total, "
                       "created, started, ended, message) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        {notNull(job.kind), textOf(job.arguments), notNull(job.runFolder), notNull(job.outputFolder),
         notNull(job.owner), nameOf(job.status), notNull(job.phase), job.done, job.total, timeValue(created),
         timeValue(job.started), timeValue(job.ended), notNull(job.message)});
    if (!query)
        return failure(query.error());
    return query->lastInsertId().toLongLong();
}

Result<> JobRepository::change(qint64 id, const QString &assignments, QVariantList values)
{
    values << id;
    auto query = m_connection.run(QStringLiteral("UPDATE jobs SET %1 WHERE id = ?").arg(assignments), values);
    if (!query)
        return failure(query.error());
    if (query->numRowsAffected() != 1)
        return failure(ErrorCode::InvalidArgument, Text::tr("The project knows no job %1.").arg(id));
    return {};
}

Result<> JobRepository::setStatus(qint64 id, JobStatus status, const QString &message)
{
    QString assignments = QStringLiteral("state = ?, message = ?");
    QVariantList values = {nameOf(status), notNull(message)};
    const QVariant now = timeValue(QDateTime::currentDateTimeUtc());
    if (status == JobStatus::Running) {
        assignments += QStringLiteral(", started = ?, ended = NULL");
        values << now;
    } else if (status == JobStatus::Cancelled || status == JobStatus::Failed || status == JobStatus::Done) {
        assignments += QStringLiteral(", ended = ?");
        values << now;
    }
    return change(id, assignments, values);
}

Result<> JobRepository::setProgress(qint64 id, const QString &phase, qint64 done, qint64 total)
{
    return change(id, QStringLiteral("phase = ?, done = ?, total = ?"), {notNull(phase), done, total});
}

Result<> JobRepository::setOwner(qint64 id, const QString &owner)
{
    return change(id, QStringLiteral("owner = ?"), {notNull(owner)});
}

Result<> JobRepository::remove(qint64 id)
{
    return m_connection.execute(QStringLiteral("DELETE FROM jobs WHERE id = ?"), {id});
}

Result<std::vector<JobEntry>> JobRepository::list()
{
    auto query = m_connection.run(QStringLiteral("SELECT %1 FROM jobs ORDER BY created DESC, id DESC").arg(kColumns));
    if (!query)
        return failure(query.error());
    std::vector<JobEntry> jobs;
    while (query->next()) {
        auto job = entryOf(*query);
        if (!job)
            return failure(m_connection.corrupt(
                Text::tr("What is stored of job %1 cannot be read.").arg(query->value(0).toLongLong())));
        jobs.push_back(std::move(*job));
    }
    return jobs;
}

Result<std::vector<JobEntry>> JobRepository::interrupted(const QString &owner)
{
    auto jobs = list();
    if (!jobs)
        return jobs;
    std::erase_if(*jobs, [&](const JobEntry &job) {
        const bool hasEnded
            = job.status == JobStatus::Cancelled || job.status == JobStatus::Failed || job.status == JobStatus::Done;
        return hasEnded || job.owner == owner;
    });
    return jobs;
}

Result<> JobRepository::addMetric(qint64 id, const QJsonObject &values)
{
    return m_connection.execute(QStringLiteral("INSERT INTO job_metrics(job_id, line) VALUES(?, ?)"),
                                {id, textOf(values)});
}

Result<std::vector<QJsonObject>> JobRepository::metrics(qint64 id, int count)
{
    auto query = m_connection.run(
        QStringLiteral("SELECT line FROM job_metrics WHERE job_id = ? ORDER BY id DESC LIMIT ?"), {id, count});
    if (!query)
        return failure(query.error());
    std::vector<QJsonObject> metrics;
    while (query->next()) {
        const auto values = objectFromText(query->value(0).toString());
        if (!values)
            return failure(m_connection.corrupt(Text::tr("A figure of job %1 cannot be read.").arg(id)));
        metrics.push_back(*values);
    }
    std::ranges::reverse(metrics);
    return metrics;
}

} // namespace somno::store
