// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/document/scoringdocument.h"
#include "core/document/scoringhead.h"
#include "core/scoring/hypnogram.h"
#include "core/scoring/reviewprogress.h"

namespace somno::store {

/// A scoring as a project keeps it.
struct StoredScoring {
    scoring::ScoringHead head;
    scoring::Hypnogram hypnogram;
};

/// The scorings of a project: any number a recording, by people, models and files, each with its revision and its log
/// of edits, to which one can only add. Where a scorer is named, it is the scoring of that person that was saved last.
class ScoringStore {
public:
    virtual ~ScoringStore() = default;

    /// nullopt when this scorer has not scored the recording. ProjectCorrupt when the stored values make no sense.
    [[nodiscard]] virtual Result<std::optional<StoredScoring>> load(qint64 recordingId, const QString &scorer) = 0;
    /// The same without the model's probabilities, which are six times as large.
    [[nodiscard]] virtual Result<std::optional<StoredScoring>> loadStages(qint64 recordingId, const QString &scorer)
        = 0;
    /// Every scoring of a recording, last saved first. Those whose stored values make no sense
    /// are left out: load() says what is wrong with them.
    [[nodiscard]] virtual Result<std::vector<StoredScoring>> all(qint64 recordingId) = 0;

    /// Saves a scoring and the edits that led to it in one transaction: all of it is on the disk afterwards, or
    /// nothing. Returns its revision, which is that of `head` and one. ScoringChanged, and nothing is written, where
    /// the project holds another revision than that of `head`, or, for one that was never saved, a scoring of the same
    /// person that it does not stand beside: somebody else saved since it was read. The model's probabilities are
    /// written only `withProposal`; they are large and change seldom.
    [[nodiscard]] virtual Result<qint64> save(const scoring::ScoringHead &head, const scoring::Hypnogram &hypnogram,
                                              std::span<const scoring::ScoringEdit> edits, bool withProposal = true)
        = 0;

    /// Every edit ever made to a scoring, oldest first. No window shows the log yet: this is the one reader of what
    /// save() packs into it, by which the tests hold that it is whole and can be read.
    [[nodiscard]] virtual Result<std::vector<scoring::ScoringEdit>> editLog(const QString &scoringId) = 0;

    /// How far a scorer has come, by recording; none for recordings that this scorer has not scored or whose scoring
    /// makes no sense. Reads stages and sources only, so that a list of many recordings is quick.
    [[nodiscard]] virtual Result<QHash<qint64, scoring::ReviewProgress>> progress(const QString &scorer) = 0;
    /// State of each scoring of this scorer, by recording, as an opaque text: it is another one after each save, the
    /// model's probabilities included. Who keeps what was made of a scoring reads it again only then.
    [[nodiscard]] virtual Result<QHash<qint64, QString>> stamps(const QString &scorer) = 0;

    /// Who has scored a recording, last saved first.
    [[nodiscard]] virtual Result<QStringList> scorers(qint64 recordingId) = 0;
    /// Who has scored any recording, by name.
    [[nodiscard]] virtual Result<QStringList> scorers() = 0;
};

} // namespace somno::store
