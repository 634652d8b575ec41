// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/scoringdocument.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <memory>

#include "core/document/scoringcommands.h"

namespace somno::scoring {

namespace {

bool sameProposal(const Proposal &a, const Proposal &b)
{
    // Bytes, because NaN rows are equal to themselves here.
    return a.epochSec == b.epochSec && a.classes == b.classes && a.modelVersion == b.modelVersion
           && a.probabilities.size() == b.probabilities.size()
           && (a.probabilities.empty()
               || std::memcmp(a.probabilities.data(), b.probabilities.data(), a.probabilities.size() * sizeof(float))
                      == 0);
}

bool sameGrid(const Hypnogram &a, const Hypnogram &b)
{
    return a.size() == b.size() && a.epochSec() == b.epochSec();
}

/// How many epochs of `after` are not what they were.
EpochIndex changedEpochs(const Hypnogram &before, const Hypnogram &after)
{
    if (!sameGrid(before, after))
        return after.size();
    EpochIndex changed = 0;
    for (EpochIndex i = 0; i < after.size(); ++i)
        changed += before.stage(i) != after.stage(i) || before.source(i) != after.source(i);
    return changed;
}

template <class Values>
auto copyOf(const Values &values)
{
    return std::vector(values.begin(), values.end());
}

} // namespace

static quint64 nextSerial()
{
    static std::atomic<quint64> last = 0;
    return ++last;
}

ScoringDocument::ScoringDocument(Hypnogram hypnogram, QObject *parent)
    : QObject(parent), m_serial(nextSerial()), m_hypnogram(std::move(hypnogram))
{
}

ScoringDocument::~ScoringDocument()
{
    m_undoStack.blockSignals(true); // its destructor clears it first
}

void ScoringDocument::setStage(EpochRange range, Stage stage, EpochSource source)
{
    if (!m_hypnogram.stageSet().contains(stage))
        return;
    auto command = std::make_unique<ScoreCommand>(this, cut(range), stage, source);
    if (command->changed() > 0)
        m_undoStack.push(command.release());
}

EpochIndex ScoringDocument::confirm(EpochRange range)
{
    return confirm(std::vector{range});
}

EpochIndex ScoringDocument::confirm(std::vector<EpochRange> ranges)
{
    std::ranges::transform(ranges, ranges.begin(), [this](EpochRange range) { return cut(range); });
    auto command = std::make_unique<ConfirmCommand>(this, ranges);
    const EpochIndex confirmed = command->changed();
    if (confirmed > 0)
        m_undoStack.push(command.release());
    return confirmed;
}

/// The part of a range that lies in the recording.
EpochRange ScoringDocument::cut(EpochRange range) const
{
    range.first = std::clamp<EpochIndex>(range.first, 0, m_hypnogram.size());
    range.last = std::clamp<EpochIndex>(range.last, range.first, m_hypnogram.size());
    return range;
}

ProposalOutcome ScoringDocument::applyProposal(const Proposal &proposal, bool replaceHuman)
{
    if (proposal.size() == 0)
        return {};
    Hypnogram scored = m_hypnogram.size() > 0 ? m_hypnogram : Hypnogram(proposal.size(), proposal.epochSec);
    scored.setProposal(proposal.onGrid(scored.epochSec(), scored.size()));
    ProposalOutcome outcome;
    EpochIndex automatic = 0;
    for (EpochIndex i = 0; i < scored.size(); ++i) {
        const Stage stage = scored.proposal().stage(i);
        if (isKeptFromModels(scored.source(i)) && (!replaceHuman || stage == Stage::Unscored)) {
            ++outcome.keptHuman;
            continue;
        }
        if (!scored.stageSet().contains(stage)) {
            ++outcome.unknown;
            continue;
        }
        const auto before = std::pair(scored.stage(i), scored.source(i));
        scored.set(i, stage, EpochSource::Automatic);
        outcome.changed += before != std::pair(scored.stage(i), scored.source(i));
        automatic += stage != Stage::Unscored;
    }
    const EditReason reason{EditReason::Kind::AutoScore, automatic, proposal.modelVersion};
    m_undoStack.push(new ReplaceCommand(this, std::move(scored), reason));
    return outcome;
}

void ScoringDocument::replaceScoring(Hypnogram hypnogram, EditReason reason)
{
    const bool staysOnGrid = sameGrid(hypnogram, m_hypnogram);
    if (staysOnGrid && hypnogram.proposal().size() == 0)
        hypnogram.setProposal(m_hypnogram.proposal());
    reason.epochs = changedEpochs(m_hypnogram, hypnogram);
    if (staysOnGrid && reason.epochs == 0 && hypnogram.stageSet() == m_hypnogram.stageSet()
        && sameProposal(hypnogram.proposal(), m_hypnogram.proposal()))
        return;
    m_undoStack.push(new ReplaceCommand(this, std::move(hypnogram), std::move(reason)));
}

void ScoringDocument::swapRange(EpochRange range, std::vector<Stage> &stages, std::vector<EpochSource> &sources,
                                const EditReason &reason, bool undone)
{
    ScoringEdit edit{range, {}, stages, {}, sources, reason, m_hypnogram.stageSet(), QDateTime::currentDateTimeUtc(),
                     undone};
    for (EpochIndex i = range.first; i < range.last; ++i) {
        const auto k = size_t(i - range.first);
        const Stage stage = m_hypnogram.stage(i);
        const EpochSource source = m_hypnogram.source(i);
        m_hypnogram.set(i, stages[k], sources[k]);
        stages[k] = stage;
        sources[k] = source;
    }
    edit.oldStages = stages;
    edit.oldSources = sources;
    Q_EMIT edited(edit);
    Q_EMIT epochsChanged(range.first, range.last);
}

void ScoringDocument::swapHypnogram(Hypnogram &other, const EditReason &reason, bool undone)
{
    const EpochRange range{0, std::max(other.size(), m_hypnogram.size())};
    const bool otherProposal = !sameProposal(other.proposal(), m_hypnogram.proposal());
    const ScoringEdit edit{range,
                           copyOf(m_hypnogram.stages()),
                           copyOf(other.stages()),
                           copyOf(m_hypnogram.sources()),
                           copyOf(other.sources()),
                           reason,
                           other.stageSet(),
                           QDateTime::currentDateTimeUtc(),
                           undone};
    std::swap(m_hypnogram, other);
    Q_EMIT edited(edit);
    if (otherProposal)
        Q_EMIT proposalChanged();
    Q_EMIT epochsChanged(range.first, range.last);
}

} // namespace somno::scoring
