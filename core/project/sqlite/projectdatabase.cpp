// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/projectdatabase.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QStandardPaths>
#include <QtEndian>

#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/migrations.h"
#include "core/project/sqlite/sqlitestore.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::ProjectDatabase)
};

struct FileHeader {
    quint32 pages = 0;
    quint32 version = 0;
    quint32 applicationId = 0;
};

/// What the file itself says, before SQLite may touch it (sqlite.org/fileformat.html, 1.3). nullopt: not a database.
std::optional<FileHeader> readHeader(const QByteArray &bytes)
{
    if (bytes.size() < 100 || !bytes.startsWith(QByteArray("SQLite format 3\0", 16)))
        return std::nullopt;
    return FileHeader{qFromBigEndian<quint32>(bytes.constData() + 28), qFromBigEndian<quint32>(bytes.constData() + 60),
                      qFromBigEndian<quint32>(bytes.constData() + 68)};
}

Result<> checkHeader(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return {};
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, Text::tr("The project %1 cannot be read.").arg(path),
                       Text::tr("%1. Check that it is a file and that you may read it.").arg(file.errorString()));
    const QByteArray bytes = file.read(100);
    if (bytes.isEmpty())
        return {};
    const auto header = readHeader(bytes);
    if (!header)
        return failure(ErrorCode::ProjectCorrupt, Text::tr("%1 is not a project or is damaged.").arg(path),
                       Text::tr("Its first bytes are not those of a project file."));
    // One page without our mark is a project whose first tables are still in its journal.
    if (header->applicationId != kApplicationId && header->pages > 1)
        return failure(ErrorCode::UnsupportedFormat,
                       Text::tr("%1 is a database of another program, not a project.").arg(path),
                       Text::tr("Nothing was changed. Choose another file."));
    return refuseUnknown(path, int(header->version));
}

Result<> checkPages(Connection &connection)
{
    auto query = connection.run(QStringLiteral("PRAGMA quick_check(1)"));
    if (!query)
        return failure(query.error());
    const QString verdict = query->next() ? query->value(0).toString() : QString();
    if (verdict != QLatin1String("ok"))
        return failure(connection.corrupt(Text::tr("The check of the file found: %1.").arg(verdict)));
    return {};
}

} // namespace

QString ProjectDatabase::defaultPath()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
        .filePath(QStringLiteral("project.somnoscribe"));
}

ProjectDatabase::~ProjectDatabase() = default;

Result<std::unique_ptr<ProjectDatabase>> ProjectDatabase::open(const QString &path)
{
    std::unique_ptr<ProjectDatabase> project(new ProjectDatabase);
    project->m_path = QFileInfo(path).absoluteFilePath();
    const QString folder = QFileInfo(project->m_path).absolutePath();
    if (!QDir().mkpath(folder))
        return failure(ErrorCode::FileNotWritable, Text::tr("The folder %1 cannot be created.").arg(folder),
                       Text::tr("The project is kept there. Check its place and permissions, or choose another file."));
    project->m_lock = std::make_unique<QLockFile>(project->m_path + QStringLiteral(".lock"));
    project->m_lock->setStaleLockTime(0); // a lock is stale when its process is gone, not when it is old
    Result<> result;
    if (project->m_lock->tryLock())
        result = project->openForWriting();
    else if (project->m_lock->error() == QLockFile::LockFailedError)
        result = project->openForReading();
    else
        result = failure(ErrorCode::FileNotWritable, Text::tr("The folder %1 cannot be written to.").arg(folder),
                         Text::tr("The project is kept there. Check its permissions and the space on its disk, or "
                                  "choose another file."));
    if (!result)
        return failure(result.error());
    project->m_store = std::make_unique<SqliteStore>(std::move(project->m_connection));
    return project;
}

ProjectOpener ProjectDatabase::at(const QString &path)
{
    return [path] { return open(path); };
}

ProjectStore &ProjectDatabase::store() const
{
    return *m_store;
}

StoreOpener ProjectDatabase::opener() const
{
    const auto mode = m_readOnly ? Connection::Mode::ReadOnly : Connection::Mode::ReadWrite;
    return [path = m_path, mode]() -> Result<std::unique_ptr<ProjectStore>> {
        auto connection = Connection::open(path, mode);
        if (!connection)
            return failure(connection.error());
        return std::make_unique<SqliteStore>(std::move(*connection));
    };
}

Connection &ProjectDatabase::connection() const
{
    return m_store->connection();
}

Result<> ProjectDatabase::openForWriting()
{
    Result<> result = checkHeader(m_path);
    const auto openChecked = [this]() -> Result<> {
        auto connection = Connection::open(m_path, Connection::Mode::ReadWrite);
        if (!connection)
            return failure(connection.error());
        m_connection = std::move(*connection);
        if (auto pages = checkPages(*m_connection); !pages)
            return pages;
        return checkSchema(*m_connection, m_path);
    };
    if (result)
        result = openChecked();
    // A slip such as `--project night.edf` names a whole file of another kind, which must stay where it is.
    if (!result && result.error().code == ErrorCode::ProjectCorrupt
        && QFileInfo(m_path).suffix().compare(QLatin1String("somnoscribe"), Qt::CaseInsensitive) != 0)
        return failure(ErrorCode::UnsupportedFormat,
                       Text::tr("%1 is not a Somnoscribe project; it was left as it is.").arg(m_path),
                       Text::tr("%1 Choose a new file or a project, whose name ends with .somnoscribe.")
                           .arg(result.error().message));
    if (!result && result.error().code == ErrorCode::ProjectCorrupt) {
        m_connection.reset();
        result = setAside(result.error());
        if (result)
            result = openChecked();
    }
    return result ? migrate(*m_connection, m_path) : result;
}

Result<> ProjectDatabase::openForReading()
{
    if (auto result = checkHeader(m_path); !result)
        return result;
    auto connection = Connection::open(m_path, Connection::Mode::ReadOnly);
    if (!connection)
        return failure(connection.error());
    m_connection = std::move(*connection);
    if (auto result = checkSchema(*m_connection, m_path); !result)
        return result;
    if (auto result = refuseOlder(*m_connection, m_path); !result)
        return result;
    m_readOnly = true;
    m_warnings.append(Text::tr("The project %1 is open in another Somnoscribe. Here it can be looked at, but nothing "
                               "will be saved.")
                          .arg(m_path));
    return {};
}

Result<> ProjectDatabase::setAside(const Error &cause)
{
    const QString stamp = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd'T'HHmmss"));
    QString kept = m_path + QStringLiteral(".corrupt-") + stamp;
    for (int n = 2; QFile::exists(kept); ++n)
        kept = m_path + QStringLiteral(".corrupt-%1-%2").arg(stamp).arg(n);
    if (!QFile::rename(m_path, kept))
        return failure(
            ErrorCode::ProjectCorrupt, Text::tr("The project %1 is damaged.").arg(m_path),
            Text::tr("It could not be set aside as %1. Move it away by hand, or choose another project.").arg(kept));
    // The journal goes along under the name that lets SQLite find it again; it may hold the last edits.
    for (const QString &suffix : {QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::rename(m_path + suffix, kept + suffix);
    m_warnings.append(
        Text::tr("The project %1 was damaged. It was kept as %2, and a new project was begun.").arg(m_path, kept));
    m_warnings.append(
        Text::tr("%1 The labels that it held are in the file that was kept, and nowhere else.").arg(cause.message));
    return {};
}

} // namespace somno::store
