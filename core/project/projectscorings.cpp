// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/projectscorings.h"

#include <QCoreApplication>

#include "core/project/sqlite/scoringrepository.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::ProjectScorings)
};

/// A recording with its scorings.
Result<RecordingScorings> scoringsOf(Connection &connection, RecordingEntry recording)
{
    ScoringRepository scorings(connection);
    const auto scorers = scorings.scorers(recording.id);
    if (!scorers)
        return failure(scorers.error());
    RecordingScorings row{std::move(recording), {}, {}};
    for (const QString &scorer : *scorers) {
        auto hypnogram = scorings.loadStages(row.recording.id, scorer);
        if (hypnogram && *hypnogram)
            row.scorings.push_back({scorer, std::move(**hypnogram)});
        else if (!hypnogram && hypnogram.error().code == ErrorCode::ProjectCorrupt)
            row.unreadable.push_back(hypnogram.error());
        else if (!hypnogram)
            return failure(hypnogram.error());
    }
    return row;
}

} // namespace

Result<std::vector<RecordingScorings>> ProjectScorings::read(const Progress &progress)
{
    auto entries = RecordingRepository(m_connection).list();
    if (!entries)
        return failure(entries.error());
    const auto total = qint64(entries->size());
    std::vector<RecordingScorings> rows;
    for (RecordingEntry &entry : *entries) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, Text::tr("Cancelled while reading scorings."));
        auto row = scoringsOf(m_connection, std::move(entry));
        if (!row)
            return failure(row.error());
        rows.push_back(std::move(*row));
        progress.advance(QStringLiteral("read"), qint64(rows.size()), total);
    }
    return rows;
}

} // namespace somno::store
