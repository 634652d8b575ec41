// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/project/project.h"

class QLockFile;

namespace somno::store {

class Connection;
class SqliteStore;

/// The project file (SQLite) that holds what experts said. One process writes it; any other that opens it meanwhile
/// reads only. One object and its connection belong to the thread that opened it.
class ProjectDatabase final : public Project {
public:
    /// `project.somnoscribe` in the user's application data folder.
    [[nodiscard]] static QString defaultPath();

    /// Opens the project, creating folder and file where they are missing.
    /// ProjectNewer: written by a newer Somnoscribe, left untouched. ProjectCorrupt: another program's database, or a
    /// damaged file that another process holds open. FileNotWritable: the folder or file cannot be written. A damaged
    /// file, and one that lacks tables, is renamed to `<name>.corrupt-<time>` and a fresh project begun; warnings()
    /// tells.
    [[nodiscard]] static Result<std::unique_ptr<ProjectDatabase>> open(const QString &path);
    /// open() for whoever need not know what keeps the project.
    [[nodiscard]] static ProjectOpener at(const QString &path);

    ~ProjectDatabase() override;

    [[nodiscard]] const QString &path() const override { return m_path; }
    [[nodiscard]] bool isReadOnly() const override { return m_readOnly; }
    [[nodiscard]] const QStringList &warnings() const override { return m_warnings; }
    [[nodiscard]] ProjectStore &store() const override;
    [[nodiscard]] StoreOpener opener() const override;
    /// For what this folder alone may ask.
    [[nodiscard]] Connection &connection() const;

private:
    ProjectDatabase() = default;
    [[nodiscard]] Result<> openForWriting();
    [[nodiscard]] Result<> openForReading();
    [[nodiscard]] Result<> setAside(const Error &cause);

    QString m_path;
    QStringList m_warnings;
    bool m_readOnly = false;
    std::unique_ptr<QLockFile> m_lock;
    std::unique_ptr<Connection> m_connection; ///< while it is being opened
    std::unique_ptr<SqliteStore> m_store;     ///< closed before the lock is released
};

} // namespace somno::store
