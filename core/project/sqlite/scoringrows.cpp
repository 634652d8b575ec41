// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/scoringrows.h"

#include <QVariant>
#include <algorithm>
#include <array>

#include "core/project/sqlite/jsontext.h"

namespace somno::store {

namespace {

using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Proposal;
using scoring::Stage;
using scoring::StageSet;

static_assert(sizeof(Stage) == 1 && sizeof(EpochSource) == 1, "BLOBs hold one byte an epoch");

enum Column { Id, Recording, Author, Kind, Beside, Revision, Updated, Stages, EpochSec, StageBytes, SourceBytes };
constexpr int kFirstOfProposal = SourceBytes + 1;

constexpr std::array kKinds = {"person", "model", "file"};

bool areStages(const std::vector<Stage> &stages)
{
    return std::ranges::all_of(
        stages, [](Stage stage) { return stage >= Stage::Unscored && int(stage) < scoring::kStageValues; });
}

bool areSources(const std::vector<EpochSource> &sources)
{
    return std::ranges::all_of(sources, [](EpochSource source) { return source <= EpochSource::Confirmed; });
}

/// The set that a scoring was saved with. Before projects kept it there was one; what it lacks was imported.
std::optional<StageSet> stageSetOf(const QString &text, const std::vector<Stage> &stages)
{
    StageSet saved;
    if (!text.isEmpty()) {
        const auto object = objectFromText(text);
        const auto set = object ? StageSet::fromJson(*object) : failure(ErrorCode::InvalidArgument, {});
        if (!set)
            return std::nullopt;
        saved = *set;
    }
    StageSet holding = StageSet::holding(stages, saved);
    return text.isEmpty() || holding == saved ? std::optional(holding) : std::nullopt;
}

} // namespace

QString kindText(scoring::ScoringKind kind)
{
    return QString::fromLatin1(kKinds[size_t(kind)]);
}

scoring::ScoringHead headOf(const QSqlQuery &row)
{
    const auto kind = std::ranges::find(kKinds, row.value(Kind).toString());
    return {row.value(Id).toString(),
            row.value(Recording).toLongLong(),
            row.value(Author).toString(),
            kind == kKinds.end() ? scoring::ScoringKind::File : scoring::ScoringKind(kind - kKinds.begin()),
            row.value(Beside).toString(),
            row.value(Revision).toLongLong(),
            QDateTime::fromString(row.value(Updated).toString(), Qt::ISODateWithMs)};
}

std::optional<Hypnogram> hypnogramOf(const QSqlQuery &row)
{
    const double epochSec = row.value(EpochSec).toDouble();
    const auto stages = valuesOf<Stage>(row.value(StageBytes).toByteArray());
    const auto sources = valuesOf<EpochSource>(row.value(SourceBytes).toByteArray());
    if (!(epochSec > 0) || stages.size() != sources.size() || !areStages(stages) || !areSources(sources))
        return std::nullopt;
    const auto set = stageSetOf(row.value(Stages).toString(), stages);
    if (!set)
        return std::nullopt;
    Hypnogram hypnogram(EpochIndex(stages.size()), epochSec, *set);
    for (size_t i = 0; i < stages.size(); ++i)
        hypnogram.set(EpochIndex(i), stages[i], sources[i]);
    if (row.isNull(kFirstOfProposal))
        return hypnogram;
    Proposal proposal{
        row.value(kFirstOfProposal).toDouble(), valuesOf<Stage>(row.value(kFirstOfProposal + 1).toByteArray()),
        valuesOf<float>(row.value(kFirstOfProposal + 2).toByteArray()), row.value(kFirstOfProposal + 3).toString()};
    if (!(proposal.epochSec > 0) || proposal.classes.empty() || !areStages(proposal.classes)
        || proposal.probabilities.size() % proposal.classes.size() != 0)
        return std::nullopt;
    hypnogram.setProposal(std::move(proposal));
    return hypnogram;
}

QString setText(const scoring::StageSet &set)
{
    return textOf(set.toJson());
}

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

} // namespace somno::store
