// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QString>

namespace somno::scoring {

/// Who made a scoring.
enum class ScoringKind { Person, Model, File };

/// Which scoring of which recording it is, by whom, and how often it was saved: by this a project tells apart two
/// scorings of one recording, and notices that one was saved elsewhere since it was read.
struct ScoringHead {
    QString id; ///< its own for ever, in every project
    qint64 recordingId = 0;
    QString author; ///< the scorer; of a model its title, of a file its name
    ScoringKind kind = ScoringKind::Person;
    QString beside;      ///< id of the scoring of the same person that was there when this one began; empty: of none
    qint64 revision = 0; ///< each save adds one; 0: never saved
    QDateTime updated;   ///< UTC; invalid before the first save
    friend bool operator==(const ScoringHead &, const ScoringHead &) = default;

    /// One with an id of its own.
    [[nodiscard]] static ScoringHead begin(qint64 recordingId, const QString &author,
                                           ScoringKind kind = ScoringKind::Person);
    /// One that goes on from this one under an id of its own.
    [[nodiscard]] ScoringHead fork() const;
};

} // namespace somno::scoring
