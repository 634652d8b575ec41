// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/modelstore.h"

namespace somno::store {

class Connection;

/// In SQLite.
class ModelRepository : public ModelStore {
public:
    explicit ModelRepository(Connection &connection) : m_connection(connection) {}

    [[nodiscard]] Result<qint64> add(const ModelEntry &model) override;
    [[nodiscard]] Result<std::vector<ModelEntry>> list(bool withDeleted = false) override;
    [[nodiscard]] Result<std::optional<ModelEntry>> find(qint64 id) override;
    [[nodiscard]] Result<std::optional<ModelEntry>> active() override;
    [[nodiscard]] Result<> activate(std::optional<qint64> modelId, const QString &why) override;
    [[nodiscard]] Result<std::optional<qint64>> rollBack(const QString &why) override;
    [[nodiscard]] Result<bool> canRollBack() override;
    [[nodiscard]] Result<std::vector<Activation>> activations() override;
    [[nodiscard]] Result<> markDeleted(qint64 id, bool force = false) override;

private:
    [[nodiscard]] Result<> append(const Activation &activation);
    [[nodiscard]] std::optional<std::optional<qint64>> activeBefore(const std::vector<Activation> &history);
    [[nodiscard]] Result<ModelEntry> present(qint64 id);
    [[nodiscard]] Result<qint64> restore(qint64 id, const QString &folder);

    Connection &m_connection;
};

} // namespace somno::store
