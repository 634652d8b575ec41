// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/projectscorings.h"

#include <QCoreApplication>
#include <functional>

#include "store/scoringrepository.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::ProjectScorings)
};

/// Hands over each scoring of a recording; returns those that cannot be read.
Result<std::vector<Error>> eachScoring(ScoringRepository scorings, qint64 recordingId,
                                       const std::function<void(const QString &, scoring::Hypnogram)> &take)
{
    const auto scorers = scorings.scorers(recordingId);
    if (!scorers)
        return failure(scorers.error());
    std::vector<Error> unreadable;
    for (const QString &scorer : *scorers) {
        auto hypnogram = scorings.loadStages(recordingId, scorer);
        if (hypnogram && *hypnogram)
            take(scorer, std::move(**hypnogram));
        else if (!hypnogram && hypnogram.error().code == ErrorCode::ProjectCorrupt)
            unreadable.push_back(hypnogram.error());
        else if (!hypnogram)
            return failure(hypnogram.error());
    }
    return unreadable;
}

/// One `Row` a recording: {entry, {}, {}}, filled by `add`.
template <class Row, class Add> Result<std::vector<Row>> eachRecording(Connection &connection, const Progress &progress, Add add)
{
    auto entries = RecordingRepository(connection).list();
    if (!entries)
        return failure(entries.error());
    const auto total = qint64(entries->size());
    std::vector<Row> rows;
    for (RecordingEntry &entry : *entries) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, Text::tr("Cancelled while reading scorings."));
        Row row{std::move(entry), {}, {}};
        const auto take = [&](const QString &scorer, scoring::Hypnogram hypnogram) { add(row, scorer, std::move(hypnogram)); };
        auto unreadable = eachScoring(ScoringRepository(connection), row.recording.id, take);
        if (!unreadable)
            return failure(unreadable.error());
        row.unreadable = std::move(*unreadable);
        rows.push_back(std::move(row));
        progress.advance(QStringLiteral("read"), qint64(rows.size()), total);
    }
    return rows;
}

} // namespace

Result<std::vector<RecordingScorings>> ProjectScorings::read(const Progress &progress)
{
    return eachRecording<RecordingScorings>(m_connection, progress,
                                            [](RecordingScorings &row, const QString &scorer, scoring::Hypnogram hypnogram) {
                                                row.scorings.push_back({scorer, std::move(hypnogram)});
                                            });
}

Result<std::vector<RecordingSummary>> ProjectScorings::summaries(const Progress &progress)
{
    return eachRecording<RecordingSummary>(m_connection, progress,
                                           [](RecordingSummary &row, const QString &scorer, const scoring::Hypnogram &hypnogram) {
                                               row.scorers.push_back({scorer, scoring::secondsBySource(hypnogram)});
                                           });
}

} // namespace somno::store
