// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/projectscorings.h"

#include <QCoreApplication>

#include "core/project/projectstore.h"
#include "core/project/scoringstore.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::ProjectScorings)
};

/// A recording with its scorings.
Result<RecordingScorings> scoringsOf(ScoringStore &scorings, RecordingEntry recording)
{
    const auto scorers = scorings.scorers(recording.id);
    if (!scorers)
        return failure(scorers.error());
    RecordingScorings row{std::move(recording), {}, {}};
    for (const QString &scorer : *scorers) {
        auto stored = scorings.loadStages(row.recording.id, scorer);
        if (stored && *stored)
            row.scorings.push_back({scorer, std::move((**stored).hypnogram)});
        else if (!stored && stored.error().code == ErrorCode::ProjectCorrupt)
            row.unreadable.push_back(stored.error());
        else if (!stored)
            return failure(stored.error());
    }
    return row;
}

} // namespace

Result<std::vector<RecordingScorings>> ProjectScorings::read(const Progress &progress)
{
    auto entries = m_store.recordings().list();
    if (!entries)
        return failure(entries.error());
    const auto total = qint64(entries->size());
    std::vector<RecordingScorings> rows;
    for (RecordingEntry &entry : *entries) {
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, Text::tr("Cancelled while reading scorings."));
        auto row = scoringsOf(m_store.scorings(), std::move(entry));
        if (!row)
            return failure(row.error());
        rows.push_back(std::move(*row));
        progress.advance(QStringLiteral("read"), qint64(rows.size()), total);
    }
    return rows;
}

} // namespace somno::store
