// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "scoring/scoringcommands.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

#include "scoring/scoringdocument.h"
#include "scoring/stageset.h"

namespace somno::scoring {

namespace {

constexpr int kStrokeId = 1;

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
    : m_document(document), m_range(range),
      m_stages(document->hypnogram().stages().begin() + range.first, document->hypnogram().stages().begin() + range.last),
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

ScoreCommand::ScoreCommand(ScoringDocument *document, EpochRange range, Stage stage, EpochSource source,
                           std::optional<int> stroke)
    : RangeCommand(document, range), m_stage(stage), m_source(source), m_stroke(stroke)
{
    for (EpochIndex i = range.first; i < range.last; ++i)
        m_sources[size_t(i - range.first)] = sourceAfter(document->hypnogram(), i, stage, source);
    std::ranges::fill(m_stages, stage);
    describe();
}

void ScoreCommand::describe()
{
    const EpochIndex epochs = changed();
    const QString count = QLocale().toString(epochs);
    const QString name = StageSet::mouse().name(m_stage);
    const bool keepsStages = std::ranges::equal(
        m_stages, m_document->hypnogram().stages().subspan(size_t(m_range.first), size_t(m_range.size())));
    if (m_stage == Stage::Unscored)
        setText(epochs == 1 ? Text::tr("Clear 1 epoch") : Text::tr("Clear %1 epochs").arg(count));
    else if (keepsStages && m_source == EpochSource::Human)
        setText(confirmText(epochs));
    else
        setText(epochs == 1 ? Text::tr("Score 1 epoch as %1").arg(name)
                            : Text::tr("Score %1 epochs as %2").arg(count, name));
}

int ScoreCommand::id() const
{
    return m_stroke ? kStrokeId : -1;
}

bool ScoreCommand::mergeWith(const QUndoCommand *other)
{
    const auto *next = static_cast<const ScoreCommand *>(other); // id() says so
    if (next->m_stroke != m_stroke || next->m_stage != m_stage || next->m_source != m_source)
        return false;
    // Both are done: each holds old values. Over the hull of the two ranges, this command's are the older ones, and
    // what neither touched is as it was.
    const EpochRange hull = hullOf({m_range, next->m_range});
    const Hypnogram &hypnogram = m_document->hypnogram();
    std::vector<Stage> stages(hypnogram.stages().begin() + hull.first, hypnogram.stages().begin() + hull.last);
    std::vector<EpochSource> sources(hypnogram.sources().begin() + hull.first,
                                     hypnogram.sources().begin() + hull.last);
    for (const ScoreCommand *command : {next, static_cast<const ScoreCommand *>(this)}) {
        const auto offset = command->m_range.first - hull.first;
        std::copy(command->m_stages.begin(), command->m_stages.end(), stages.begin() + offset);
        std::copy(command->m_sources.begin(), command->m_sources.end(), sources.begin() + offset);
    }
    m_range = hull;
    m_stages = std::move(stages);
    m_sources = std::move(sources);
    describe();
    return true;
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
