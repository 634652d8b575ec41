// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/actiontable.h"

#include <QAction>
#include <QActionGroup>
#include <QWidget>
#include <algorithm>

#include "ui/panels/themedicon.h"

namespace somno::ui {

ActionTable::ActionTable(QWidget *window) : QObject(window), m_window(window) {}

void ActionTable::put(const QString &duty, const QList<ActionEntry> &entries)
{
    auto place = std::ranges::find(m_duties, duty, &Duty::name);
    if (place == m_duties.end())
        place = m_duties.insert(place, {duty, {}});
    for (const Row &row : place->rows)
        delete row.action;
    place->rows.clear();
    for (const ActionEntry &entry : entries)
        place->rows.push_back({entry, make(entry)});
    Q_EMIT changed();
}

std::vector<ActionTable::Row> ActionTable::rows() const
{
    std::vector<Row> all;
    for (const Duty &duty : m_duties)
        all.insert(all.end(), duty.rows.begin(), duty.rows.end());
    return all;
}

QAction *ActionTable::action(const QString &id) const
{
    for (const Duty &duty : m_duties)
        for (const Row &row : duty.rows)
            if (row.entry.id == id)
                return row.action;
    return nullptr;
}

void ActionTable::setFact(Need fact, bool holds)
{
    m_facts.setFlag(fact, holds);
    for (const Duty &duty : m_duties)
        for (const Row &row : duty.rows)
            row.action->setEnabled(isEnabled(row.entry));
}

bool ActionTable::isEnabled(const ActionEntry &entry) const
{
    // A key that changes nothing must say why: what cannot be kept is refused when it is tried.
    return !(entry.needs & ~(m_facts | Need::Writable));
}

QAction *ActionTable::make(const ActionEntry &entry)
{
    auto *action = new QAction(entry.text, this);
    action->setObjectName(entry.id);
    action->setShortcuts(entry.keys);
    if (!entry.icon.isEmpty())
        action->setIcon(themedIcon(entry.icon));
    action->setIconVisibleInMenu(false);
    if (!entry.iconText.isEmpty())
        action->setIconText(entry.iconText);
    QString tip = entry.text;
    tip.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    if (!entry.keys.isEmpty())
        tip = tr("%1 (%2)").arg(tip, entry.keys.first().toString(QKeySequence::NativeText));
    action->setToolTip(entry.toolTip.isEmpty() ? tip : entry.toolTip);
    action->setAutoRepeat(entry.autoRepeat);
    action->setCheckable(entry.check != Check::None);
    action->setChecked(entry.checked);
    if (entry.check == Check::OneOfGroup) {
        QActionGroup *&group = m_exclusive[entry.menu];
        if (!group)
            group = new QActionGroup(this);
        group->addAction(action);
    }
    action->setEnabled(isEnabled(entry));
    connectHandlers(action, entry);
    // Actions are reached by key even while a menu bar is hidden or the tool bar is narrow.
    m_window->addAction(action);
    return action;
}

void ActionTable::connectHandlers(QAction *action, const ActionEntry &entry)
{
    if (entry.run)
        connect(action, &QAction::triggered, this, [this, needs = entry.needs, run = entry.run] {
            if (needs.testFlag(Need::Writable) && !m_facts.testFlag(Need::Writable))
                Q_EMIT refused();
            else
                run();
        });
    if (entry.toggled)
        connect(action, &QAction::toggled, this, entry.toggled);
}

} // namespace somno::ui
