// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/jobstore.h"

namespace somno::store {

class Connection;

/// In SQLite.
class JobRepository : public JobStore {
public:
    explicit JobRepository(Connection &connection) : m_connection(connection) {}

    [[nodiscard]] Result<qint64> add(const JobEntry &job) override;
    [[nodiscard]] Result<> setStatus(qint64 id, JobStatus status, const QString &message = {}) override;
    [[nodiscard]] Result<> setProgress(qint64 id, const QString &phase, qint64 done, qint64 total) override;
    [[nodiscard]] Result<> setOwner(qint64 id, const QString &owner) override;
    [[nodiscard]] Result<> remove(qint64 id) override;
    [[nodiscard]] Result<std::vector<JobEntry>> list() override;
    [[nodiscard]] Result<std::vector<JobEntry>> interrupted(const QString &owner) override;
    [[nodiscard]] Result<> addMetric(qint64 id, const QJsonObject &values) override;
    [[nodiscard]] Result<std::vector<QJsonObject>> metrics(qint64 id, int count = 1000) override;

private:
    [[nodiscard]] Result<> change(qint64 id, const QString &assignments, QVariantList values);

    Connection &m_connection;
};

} // namespace somno::store
