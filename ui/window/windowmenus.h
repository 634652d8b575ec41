// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QObject>

#include "ui/window/actionentry.h"

class QMainWindow;
class QMenu;
class QToolBar;

namespace somno::ui {

class ActionTable;

/// Lays the actions of the table out in the menus and the tool bar, and anew where they change.
class WindowMenus : public QObject {
    Q_OBJECT
public:
    /// Neither is owned.
    WindowMenus(QMainWindow *window, const ActionTable *table);

private:
    /// Where the actions of a group stand.
    struct Stretch {
        MenuGroup group;
        QMenu *menu;
        QMenu *submenu; ///< null where they stand in the menu itself
        bool joined;    ///< no separator before it
    };

    void buildMenus(QMainWindow *window);
    void layOutMenus();
    void layOutToolBar();

    const ActionTable *m_table;
    QList<Stretch> m_stretches;
    QToolBar *m_bar;
};

} // namespace somno::ui
