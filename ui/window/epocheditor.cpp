// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/epocheditor.h"

#include <algorithm>
#include <cmath>

#include "core/scoring/navigation.h"
#include "ui/lanes/recordingview.h"
#include "ui/window/windowactions.h"

namespace somno::ui {

using namespace scoring;

EpochEditor::EpochEditor(WindowActions *actions, plot::RecordingView *view, QObject *parent)
    : QObject(parent), m_view(view)
{
    view->setUncertaintyThreshold(float(kUncertain));
    connectStages(actions);
    connectSteps(actions);
    connectSearches(actions);
    connect(actions->clearSelection, &QAction::triggered, this, [this] { m_view->selection()->clear(); });
}

void EpochEditor::connectStages(WindowActions *actions)
{
    for (const auto &[stage, action] : actions->stages)
        connect(action, &QAction::triggered, this, [this, stage = stage] { score(stage); });
    connect(actions->unscore, &QAction::triggered, this, [this] { score(Stage::Unscored); });
}

void EpochEditor::connectSteps(WindowActions *actions)
{
    connect(actions->nextEpoch, &QAction::triggered, this, [this] { step(1); });
    connect(actions->previousEpoch, &QAction::triggered, this, [this] { step(-1); });
    connect(actions->nextPage, &QAction::triggered, this, [this] { page(1); });
    connect(actions->previousPage, &QAction::triggered, this, [this] { page(-1); });
    connect(actions->firstEpoch, &QAction::triggered, this, [this] { goTo(0); });
    connect(actions->lastEpoch, &QAction::triggered, this, [this] { goTo(m_view->selection()->count() - 1); });
}

void EpochEditor::connectSearches(WindowActions *actions)
{
    using Search = std::function<std::optional<EpochIndex>(const Hypnogram &, EpochIndex)>;
    const auto search = [this](QAction *action, const Search &find, const QString &otherwise) {
        connect(action, &QAction::triggered, this, [this, find, otherwise] {
            if (m_document)
                goTo(find(m_document->hypnogram(), m_view->selection()->current()), otherwise);
        });
    };
    const QString noBout = tr("No further bout that way");
    const QString noUnscored = tr("No unscored epoch that way");
    const QString noUncertain = tr("No uncertain epoch that way");
    search(actions->nextBout, nextBoutBoundary, noBout);
    search(actions->previousBout, previousBoutBoundary, noBout);
    search(actions->nextUnscored, nextUnscored, noUnscored);
    search(actions->previousUnscored, previousUnscored, noUnscored);
    search(
        actions->nextUncertain, [](const Hypnogram &h, EpochIndex from) { return nextUncertain(h, from, kUncertain); },
        noUncertain);
    search(
        actions->previousUncertain,
        [](const Hypnogram &h, EpochIndex from) { return previousUncertain(h, from, kUncertain); }, noUncertain);
}

void EpochEditor::score(Stage stage)
{
    if (!m_document)
        return;
    if (!m_writable) {
        Q_EMIT refused();
        return;
    }
    plot::EpochSelection *selection = m_view->selection();
    const EpochRange target = selection->target();
    m_document->setStage(target, stage);
    m_view->flash(target);
    showTarget(target);
    // A selection stays, so that a wrong key is mended by the right one; single epochs are scored in a row.
    if (selection->selection().isEmpty() && stage != Stage::Unscored)
        step(1);
}

/// A change must be seen: a selection that was scrolled away comes back into view.
void EpochEditor::showTarget(EpochRange target)
{
    const double epochSec = m_view->selection()->epochSec();
    const plot::TimeAxis *axis = m_view->timeAxis();
    if (double(target.last) * epochSec <= axis->first() || double(target.first) * epochSec >= axis->last())
        m_view->ensureVisible(target.first);
}

void EpochEditor::step(EpochIndex epochs)
{
    const EpochRange selected = m_view->selection()->selection();
    EpochIndex from = m_view->selection()->current();
    if (!selected.isEmpty())
        from = epochs > 0 ? selected.last - 1 : selected.first;
    goTo(from + epochs);
}

void EpochEditor::page(int direction)
{
    plot::TimeAxis *axis = m_view->timeAxis();
    const auto epochs = EpochIndex(std::max(1.0, std::round(axis->span() / m_view->selection()->epochSec())));
    axis->pan(direction * axis->span());
    step(direction * epochs);
}

void EpochEditor::goTo(EpochIndex epoch)
{
    plot::EpochSelection *selection = m_view->selection();
    if (selection->count() == 0)
        return;
    selection->clear();
    selection->setCurrent(std::clamp(epoch, EpochIndex(0), selection->count() - 1));
    m_view->ensureVisible(selection->current());
}

void EpochEditor::goTo(std::optional<EpochIndex> epoch, const QString &otherwise)
{
    if (epoch)
        goTo(*epoch);
    else
        Q_EMIT notice(otherwise);
}

} // namespace somno::ui
