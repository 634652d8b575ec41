// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/scoringrepository.h"

#include <QCoreApplication>

#include "core/project/sqlite/connection.h"
#include "core/project/sqlite/jsontext.h"
#include "core/project/sqlite/scoringrows.h"

namespace somno::store {

namespace {

using scoring::EditReason;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Proposal;
using scoring::ScoringEdit;
using scoring::ScoringHead;
using scoring::ScoringKind;
using scoring::Stage;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::ScoringRepository)
};

/// Of all scorings of a person those that are that person's last of their recording.
const QString kLatestOf = QStringLiteral(
    "JOIN scorers ON scorers.id = scorings.scorer_id WHERE scorers.name = ? AND scorings.id = "
    "(SELECT other.id FROM scorings AS other WHERE other.recording_id = scorings.recording_id "
    "AND other.scorer_id = scorings.scorer_id AND other.kind = 'person' ORDER BY other.updated DESC, other.id DESC "
    "LIMIT 1) ");

const QString kProposal = QStringLiteral("proposals.epoch_sec, classes, probabilities, model_version");

QString select(const QString &proposal)
{
    return QStringLiteral("SELECT ") + QLatin1String(kScoringColumns) + QStringLiteral(", ") + proposal
           + QStringLiteral(" FROM scorings ");
}

Result<qint64> idOf(Connection &connection, const QString &sql, const QVariantList &values)
{
    auto query = connection.run(sql, values);
    if (!query)
        return failure(query.error());
    if (!query->next())
        return failure(connection.corrupt(Text::tr("A row that was just written is missing.")));
    return query->value(0).toLongLong();
}

/// That nobody saved since the head was read. `scorerId` is its author's.
Result<> checkRevision(Connection &connection, const ScoringHead &head, qint64 scorerId)
{
    auto stored = connection.run(QStringLiteral("SELECT revision FROM scorings WHERE uid = ?"), {head.id});
    if (!stored)
        return failure(stored.error());
    const bool isThere = stored->next();
    bool changed = (isThere ? stored->value(0).toLongLong() : 0) != head.revision;
    if (!isThere && head.kind == ScoringKind::Person && head.beside.isEmpty()) {
        auto other = connection.run(
            QStringLiteral("SELECT 1 FROM scorings WHERE recording_id = ? AND scorer_id = ? AND kind = 'person'"),
            {head.recordingId, scorerId});
        if (!other)
            return failure(other.error());
        changed = changed || other->next();
    }
    if (!changed)
        return {};
    return failure(ErrorCode::ScoringChanged,
                   Text::tr("The labels by %1 were changed elsewhere since they were read.").arg(head.author),
                   Text::tr("Nothing was overwritten. Keep yours as a scoring of its own, and compare the two."));
}

Result<qint64> saveStages(Connection &connection, const ScoringHead &head, const Hypnogram &hypnogram)
{
    if (auto result
        = connection.execute(QStringLiteral("INSERT OR IGNORE INTO scorers(name) VALUES(?)"), {head.author});
        !result)
        return failure(result.error());
    const auto scorerId = idOf(connection, QStringLiteral("SELECT id FROM scorers WHERE name = ?"), {head.author});
    if (!scorerId)
        return scorerId;
    if (auto unchanged = checkRevision(connection, head, *scorerId); !unchanged)
        return failure(unchanged.error());
    const auto result = connection.execute(
        QStringLiteral("INSERT INTO scorings(recording_id, scorer_id, uid, kind, beside, revision, stage_set, "
                       "epoch_sec, stages, sources, updated) VALUES(?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?) "
                       "ON CONFLICT(uid) DO UPDATE SET revision = revision + 1, stage_set = excluded.stage_set, "
                       "epoch_sec = excluded.epoch_sec, stages = excluded.stages, sources = excluded.sources, "
                       "updated = excluded.updated"),
        {head.recordingId, *scorerId, head.id, kindText(head.kind),
         head.beside.isNull() ? QStringLiteral("") : head.beside, setText(hypnogram.stageSet()), hypnogram.epochSec(),
         blobOf(hypnogram.stages()), blobOf(hypnogram.sources()), timeText(QDateTime::currentDateTimeUtc())});
    if (!result)
        return failure(result.error());
    return idOf(connection, QStringLiteral("SELECT id FROM scorings WHERE uid = ?"), {head.id});
}

Result<> saveProposal(Connection &connection, qint64 scoringId, const Proposal &proposal)
{
    if (proposal.size() == 0)
        return connection.execute(QStringLiteral("DELETE FROM proposals WHERE scoring_id = ?"), {scoringId});
    const QString version = proposal.modelVersion.isNull() ? QStringLiteral("") : proposal.modelVersion;
    return connection.execute(
        QStringLiteral("INSERT OR REPLACE INTO proposals(scoring_id, epoch_sec, classes, probabilities, model_version) "
                       "VALUES(?, ?, ?, ?, ?)"),
        {scoringId, proposal.epochSec, blobOf(proposal.classes), blobOf(proposal.probabilities), version});
}

Result<> appendLog(Connection &connection, qint64 scoringId, std::span<const ScoringEdit> edits)
{
    for (const ScoringEdit &edit : edits) {
        // Compressed: an auto-scoring of a day changes 86,400 epochs in few runs.
        const auto result = connection.execute(
            QStringLiteral("INSERT INTO edit_log(scoring_id, made_at, what, reason, stage_set, undone, "
                           "first_epoch, last_epoch, old_stages, new_stages, old_sources, new_sources) "
                           "VALUES(?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {scoringId, timeText(edit.when), textOf(edit.reason.toJson()), setText(edit.stageSet), edit.undone,
             qlonglong(edit.range.first), qlonglong(edit.range.last), qCompress(blobOf(edit.oldStages)),
             qCompress(blobOf(edit.newStages)), qCompress(blobOf(edit.oldSources)),
             qCompress(blobOf(edit.newSources))});
        if (!result)
            return result;
    }
    return {};
}

/// The set of a row of the log; before projects kept it there was one.
scoring::StageSet setOf(const QString &text)
{
    const auto object = objectFromText(text);
    return object ? scoring::StageSet::fromJson(*object).value_or(scoring::StageSet()) : scoring::StageSet();
}

/// Of a row of the log: `words` is what programs before wrote in the place of the reason.
EditReason reasonOf(const QString &reason, const QString &words)
{
    const auto object = objectFromText(reason);
    return object ? EditReason::fromJson(*object) : EditReason{EditReason::Kind::Words, 0, words};
}

} // namespace

Result<std::optional<StoredScoring>> ScoringRepository::load(qint64 recordingId, const QString &scorer)
{
    return read(kProposal, recordingId, scorer);
}

Result<std::optional<StoredScoring>> ScoringRepository::loadStages(qint64 recordingId, const QString &scorer)
{
    return read(QStringLiteral("NULL"), recordingId, scorer);
}

Result<std::optional<StoredScoring>> ScoringRepository::read(const QString &proposal, qint64 recordingId,
                                                             const QString &scorer)
{
    auto query = m_connection.run(select(proposal)
                                      + QStringLiteral("LEFT JOIN proposals ON proposals.scoring_id = scorings.id ")
                                      + kLatestOf + QStringLiteral("AND scorings.recording_id = ?"),
                                  {scorer, recordingId});
    if (!query)
        return failure(query.error());
    if (!query->next())
        return std::nullopt;
    auto hypnogram = hypnogramOf(*query);
    if (!hypnogram)
        return failure(m_connection.corrupt(
            Text::tr("The scoring of recording %1 by %2 cannot be read.").arg(recordingId).arg(scorer)));
    return StoredScoring{headOf(*query), std::move(*hypnogram)};
}

Result<std::vector<StoredScoring>> ScoringRepository::all(qint64 recordingId)
{
    auto query
        = m_connection.run(select(kProposal)
                               + QStringLiteral("LEFT JOIN proposals ON proposals.scoring_id = scorings.id "
                                                "JOIN scorers ON scorers.id = scorings.scorer_id "
                                                "WHERE recording_id = ? ORDER BY updated DESC, scorings.id DESC"),
                           {recordingId});
    if (!query)
        return failure(query.error());
    std::vector<StoredScoring> scorings;
    while (query->next())
        if (auto hypnogram = hypnogramOf(*query))
            scorings.push_back({headOf(*query), std::move(*hypnogram)});
    return scorings;
}

Result<qint64> ScoringRepository::save(const ScoringHead &head, const Hypnogram &hypnogram,
                                       std::span<const ScoringEdit> edits, bool withProposal)
{
    const auto saved = m_connection.transaction([&]() -> Result<> {
        const auto scoringId = saveStages(m_connection, head, hypnogram);
        if (!scoringId)
            return failure(scoringId.error());
        if (withProposal)
            if (auto result = saveProposal(m_connection, *scoringId, hypnogram.proposal()); !result)
                return result;
        return appendLog(m_connection, *scoringId, edits);
    });
    return saved.map([&] { return head.revision + 1; });
}

Result<std::vector<ScoringEdit>> ScoringRepository::editLog(const QString &scoringId)
{
    auto query = m_connection.run(
        QStringLiteral("SELECT first_epoch, last_epoch, old_stages, new_stages, old_sources, new_sources, reason, "
                       "what, edit_log.stage_set, made_at, undone FROM edit_log JOIN scorings ON scorings.id = "
                       "edit_log.scoring_id "
                       "WHERE scorings.uid = ? ORDER BY edit_log.id"),
        {scoringId});
    if (!query)
        return failure(query.error());
    std::vector<ScoringEdit> edits;
    const auto blob = [&](int column) { return qUncompress(query->value(column).toByteArray()); };
    while (query->next())
        edits.push_back({{query->value(0).toLongLong(), query->value(1).toLongLong()},
                         valuesOf<Stage>(blob(2)),
                         valuesOf<Stage>(blob(3)),
                         valuesOf<EpochSource>(blob(4)),
                         valuesOf<EpochSource>(blob(5)),
                         reasonOf(query->value(6).toString(), query->value(7).toString()),
                         setOf(query->value(8).toString()),
                         QDateTime::fromString(query->value(9).toString(), Qt::ISODateWithMs),
                         query->value(10).toBool()});
    return edits;
}

Result<QHash<qint64, scoring::ReviewProgress>> ScoringRepository::progress(const QString &scorer)
{
    // Stages and sources only: the probabilities of a day are six times as large.
    auto query
        = m_connection.run(QStringLiteral("SELECT recording_id, stages, sources FROM scorings ") + kLatestOf, {scorer});
    if (!query)
        return failure(query.error());
    QHash<qint64, scoring::ReviewProgress> progress;
    while (query->next()) {
        const auto stages = valuesOf<Stage>(query->value(1).toByteArray());
        const auto sources = valuesOf<EpochSource>(query->value(2).toByteArray());
        if (stages.size() == sources.size())
            progress.insert(query->value(0).toLongLong(), scoring::reviewProgress(stages, sources));
    }
    return progress;
}

Result<QHash<qint64, QString>> ScoringRepository::stamps(const QString &scorer)
{
    auto query
        = m_connection.run(QStringLiteral("SELECT recording_id, uid, revision FROM scorings ") + kLatestOf, {scorer});
    if (!query)
        return failure(query.error());
    QHash<qint64, QString> stamps;
    while (query->next())
        stamps.insert(query->value(0).toLongLong(),
                      query->value(1).toString() + QLatin1Char(' ') + query->value(2).toString());
    return stamps;
}

Result<QStringList> ScoringRepository::scorers(qint64 recordingId)
{
    return names(QStringLiteral("SELECT name FROM scorers JOIN scorings ON scorer_id = scorers.id "
                                "WHERE recording_id = ? AND kind = 'person' GROUP BY scorers.id "
                                "ORDER BY max(updated) DESC, max(scorings.id) DESC"),
                 {recordingId});
}

Result<QStringList> ScoringRepository::scorers()
{
    return names(QStringLiteral("SELECT name FROM scorers ORDER BY name"), {});
}

Result<QStringList> ScoringRepository::names(const QString &select, const QVariantList &values)
{
    auto query = m_connection.run(select, values);
    if (!query)
        return failure(query.error());
    QStringList names;
    while (query->next())
        names.append(query->value(0).toString());
    return names;
}

} // namespace somno::store
