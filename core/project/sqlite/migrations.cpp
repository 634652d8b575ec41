// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/migrations.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <vector>

#include "core/project/sqlite/connection.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::Migrations)
};

QStringList modelTables()
{
    return {
        // The parent as text too: it may be a model that no project knows, such as the one shipped.
        QStringLiteral("CREATE TABLE models("
                       "id INTEGER PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, folder TEXT NOT NULL,"
                       "parent TEXT NOT NULL, data_digest TEXT NOT NULL, subjects TEXT NOT NULL,"
                       "epochs INTEGER NOT NULL, settings TEXT NOT NULL, metrics TEXT NOT NULL,"
                       "created TEXT NOT NULL, deleted TEXT, UNIQUE(name, version))"),
        // The last row says which model is active; model_id NULL is the shipped one.
        QStringLiteral("CREATE TABLE activations("
                       "id INTEGER PRIMARY KEY, model_id INTEGER REFERENCES models(id),"
                       "made_at TEXT NOT NULL, why TEXT NOT NULL, is_rollback INTEGER NOT NULL)"),
        QStringLiteral("CREATE TRIGGER activations_keep_rows BEFORE UPDATE ON activations "
                       "BEGIN SELECT RAISE(ABORT, 'the history of activations is append-only'); END"),
        QStringLiteral("CREATE TRIGGER activations_lose_no_rows BEFORE DELETE ON activations "
                       "BEGIN SELECT RAISE(ABORT, 'the history of activations is append-only'); END"),
    };
}

QStringList jobTables()
{
    return {
        QStringLiteral("CREATE TABLE jobs("
                       "id INTEGER PRIMARY KEY, kind TEXT NOT NULL, arguments TEXT NOT NULL,"
                       "run_folder TEXT NOT NULL, output_folder TEXT NOT NULL, owner TEXT NOT NULL,"
                       "state TEXT NOT NULL, phase TEXT NOT NULL, done INTEGER NOT NULL, total INTEGER NOT NULL,"
                       "created TEXT NOT NULL, started TEXT, ended TEXT, message TEXT NOT NULL)"),
        QStringLiteral("CREATE TABLE job_metrics("
                       "id INTEGER PRIMARY KEY, job_id INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,"
                       "line TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX job_metrics_by_job ON job_metrics(job_id)"),
    };
}

/// Scorings with an id of their own, a revision and the set of their stages, any number a recording; of edits what they
/// were in no language. What `what` and the empty `stage_set` of rows from before mean is told where they are read.
QStringList scoringTables()
{
    return {
        QStringLiteral("CREATE TABLE scorings_new("
                       "id INTEGER PRIMARY KEY,"
                       "recording_id INTEGER NOT NULL REFERENCES recordings(id),"
                       "scorer_id INTEGER NOT NULL REFERENCES scorers(id),"
                       "uid TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, beside TEXT NOT NULL,"
                       "revision INTEGER NOT NULL, stage_set TEXT NOT NULL,"
                       "epoch_sec REAL NOT NULL, stages BLOB NOT NULL, sources BLOB NOT NULL,"
                       "updated TEXT NOT NULL)"),
        QStringLiteral("INSERT INTO scorings_new SELECT id, recording_id, scorer_id, lower(hex(randomblob(16))), "
                       "'person', '', 1, '', epoch_sec, stages, sources, updated FROM scorings"),
        QStringLiteral("DROP TABLE scorings"),
        QStringLiteral("ALTER TABLE scorings_new RENAME TO scorings"),
        QStringLiteral("CREATE INDEX scorings_by_recording ON scorings(recording_id, scorer_id)"),
        QStringLiteral("ALTER TABLE edit_log ADD COLUMN reason TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE edit_log ADD COLUMN stage_set TEXT NOT NULL DEFAULT ''"),
    };
}

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
        {
            // Empty: derived from the file's name.
            QStringLiteral("ALTER TABLE recordings ADD COLUMN subject TEXT NOT NULL DEFAULT ''"),
        },
        modelTables(),
        jobTables(),
        scoringTables(),
        {
            // Empty: the file has a header that says all.
            QStringLiteral("ALTER TABLE recordings ADD COLUMN opened_as TEXT NOT NULL DEFAULT ''"),
        },
    };
    return all;
}

Result<> migrateFrom(Connection &connection, int version)
{
    return connection.transaction([&]() -> Result<> {
        for (const QString &statement : migrations()[size_t(version)])
            if (auto result = connection.execute(statement); !result)
                return result;
        auto orphans = connection.run(QStringLiteral("PRAGMA foreign_key_check"));
        if (!orphans)
            return failure(orphans.error());
        if (orphans->next())
            return failure(connection.corrupt(
                Text::tr("Its table %1 refers to rows that are missing.").arg(orphans->value(0).toString())));
        return connection.execute(QStringLiteral("PRAGMA user_version = %1").arg(version + 1));
    });
}

Result<int> versionOf(Connection &connection)
{
    auto query = connection.run(QStringLiteral("PRAGMA user_version"));
    if (!query)
        return failure(query.error());
    return query->next() ? query->value(0).toInt() : 0;
}

/// "table.column" of every table.
Result<QStringList> columnsOf(Connection &connection)
{
    auto query
        = connection.run(QStringLiteral("SELECT tables.name || '.' || columns.name FROM sqlite_master AS tables "
                                        "JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'"));
    if (!query)
        return failure(query.error());
    QStringList columns;
    while (query->next())
        columns.append(query->value(0).toString());
    return columns;
}

/// What a sound project of a version has.
Result<QStringList> columnsOfVersion(int version)
{
    const auto sound = Connection::open(QStringLiteral(":memory:"), Connection::Mode::ReadWrite);
    if (!sound)
        return failure(sound.error());
    for (int step = 0; step < version; ++step)
        if (auto result = migrateFrom(**sound, step); !result)
            return failure(result.error());
    return columnsOf(**sound);
}

} // namespace

int currentSchemaVersion()
{
    return int(migrations().size());
}

Result<> refuseUnknown(const QString &path, int version)
{
    if (version < 0)
        return failure(ErrorCode::ProjectCorrupt,
                       Text::tr("The project %1 is damaged: it says that it has version %2.").arg(path).arg(version),
                       Text::tr("Versions count from 0. Put a copy of the project from before in its place."));
    if (version <= currentSchemaVersion())
        return {};
    return failure(ErrorCode::ProjectNewer, Text::tr("The project %1 was written by a newer Somnoscribe.").arg(path),
                   Text::tr("It has version %1, this program knows versions up to %2. Nothing was changed. Update "
                            "Somnoscribe, or choose another project.")
                       .arg(version)
                       .arg(currentSchemaVersion()));
}

Result<> checkSchema(Connection &connection, const QString &path)
{
    const auto version = versionOf(connection);
    if (!version)
        return failure(version.error());
    if (auto result = refuseUnknown(path, *version); !result)
        return result;
    const auto needed = columnsOfVersion(*version);
    const auto found = columnsOf(connection);
    if (!needed || !found)
        return failure(needed ? found.error() : needed.error());
    for (const QString &column : *needed) {
        if (found->contains(column))
            continue;
        const QString table = column.section(QLatin1Char('.'), 0, 0);
        const bool isTableThere = std::ranges::any_of(
            *found, [&](const QString &other) { return other.startsWith(table + QLatin1Char('.')); });
        return failure(ErrorCode::ProjectCorrupt,
                       isTableThere ? Text::tr("The project %1 is damaged: its table %2 lacks the column %3.")
                                          .arg(path, table, column.section(QLatin1Char('.'), 1))
                                    : Text::tr("The project %1 is damaged: it lacks the table %2.").arg(path, table),
                       Text::tr("Nothing could be saved in it. Put a copy of the project from before in its place."));
    }
    return {};
}

Result<> refuseOlder(Connection &connection, const QString &path)
{
    const auto version = versionOf(connection);
    if (!version)
        return failure(version.error());
    if (*version >= currentSchemaVersion())
        return {};
    return failure(
        ErrorCode::ProjectLocked, Text::tr("The project %1 is open in an older Somnoscribe.").arg(path),
        Text::tr("It has version %1 and must be brought to version %2 first, which the other program prevents. "
                 "Close that one, then open the project again.")
            .arg(*version)
            .arg(currentSchemaVersion()));
}

Result<> migrate(Connection &connection, const QString &path)
{
    auto version = versionOf(connection);
    if (!version)
        return failure(version.error());
    if (auto result = refuseUnknown(path, *version); !result)
        return result;
    // A table that is made anew takes the place of the old one, whose end must not take along what refers to it.
    Result<> result = connection.execute(QStringLiteral("PRAGMA foreign_keys = OFF"));
    for (; result && *version < currentSchemaVersion(); ++*version)
        result = migrateFrom(connection, *version);
    const Result<> guarded = connection.execute(QStringLiteral("PRAGMA foreign_keys = ON"));
    return result ? guarded : result;
}

} // namespace somno::store
