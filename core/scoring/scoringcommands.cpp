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

} // namespace

ScoreCommand::ScoreCommand(ScoringDocument *document, EpochRange range, Stage stage, EpochSource source,
                           std::optional<int> stroke)
    : m_document(document), m_range(range), m_stage(stage),
      m_source(stage == Stage::Unscored ? EpochSource::None : source), m_stroke(stroke),
      m_stages(size_t(range.size()), m_stage), m_sources(size_t(range.size()), m_source)
{
    const Hypnogram &hypnogram = document->hypnogram();
    EpochIndex changed = 0;
    for (EpochIndex i = range.first; i < range.last; ++i)
        changed += hypnogram.stage(i) != m_stage || hypnogram.source(i) != m_source;
    describe(changed);
}

void ScoreCommand::describe(EpochIndex changed)
{
    const QString count = QLocale().toString(changed);
    const QString name = StageSet::mouse().name(m_stage);
    if (m_stage == Stage::Unscored)
        setText(changed == 1 ? Text::tr("Clear 1 epoch") : Text::tr("Clear %1 epochs").arg(count));
    else
        setText(changed == 1 ? Text::tr("Score 1 epoch as %1").arg(name)
                             : Text::tr("Score %1 epochs as %2").arg(count, name));
}

void ScoreCommand::redo()
{
    m_document->swapRange(m_range, m_stages, m_sources, text(), false);
}

void ScoreCommand::undo()
{
    m_document->swapRange(m_range, m_stages, m_sources, text(), true);
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
    const EpochRange hull{std::min(m_range.first, next->m_range.first), std::max(m_range.last, next->m_range.last)};
    const Hypnogram &hypnogram = m_document->hypnogram();
    std::vector<Stage> stages(hypnogram.stages().begin() + hull.first, hypnogram.stages().begin() + hull.last);
    std::vector<EpochSource> sources(hypnogram.sources().begin() + hull.first,
                                     hypnogram.sources().begin() + hull.last);
    for (const ScoreCommand *command : {next, static_cast<const ScoreCommand *>(this)}) {
        const auto offset = command->m_range.first - hull.first;
        std::copy(command->m_stages.begin(), command->m_stages.end(), stages.begin() + offset);
        std::copy(command->m_sources.begin(), command->m_sources.end(), sources.begin() + offset);
    }
    EpochIndex changed = 0;
    for (EpochIndex i = 0; i < hull.size(); ++i)
        changed += stages[size_t(i)] != hypnogram.stage(hull.first + i)
            || sources[size_t(i)] != hypnogram.source(hull.first + i);
    m_range = hull;
    m_stages = std::move(stages);
    m_sources = std::move(sources);
    describe(changed);
    return true;
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
