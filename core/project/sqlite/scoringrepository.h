// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantList>

#include "core/project/scoringstore.h"

namespace somno::store {

class Connection;

/// In SQLite.
class ScoringRepository : public ScoringStore {
public:
    explicit ScoringRepository(Connection &connection) : m_connection(connection) {}

    [[nodiscard]] Result<std::optional<StoredScoring>> load(qint64 recordingId, const QString &scorer) override;
    [[nodiscard]] Result<std::optional<StoredScoring>> loadStages(qint64 recordingId, const QString &scorer) override;
    [[nodiscard]] Result<std::vector<StoredScoring>> all(qint64 recordingId) override;
    [[nodiscard]] Result<qint64> save(const scoring::ScoringHead &head, const scoring::Hypnogram &hypnogram,
                                      std::span<const scoring::ScoringEdit> edits, bool withProposal) override;
    [[nodiscard]] Result<std::vector<scoring::ScoringEdit>> editLog(const QString &scoringId) override;
    [[nodiscard]] Result<QHash<qint64, scoring::ReviewProgress>> progress(const QString &scorer) override;
    [[nodiscard]] Result<QHash<qint64, QString>> stamps(const QString &scorer) override;
    [[nodiscard]] Result<QStringList> scorers(qint64 recordingId) override;
    [[nodiscard]] Result<QStringList> scorers() override;

private:
    [[nodiscard]] Result<QStringList> names(const QString &select, const QVariantList &values);
    [[nodiscard]] Result<std::optional<StoredScoring>> read(const QString &proposal, qint64 recordingId,
                                                            const QString &scorer);

    Connection &m_connection;
};

} // namespace somno::store
