// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/projectstore.h"
#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/jobrepository.h"
#include "core/project/sqlite/modelrepository.h"
#include "core/project/sqlite/recordingrepository.h"
#include "core/project/sqlite/scoringrepository.h"

namespace somno::store {

/// A project in an SQLite file, by one connection.
class SqliteStore : public ProjectStore {
public:
    explicit SqliteStore(std::unique_ptr<Connection> connection)
        : m_connection(std::move(connection)), m_recordings(*m_connection), m_scorings(*m_connection),
          m_models(*m_connection), m_jobs(*m_connection)
    {
    }

    [[nodiscard]] RecordingStore &recordings() override { return m_recordings; }
    [[nodiscard]] ScoringStore &scorings() override { return m_scorings; }
    [[nodiscard]] ModelStore &models() override { return m_models; }
    [[nodiscard]] JobStore &jobs() override { return m_jobs; }
    [[nodiscard]] Connection &connection() { return *m_connection; }

private:
    std::unique_ptr<Connection> m_connection;
    RecordingRepository m_recordings;
    ScoringRepository m_scorings;
    ModelRepository m_models;
    JobRepository m_jobs;
};

} // namespace somno::store
