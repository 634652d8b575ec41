// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/document/scoringcommands.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "core/document/scoringdocument.h"
#include "core/scoring/stageset.h"

namespace somno::scoring {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::scoring::ScoreCommand)
};

QString confirmText(EpochIndex epochs)
{
    return epochs == 1 ? Text::tr("Confirm 1 epoch") : Text::tr("Confirm %1 epochs").arg(QLocale().toString(epochs));
}

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
    m_document->swapRange(m_range, m_stages, m_sources, text(), false);
}

void RangeCommand::undo()
{
    m_document->swapRange(m_range, m_stages, m_sources, text(), true);
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
    setText(description(stage, source));
}

QString ScoreCommand::description(Stage stage, EpochSource source) const
{
    const EpochIndex epochs = changed();
    const QString count = QLocale().toString(epochs);
    const QString name = StageSet::mouse().name(stage);
    const bool keepsStages = std::ranges::equal(
        m_stages, m_document->hypnogram().stages().subspan(size_t(m_range.first), size_t(m_range.size())));
    if (stage == Stage::Unscored)
        return epochs == 1 ? Text::tr("Clear 1 epoch") : Text::tr("Clear %1 epochs").arg(count);
    if (keepsStages && source == EpochSource::Human)
        return confirmText(epochs);
    return epochs == 1 ? Text::tr("Score 1 epoch as %1").arg(name) : Text::tr("Score %1 epochs as %2").arg(count, name);
}

ConfirmCommand::ConfirmCommand(ScoringDocument *document, const std::vector<EpochRange> &ranges)
    : RangeCommand(document, hullOf(ranges))
{
    for (const EpochRange &range : ranges)
        for (EpochIndex i = range.first; i < range.last; ++i)
            if (EpochSource &source = m_sources[size_t(i - m_range.first)]; awaitsReview(source))
                source = EpochSource::Confirmed;
    setText(confirmText(changed()));
}

ReplaceCommand::ReplaceCommand(ScoringDocument *document, Hypnogram hypnogram, const QString &what)
    : QUndoCommand(what), m_document(document), m_other(std::move(hypnogram))
{
}

void ReplaceCommand::redo()
{
    m_document->swapHypnogram(m_other, text(), false);
}

void ReplaceCommand::undo()
{
    m_document->swapHypnogram(m_other, text(), true);
}

} // namespace somno::scoring
