// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/connection.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QUuid>

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::Connection)
};

// Primary result codes of SQLite (sqlite.org/rescode.html).
enum SqliteCode {
    Busy = 5,
    Locked = 6,
    ReadOnlyFile = 8,
    InputOutput = 10,
    Corrupt = 11,
    Full = 13,
    NotADatabase = 26,
};

Error errorOf(const QString &path, const QSqlError &error)
{
    const QString name = QFileInfo(path).fileName();
    const QString cause
        = Text::tr("SQLite says: %1 (%2).").arg(error.databaseText().trimmed(), error.nativeErrorCode());
    switch (error.nativeErrorCode().toInt() & 0xff) { // the upper bits only tell variants apart
    case Full:
    case InputOutput:
        return {ErrorCode::DiskFull,
                Text::tr("The project %1 could not be written: the disk is full or failing.").arg(name),
                Text::tr("Free some space on the disk of %1. %2").arg(path, cause)};
    case Busy:
    case Locked:
        return {ErrorCode::ProjectLocked, Text::tr("The project %1 is in use by another program.").arg(name),
                Text::tr("Close the other program. %1").arg(cause)};
    case ReadOnlyFile:
        return {ErrorCode::ProjectLocked, Text::tr("The project %1 can only be read from here.").arg(name),
                Text::tr("Another Somnoscribe has it open, or the file is write-protected. Close the other window, "
                         "then open the project again. %1")
                    .arg(cause)};
    case Corrupt:
    case NotADatabase:
        return {ErrorCode::ProjectCorrupt, Text::tr("The project %1 is damaged.").arg(name),
                Text::tr("Open the project again: the damaged file is then set aside and kept. %1").arg(cause)};
    default:
        return {ErrorCode::ProjectFailed, Text::tr("The project %1 could not be read or written.").arg(name), cause};
    }
}

} // namespace

Connection::Connection(QString path)
    : m_path(std::move(path)), m_name(QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

Connection::~Connection()
{
    QSqlDatabase::database(m_name, false).close();
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<Connection>> Connection::open(const QString &path, Mode mode)
{
    std::unique_ptr<Connection> connection(new Connection(path));
    if (auto result = connection->configure(mode); !result)
        return failure(result.error());
    return connection;
}

Result<> Connection::configure(Mode mode)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
    database.setDatabaseName(m_path);
    if (mode == Mode::ReadOnly)
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (!database.open())
        return failure(errorOf(m_path, database.lastError()));
    // FULL: a committed edit survives the loss of power, not only of the process.
    QStringList pragmas = {QStringLiteral("PRAGMA foreign_keys = ON"), QStringLiteral("PRAGMA synchronous = FULL")};
    if (mode == Mode::ReadWrite)
        pragmas.append(QStringLiteral("PRAGMA journal_mode = WAL"));
    for (const QString &pragma : pragmas)
        if (auto result = execute(pragma); !result)
            return result;
    return {};
}

Result<QSqlQuery> Connection::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failure(errorOf(m_path, query.lastError()));
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failure(errorOf(m_path, query.lastError()));
    return query;
}

Result<> Connection::execute(const QString &sql, const QVariantList &values)
{
    return run(sql, values).map([](const QSqlQuery &) {});
}

Result<> Connection::transaction(const std::function<Result<>()> &body)
{
    // IMMEDIATE: a second writer waits here instead of failing half-way.
    Result<> result = execute(QStringLiteral("BEGIN IMMEDIATE"));
    if (!result)
        return result;
    result = body();
    if (result)
        result = execute(QStringLiteral("COMMIT"));
    if (!result)
        (void)execute(QStringLiteral("ROLLBACK")); // fails where SQLite has already done so
    return result;
}

Error Connection::corrupt(const QString &what) const
{
    return {ErrorCode::ProjectCorrupt,
            Text::tr("The project %1 holds values that make no sense.").arg(QFileInfo(m_path).fileName()),
            Text::tr("%1 Nothing was changed. Restore the file %2 from a copy if you have one.").arg(what, m_path)};
}

} // namespace somno::store
