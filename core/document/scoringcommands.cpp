// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/scoringcommands.h"

#include <algorithm>

#include "core/document/scoringdocument.h"

namespace somno::scoring {

namespace {

/// Who says the stage of an epoch once `source` has said `stage` of it.
EpochSource sourceAfter(const Hypnogram &hypnogram, EpochIndex epoch, Stage stage, EpochSource source)
{
    const EpochSource before = hypnogram.source(epoch);
    if (stage == Stage::Unscored)
        return EpochSource::None;
    if (source != EpochSource::Human || hypnogram.stage(epoch) != stage)
        return source;
    return isReviewed(before) ? before : EpochSource::Confirmed;
}

/// The smallest range that holds all of them.
EpochRange hullOf(const std::vector<EpochRange> &ranges)
{
    EpochRange hull;
    for (const EpochRange &range : ranges) {
        if (range.isEmpty())
            continue;
        hull = hull.isEmpty() ? range : EpochRange{std::min(hull.first, range.first), std::max(hull.last, range.last)};
    }
    return hull;
}

} // namespace

RangeCommand::RangeCommand(ScoringDocument *document, EpochRange range)
    : m_document(document), m_range(range), m_stages(document->hypnogram().stages().begin() + range.first,
                                                     document->hypnogram().stages().begin() + range.last),
      m_sources(document->hypnogram().sources().begin() + range.first,
                document->hypnogram().sources().begin() + range.last)
{
}

void RangeCommand::redo()
{
    m_document->swapRange(m_range, m_stages, m_sources, m_reason, false);
}

void RangeCommand::undo()
{
    m_document->swapRange(m_range, m_stages, m_sources, m_reason, true);
}

void RangeCommand::setReason(EditReason reason)
{
    m_reason = std::move(reason);
    setText(m_reason.text());
}

EpochIndex RangeCommand::changed() const
{
    const Hypnogram &hypnogram = m_document->hypnogram();
    EpochIndex count = 0;
    for (EpochIndex i = 0; i < m_range.size(); ++i)
        count += m_stages[size_t(i)] != hypnogram.stage(m_range.first + i)
                 || m_sources[size_t(i)] != hypnogram.source(m_range.first + i);
    return count;
}

ScoreCommand::ScoreCommand(ScoringDocument *document, EpochRange range, Stage stage, EpochSource source)
    : RangeCommand(document, range)
{
    for (EpochIndex i = range.first; i < range.last; ++i)
        m_sources[size_t(i - range.first)] = sourceAfter(document->hypnogram(), i, stage, source);
    std::ranges::fill(m_stages, stage);
    setReason(reasonOf(stage, source));
}

EditReason ScoreCommand::reasonOf(Stage stage, EpochSource source) const
{
    const bool keepsStages = std::ranges::equal(
        m_stages, m_document->hypnogram().stages().subspan(size_t(m_range.first), size_t(m_range.size())));
    if (stage == Stage::Unscored)
        return {EditReason::Kind::Clear, changed(), {}};
    if (keepsStages && source == EpochSource::Human)
        return {EditReason::Kind::Confirm, changed(), {}};
    return {EditReason::Kind::Score, changed(), m_document->hypnogram().stageSet().name(stage)};
}

ConfirmCommand::ConfirmCommand(ScoringDocument *document, const std::vector<EpochRange> &ranges)
    : RangeCommand(document, hullOf(ranges))
{
    for (const EpochRange &range : ranges)
        for (EpochIndex i = range.first; i < range.last; ++i)
            if (EpochSource &source = m_sources[size_t(i - m_range.first)]; awaitsReview(source))
                source = EpochSource::Confirmed;
    setReason({EditReason::Kind::Confirm, changed(), {}});
}

ReplaceCommand::ReplaceCommand(ScoringDocument *document, Hypnogram hypnogram, EditReason reason)
    : QUndoCommand(reason.text()), m_document(document), m_other(std::move(hypnogram)), m_reason(std::move(reason))
{
}

void ReplaceCommand::redo()
{
    m_document->swapHypnogram(m_other, m_reason, false);
}

void ReplaceCommand::undo()
{
    m_document->swapHypnogram(m_other, m_reason, true);
}

} // namespace somno::scoring
