// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlQuery>
#include <QString>
#include <QVariantList>
#include <functional>
#include <memory>

#include "core/base/result.h"

namespace somno::store {

/// One SQLite connection to the project, for the thread that opened it. Inside this folder only.
class Connection {
public:
    enum class Mode { ReadWrite, ReadOnly };

    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString &path, Mode mode);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Runs one statement with its values in the order of the question marks.
    [[nodiscard]] Result<QSqlQuery> run(const QString &sql, const QVariantList &values = {});
    /// Runs one statement of which no rows are wanted.
    [[nodiscard]] Result<> execute(const QString &sql, const QVariantList &values = {});
    /// All of `body` or nothing of it; an error of `body` rolls back and is returned.
    [[nodiscard]] Result<> transaction(const std::function<Result<>()> &body);
    /// An error of this project with its name: the stored values make no sense.
    [[nodiscard]] Error corrupt(const QString &what) const;

private:
    explicit Connection(QString path);
    [[nodiscard]] Result<> configure(Mode mode);

    QString m_path;
    QString m_name; ///< of the connection, for QSqlDatabase
};

} // namespace somno::store
