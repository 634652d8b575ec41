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
class ModelStore {
public:
    virtual ~ModelStore() = default;

    /// Notes a version and returns its id; `created` is now where it is not valid. InvalidArgument without a name or
    /// where this version of the name is known: versions are never used again. One that was deleted comes back where
    /// settings "digest", of its weights, is the same.
    [[nodiscard]] virtual Result<qint64> add(const ModelEntry &model) = 0;
    /// Newest first. ProjectCorrupt when stored values make no sense.
    [[nodiscard]] virtual Result<std::vector<ModelEntry>> list(bool withDeleted = false) = 0;
    /// Deleted ones included; nullopt for an unknown id.
    [[nodiscard]] virtual Result<std::optional<ModelEntry>> find(qint64 id) = 0;

    /// nullopt: the model shipped.
    [[nodiscard]] virtual Result<std::optional<ModelEntry>> active() = 0;
    /// Makes a version the active one, or the shipped one again. InvalidArgument for an unknown or deleted version.
    [[nodiscard]] virtual Result<> activate(std::optional<qint64> modelId, const QString &why) = 0;
    /// Makes the version active that was so before the active one, deleted ones passed over, and returns it; nullopt is
    /// the model shipped. Repeated, it goes further back. InvalidArgument where nothing was activated before.
    [[nodiscard]] virtual Result<std::optional<qint64>> rollBack(const QString &why) = 0;
    /// Whether there is one to go back to.
    [[nodiscard]] virtual Result<bool> canRollBack() = 0;
    /// Oldest first.
    [[nodiscard]] virtual Result<std::vector<Activation>> activations() = 0;

    /// Marks a version as deleted; its row stays, so that scorings can still tell what made them. InvalidArgument for
    /// the active one, and, unless forced, for one from which another was trained that is still there.
    [[nodiscard]] virtual Result<> markDeleted(qint64 id, bool force = false) = 0;
};

} // namespace somno::store
