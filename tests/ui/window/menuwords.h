// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>

namespace somno::test {

/// The ids of the actions in a menu or a tool bar, in order: "-" for a separator, "Name(...)" for a menu in it.
inline QString idsOf(const QList<QAction *> &actions)
{
    QStringList ids;
    for (const QAction *action : actions) {
        if (action->isSeparator())
            ids.append(QStringLiteral("-"));
        else if (action->menu())
            ids.append(action->text().remove(QLatin1Char('&')) + QLatin1Char('(') + idsOf(action->menu()->actions())
                       + QLatin1Char(')'));
        else
            ids.append(action->objectName().remove(QStringLiteral("action")));
    }
    return ids.join(QLatin1Char(' '));
}

/// Those of the menu of a title, "Score".
inline QString idsOfMenu(const QMainWindow &window, const char *title)
{
    for (const QAction *action : window.menuBar()->actions())
        if (action->text().remove(QLatin1Char('&')) == QLatin1String(title))
            return idsOf(action->menu()->actions());
    return {};
}

inline QToolBar *toolBarOf(const QMainWindow &window)
{
    return window.findChild<QToolBar *>(QStringLiteral("toolBar"));
}

inline QToolButton *buttonOf(const QMainWindow &window, QAction *action)
{
    return qobject_cast<QToolButton *>(toolBarOf(window)->widgetForAction(action));
}

/// All actions of the menus, one that stands in two of them twice.
inline QList<QAction *> actionsInMenus(const QList<QAction *> &actions)
{
    QList<QAction *> all;
    for (QAction *action : actions) {
        if (action->menu())
            all.append(actionsInMenus(action->menu()->actions()));
        else if (!action->isSeparator())
            all.append(action);
    }
    return all;
}

} // namespace somno::test
