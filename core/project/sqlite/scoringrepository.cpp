// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/scoringrepository.h"

#include <QCoreApplication>
#include <algorithm>
#include <cstring>

#include "core/project/sqlite/connection.h"

namespace somno::store {

namespace {

using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Proposal;
using scoring::ScoringEdit;
using scoring::Stage;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::ScoringRepository)
};

static_assert(sizeof(Stage) == 1 && sizeof(EpochSource) == 1, "BLOBs hold one byte an epoch");

/// Plain memory as a BLOB; never NULL.
template <class Values>
QByteArray blobOf(const Values &values)
{
    QByteArray bytes("");
    bytes.append(reinterpret_cast<const char *>(values.data()),
                 qsizetype(values.size()) * qsizetype(sizeof(*values.data())));
    return bytes;
}

template <class Value>
std::vector<Value> valuesOf(const QByteArray &blob)
{
    std::vector<Value> values(size_t(blob.size()) / sizeof(Value));
    if (!values.empty())
        std::memcpy(values.data(), blob.constData(), values.size() * sizeof(Value));
    return values;
}

bool areStages(const std::vector<Stage> &stages)
{
    return std::ranges::all_of(stages, [](Stage s) { return s >= Stage::Unscored && s <= Stage::N3; });
}

bool areSources(const std::vector<EpochSource> &sources)
{
    return std::ranges::all_of(sources, [](EpochSource s) { return s <= EpochSource::Confirmed; });
}

/// The scoring of a row (epoch_sec, stages, sources, then the proposal's four or NULLs); nullopt where the values
/// make no sense.
std::optional<Hypnogram> hypnogramOf(const QSqlQuery &row)
{
    const double epochSec = row.value(0).toDouble();
    const auto stages = valuesOf<Stage>(row.value(1).toByteArray());
    const auto sources = valuesOf<EpochSource>(row.value(2).toByteArray());
    if (!(epochSec > 0) || stages.size() != sources.size() || !areStages(stages) || !areSources(sources))
        return std::nullopt;
    Hypnogram hypnogram(EpochIndex(stages.size()), epochSec);
    for (size_t i = 0; i < stages.size(); ++i)
        hypnogram.set(EpochIndex(i), stages[i], sources[i]);
    if (row.isNull(3))
        return hypnogram;
    Proposal proposal{row.value(3).toDouble(), valuesOf<Stage>(row.value(4).toByteArray()),
                      valuesOf<float>(row.value(5).toByteArray()), row.value(6).toString()};
    if (!(proposal.epochSec > 0) || proposal.classes.empty() || !areStages(proposal.classes)
        || proposal.probabilities.size() % proposal.classes.size() != 0)
        return std::nullopt;
    hypnogram.setProposal(std::move(proposal));
    return hypnogram;
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
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

Result<qint64> saveStages(Connection &connection, qint64 recordingId, const QString &scorer, const Hypnogram &hypnogram)
{
    if (auto result = connection.execute(QStringLiteral("INSERT OR IGNORE INTO scorers(name) VALUES(?)"), {scorer});
        !result)
        return failure(result.error());
    const auto scorerId = idOf(connection, QStringLiteral("SELECT id FROM scorers WHERE name = ?"), {scorer});
    if (!scorerId)
        return scorerId;
    const auto result = connection.execute(
        QStringLiteral("INSERT INTO scorings(recording_id, scorer_id, epoch_sec, stages, sources, updated) "
                       "VALUES(?, ?, ?, ?, ?, ?) ON CONFLICT(recording_id, scorer_id) DO UPDATE SET "
                       "epoch_sec = excluded.epoch_sec, stages = excluded.stages, sources = excluded.sources, "
                       "updated = excluded.updated"),
        {recordingId, *scorerId, hypnogram.epochSec(), blobOf(hypnogram.stages()), blobOf(hypnogram.sources()),
         timeText(QDateTime::currentDateTimeUtc())});
    if (!result)
        return failure(result.error());
    return idOf(connection, QStringLiteral("SELECT id FROM scorings WHERE recording_id = ? AND scorer_id = ?"),
                {recordingId, *scorerId});
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
            QStringLiteral("INSERT INTO edit_log(scoring_id, made_at, what, undone, first_epoch, last_epoch, "
                           "old_stages, new_stages, old_sources, new_sources) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            {scoringId, timeText(edit.when), edit.what.isNull() ? QStringLiteral("") : edit.what, edit.undone,
             qlonglong(edit.range.first), qlonglong(edit.range.last), qCompress(blobOf(edit.oldStages)),
             qCompress(blobOf(edit.newStages)), qCompress(blobOf(edit.oldSources)),
             qCompress(blobOf(edit.newSources))});
        if (!result)
            return result;
    }
    return {};
}

const QString kOfScoring = QStringLiteral("JOIN scorers ON scorers.id = scorings.scorer_id "
                                          "WHERE scorings.recording_id = ? AND scorers.name = ?");

} // namespace

Result<std::optional<Hypnogram>> ScoringRepository::load(qint64 recordingId, const QString &scorer)
{
    return read(
        QStringLiteral("SELECT scorings.epoch_sec, stages, sources, proposals.epoch_sec, classes, probabilities, "
                       "model_version FROM scorings LEFT JOIN proposals ON proposals.scoring_id = scorings.id "),
        recordingId, scorer);
}

Result<std::optional<Hypnogram>> ScoringRepository::loadStages(qint64 recordingId, const QString &scorer)
{
    return read(QStringLiteral("SELECT scorings.epoch_sec, stages, sources, NULL FROM scorings "), recordingId, scorer);
}

Result<std::optional<Hypnogram>> ScoringRepository::read(const QString &select, qint64 recordingId,
                                                         const QString &scorer)
{
    auto query = m_connection.run(select + kOfScoring, {recordingId, scorer});
    if (!query)
        return failure(query.error());
    if (!query->next())
        return std::nullopt;
    auto hypnogram = hypnogramOf(*query);
    if (!hypnogram)
        return failure(m_connection.corrupt(
            Text::tr("The scoring of recording %1 by %2 cannot be read.").arg(recordingId).arg(scorer)));
    return hypnogram;
}

Result<> ScoringRepository::save(qint64 recordingId, const QString &scorer, const Hypnogram &hypnogram,
                                 std::span<const ScoringEdit> edits, bool withProposal)
{
    return m_connection.transaction([&]() -> Result<> {
        const auto scoringId = saveStages(m_connection, recordingId, scorer, hypnogram);
        if (!scoringId)
            return failure(scoringId.error());
        if (withProposal)
            if (auto result = saveProposal(m_connection, *scoringId, hypnogram.proposal()); !result)
                return result;
        return appendLog(m_connection, *scoringId, edits);
    });
}

Result<std::vector<ScoringEdit>> ScoringRepository::editLog(qint64 recordingId, const QString &scorer)
{
    auto query = m_connection.run(
        QStringLiteral("SELECT first_epoch, last_epoch, old_stages, new_stages, old_sources, new_sources, what, "
                       "made_at, undone FROM edit_log JOIN scorings ON scorings.id = edit_log.scoring_id ")
            + kOfScoring + QStringLiteral(" ORDER BY edit_log.id"),
        {recordingId, scorer});
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
                         query->value(6).toString(),
                         QDateTime::fromString(query->value(7).toString(), Qt::ISODateWithMs),
                         query->value(8).toBool()});
    return edits;
}

Result<QHash<qint64, scoring::ReviewProgress>> ScoringRepository::progress(const QString &scorer)
{
    // Stages and sources only: the probabilities of a day are six times as large.
    auto query
        = m_connection.run(QStringLiteral("SELECT recording_id, stages, sources FROM scorings "
                                          "JOIN scorers ON scorers.id = scorings.scorer_id WHERE scorers.name = ?"),
                           {scorer});
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

Result<QStringList> ScoringRepository::scorers(qint64 recordingId)
{
    return names(QStringLiteral("SELECT name FROM scorers JOIN scorings ON scorer_id = scorers.id "
                                "WHERE recording_id = ? ORDER BY updated DESC, scorings.id DESC"),
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
