// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/epochnavigator.h"

#include <algorithm>
#include <cmath>

#include "core/scoring/navigation.h"
#include "ui/lanes/recordingview.h"

namespace somno::ui {

using namespace scoring;

EpochNavigator::EpochNavigator(plot::RecordingView *view, QObject *parent) : QObject(parent), m_view(view)
{
    view->setUncertaintyThreshold(float(kUncertain));
}

QList<ActionEntry> EpochNavigator::actions()
{
    const ActionEntry clear{.id = QStringLiteral("actionClearSelection"),
                            .text = tr("Clear the &selection"),
                            .keys = {QKeySequence(Qt::Key_Escape)},
                            .menu = MenuGroup::EditEpochs,
                            .section = KeySection::Score,
                            .needs = Need::Recording,
                            .run = [this] { m_view->selection()->clear(); }};
    return QList{clear} + stepActions() + searchActions();
}

QList<ActionEntry> EpochNavigator::stepActions()
{
    const auto go = [](const char *id, const QString &text, Qt::Key key, const std::function<void()> &run) {
        return ActionEntry{.id = QLatin1String(id),
                           .text = text,
                           .keys = {QKeySequence(key)},
                           .menu = MenuGroup::GoStep,
                           .section = KeySection::Go,
                           .needs = Need::Scoring,
                           .run = run};
    };
    return {go("actionNextEpoch", tr("Next epoch"), Qt::Key_Right, [this] { step(1); }),
            go("actionPreviousEpoch", tr("Previous epoch"), Qt::Key_Left, [this] { step(-1); }),
            go("actionNextPage", tr("Next page"), Qt::Key_PageDown, [this] { page(1); }),
            go("actionPreviousPage", tr("Previous page"), Qt::Key_PageUp, [this] { page(-1); }),
            go("actionFirstEpoch", tr("Start of the recording"), Qt::Key_Home, [this] { goTo(0); }),
            go("actionLastEpoch", tr("End of the recording"), Qt::Key_End,
               [this] { goTo(m_view->selection()->count() - 1); })};
}

QList<ActionEntry> EpochNavigator::searchActions()
{
    using Search = std::function<std::optional<EpochIndex>(const Hypnogram &, EpochIndex)>;
    const auto go = [this](const char *id, const QString &text, const QList<QKeySequence> &keys, const Search &find,
                           const QString &otherwise) {
        return ActionEntry{.id = QLatin1String(id),
                           .text = text,
                           .keys = keys,
                           .menu = MenuGroup::GoSearch,
                           .section = KeySection::Go,
                           .needs = Need::Scoring,
                           .run = [this, find, otherwise] {
                               goTo(find(m_document->hypnogram(), m_view->selection()->current()), otherwise);
                           }};
    };
    const auto with = [](Qt::KeyboardModifier modifier, Qt::Key key) { return QKeySequence(modifier | key); };
    const auto nextUnsure = [](const Hypnogram &h, EpochIndex from) { return nextUncertain(h, from, kUncertain); };
    const auto previousUnsure
        = [](const Hypnogram &h, EpochIndex from) { return previousUncertain(h, from, kUncertain); };
    const QString noBout = tr("No further bout that way");
    const QString noUnscored = tr("No unscored epoch that way");
    const QString noUncertain = tr("No uncertain epoch that way");
    return {go("actionNextBout", tr("Next bout"), {QKeySequence(Qt::Key_Space), with(Qt::ShiftModifier, Qt::Key_Right)},
               nextBoutBoundary, noBout),
            go("actionPreviousBout", tr("Previous bout"), {with(Qt::ShiftModifier, Qt::Key_Left)}, previousBoutBoundary,
               noBout),
            go("actionNextUnscored", tr("Next unscored epoch"), {with(Qt::ControlModifier, Qt::Key_Right)},
               nextUnscored, noUnscored),
            go("actionPreviousUnscored", tr("Previous unscored epoch"), {with(Qt::ControlModifier, Qt::Key_Left)},
               previousUnscored, noUnscored),
            go("actionNextUncertain", tr("Next uncertain epoch"), {QKeySequence(Qt::Key_U)}, nextUnsure, noUncertain),
            go("actionPreviousUncertain", tr("Previous uncertain epoch"), {with(Qt::ShiftModifier, Qt::Key_U)},
               previousUnsure, noUncertain)};
}

void EpochNavigator::step(EpochIndex epochs)
{
    const EpochRange selected = m_view->selection()->selection();
    EpochIndex from = m_view->selection()->current();
    if (!selected.isEmpty())
        from = epochs > 0 ? selected.last - 1 : selected.first;
    goTo(from + epochs);
}

void EpochNavigator::page(int direction)
{
    plot::TimeAxis *axis = m_view->timeAxis();
    const auto epochs = EpochIndex(std::max(1.0, std::round(axis->span() / m_view->selection()->epochSec())));
    axis->pan(direction * axis->span());
    step(direction * epochs);
}

void EpochNavigator::goTo(EpochIndex epoch)
{
    plot::EpochSelection *selection = m_view->selection();
    if (selection->count() == 0)
        return;
    selection->clear();
    selection->setCurrent(std::clamp(epoch, EpochIndex(0), selection->count() - 1));
    m_view->ensureVisible(selection->current());
}

void EpochNavigator::goTo(std::optional<EpochIndex> epoch, const QString &otherwise)
{
    if (epoch)
        goTo(*epoch);
    else
        Q_EMIT notice(otherwise);
}

} // namespace somno::ui
