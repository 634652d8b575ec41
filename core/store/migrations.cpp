// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrations.h"

#include <QCoreApplication>
#include <QStringList>
#include <vector>

#include "store/connection.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::Migrations)
};

/// Statements that lead from version i to i + 1. A released entry is never edited: files of that version exist.
const std::vector<QStringList> &migrations()
{
    static const std::vector<QStringList> all = {
        {
            QStringLiteral("PRAGMA application_id = %1").arg(kApplicationId),
            QStringLiteral("CREATE TABLE recordings("
                           "id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, path TEXT NOT NULL,"
                           "label TEXT NOT NULL, duration_sec REAL NOT NULL, start TEXT,"
                           "eeg_label TEXT NOT NULL, emg_label TEXT NOT NULL, epoch_sec REAL NOT NULL,"
                           "view_first_sec REAL, view_last_sec REAL, current_epoch INTEGER,"
                           "last_opened TEXT NOT NULL)"),
            QStringLiteral("CREATE TABLE scorers(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)"),
            QStringLiteral("CREATE TABLE scorings("
                           "id INTEGER PRIMARY KEY,"
                           "recording_id INTEGER NOT NULL REFERENCES recordings(id),"
                           "scorer_id INTEGER NOT NULL REFERENCES scorers(id),"
                           "epoch_sec REAL NOT NULL, stages BLOB NOT NULL, sources BLOB NOT NULL,"
                           "updated TEXT NOT NULL, UNIQUE(recording_id, scorer_id))"),
            // Apart from scorings, because SQLite writes a row as a whole: a key press would rewrite megabytes.
            QStringLiteral("CREATE TABLE proposals("
                           "scoring_id INTEGER PRIMARY KEY REFERENCES scorings(id) ON DELETE CASCADE,"
                           "epoch_sec REAL NOT NULL, classes BLOB NOT NULL, probabilities BLOB NOT NULL,"
                           "model_version TEXT NOT NULL)"),
            QStringLiteral("CREATE TABLE edit_log("
                           "id INTEGER PRIMARY KEY,"
                           "scoring_id INTEGER NOT NULL REFERENCES scorings(id),"
                           "made_at TEXT NOT NULL, what TEXT NOT NULL, undone INTEGER NOT NULL,"
                           "first_epoch INTEGER NOT NULL, last_epoch INTEGER NOT NULL,"
                           "old_stages BLOB NOT NULL, new_stages BLOB NOT NULL,"
                           "old_sources BLOB NOT NULL, new_sources BLOB NOT NULL)"),
            QStringLiteral("CREATE INDEX edit_log_by_scoring ON edit_log(scoring_id)"),
            QStringLiteral("CREATE TRIGGER edit_log_keeps_rows BEFORE UPDATE ON edit_log "
                           "BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END"),
            QStringLiteral("CREATE TRIGGER edit_log_loses_no_rows BEFORE DELETE ON edit_log "
                           "BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END"),
        },
        // The tables stay; sources may be 4 (confirmed) from here on, which programs before would take for damage.
        {},
    };
    return all;
}

Result<> migrateFrom(Connection &connection, int version)
{
    return connection.transaction([&]() -> Result<> {
        for (const QString &statement : migrations()[size_t(version)])
            if (auto result = connection.execute(statement); !result)
                return result;
        return connection.execute(QStringLiteral("PRAGMA user_version = %1").arg(version + 1));
    });
}

} // namespace

int currentSchemaVersion()
{
    return int(migrations().size());
}

Result<> refuseNewer(const QString &path, int version)
{
    if (version <= currentSchemaVersion())
        return {};
    return failure(ErrorCode::ProjectNewer, Text::tr("The project %1 was written by a newer Somnoscribe.").arg(path),
                   Text::tr("It has version %1, this program knows versions up to %2. Nothing was changed. Update "
                            "Somnoscribe, or choose another project.")
                       .arg(version)
                       .arg(currentSchemaVersion()));
}

Result<> migrate(Connection &connection, const QString &path)
{
    int version = 0;
    {
        auto query = connection.run(QStringLiteral("PRAGMA user_version"));
        if (!query)
            return failure(query.error());
        if (query->next())
            version = query->value(0).toInt();
    }
    if (auto result = refuseNewer(path, version); !result)
        return result;
    for (; version < currentSchemaVersion(); ++version)
        if (auto result = migrateFrom(connection, version); !result)
            return result;
    return {};
}

} // namespace somno::store
