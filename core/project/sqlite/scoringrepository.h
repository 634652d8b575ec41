// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>
#include <QVariantList>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/document/scoringdocument.h"
#include "core/scoring/hypnogram.h"
#include "core/scoring/reviewprogress.h"

namespace somno::store {

class Connection;

/// The scorings of a project: one a recording and scorer, each with its log of edits, to which one can only add.
class ScoringRepository {
public:
    explicit ScoringRepository(Connection &connection) : m_connection(connection) {}

    /// nullopt when this scorer has not scored the recording. ProjectCorrupt when the stored values make no sense.
    [[nodiscard]] Result<std::optional<scoring::Hypnogram>> load(qint64 recordingId, const QString &scorer);

    /// The same without the model's probabilities, which are six times as large.
    [[nodiscard]] Result<std::optional<scoring::Hypnogram>> loadStages(qint64 recordingId, const QString &scorer);

    /// Saves a scoring and the edits that led to it in one transaction: all of it is on the disk afterwards, or
    /// nothing. The model's probabilities are written only `withProposal`; they are large and change seldom.
    [[nodiscard]] Result<> save(qint64 recordingId, const QString &scorer, const scoring::Hypnogram &hypnogram,
                                std::span<const scoring::ScoringEdit> edits, bool withProposal = true);

    /// Every edit ever made to a scoring, oldest first. No window shows the log yet: this is the one reader of what
    /// save() packs into it, by which the tests hold that it is whole and can be read.
    [[nodiscard]] Result<std::vector<scoring::ScoringEdit>> editLog(qint64 recordingId, const QString &scorer);

    /// How far a scorer has come, by recording; none for recordings that this scorer has not scored or whose scoring
    /// makes no sense. Reads stages and sources only, so that a list of many recordings is quick.
    [[nodiscard]] Result<QHash<qint64, scoring::ReviewProgress>> progress(const QString &scorer);

    /// Who has scored a recording, last saved first.
    [[nodiscard]] Result<QStringList> scorers(qint64 recordingId);
    /// Who has scored any recording, by name.
    [[nodiscard]] Result<QStringList> scorers();

private:
    [[nodiscard]] Result<QStringList> names(const QString &select, const QVariantList &values);
    [[nodiscard]] Result<std::optional<scoring::Hypnogram>> read(const QString &select, qint64 recordingId,
                                                                 const QString &scorer);

    Connection &m_connection;
};

} // namespace somno::store
