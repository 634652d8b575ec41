// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QStringList>
#include <optional>
#include <vector>

#include "core/base/result.h"

namespace somno::store {

class Connection;

/// A version of a model that this project made or took in. Its weights are in `folder`; nothing here ever changes but
/// the mark of deletion.
struct ModelEntry {
    qint64 id = 0;
    QString name;
    QString version;
    QString folder;
    QString parent;        ///< title of the model that it was trained from; empty: from scratch
    QByteArray dataDigest; ///< of the training set, in hexadecimal digits
    QStringList subjects;  ///< animals that it learned from
    qint64 epochs = 0;     ///< 1-s epochs that it learned from
    QJsonObject settings;  ///< of the training
    QJsonObject metrics;   ///< the package's, `judgement` included
    QDateTime created;     ///< UTC
    QDateTime deleted;     ///< UTC; invalid while it is there

    /// "mine 3": as scorings remember the model that made them.
    [[nodiscard]] QString title() const { return version.isEmpty() ? name : name + QLatin1Char(' ') + version; }
};

/// That a model became the active one.
struct Activation {
    std::optional<qint64> modelId; ///< nullopt: the model that is shipped
    QDateTime when;                ///< UTC
    QString why;
    bool isRollback = false;
};

/// The versions of a project's models, and which of them is active: exactly one, or none, which is the model shipped.
/// The history of activations can only grow.
class ModelRepository {
public:
    explicit ModelRepository(Connection &connection) : m_connection(connection) {}

    /// Notes a version and returns its id; `created` is now where it is not valid. InvalidArgument without a name or
    /// where this version of the name is known: versions are never used again. One that was deleted comes back where
    /// settings "digest", of its weights, is the same.
    [[nodiscard]] Result<qint64> add(const ModelEntry &model);
    /// Newest first. ProjectCorrupt when stored values make no sense.
    [[nodiscard]] Result<std::vector<ModelEntry>> list(bool withDeleted = false);
    /// Deleted ones included; nullopt for an unknown id.
    [[nodiscard]] Result<std::optional<ModelEntry>> find(qint64 id);

    /// nullopt: the model shipped.
    [[nodiscard]] Result<std::optional<ModelEntry>> active();
    /// Makes a version the active one, or the shipped one again. InvalidArgument for an unknown or deleted version.
    [[nodiscard]] Result<> activate(std::optional<qint64> modelId, const QString &why);
    /// Makes the version active that was so before the active one, deleted ones passed over, and returns it; nullopt is
    /// the model shipped. Repeated, it goes further back. InvalidArgument where nothing was activated before.
    [[nodiscard]] Result<std::optional<qint64>> rollBack(const QString &why);
    /// Whether there is one to go back to.
    [[nodiscard]] Result<bool> canRollBack();
    /// Oldest first.
    [[nodiscard]] Result<std::vector<Activation>> activations();

    /// Marks a version as deleted; its row stays, so that scorings can still tell what made them. InvalidArgument for
    /// the active one, and, unless forced, for one from which another was trained that is still there.
    [[nodiscard]] Result<> markDeleted(qint64 id, bool force = false);

private:
    [[nodiscard]] Result<> append(const Activation &activation);
    [[nodiscard]] std::optional<std::optional<qint64>> activeBefore(const std::vector<Activation> &history);
    [[nodiscard]] Result<ModelEntry> present(qint64 id);
    [[nodiscard]] Result<qint64> restore(qint64 id, const QString &folder);

    Connection &m_connection;
};

} // namespace somno::store
