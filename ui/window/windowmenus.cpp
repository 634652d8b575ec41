// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/windowmenus.h"

#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QToolBar>
#include <QToolButton>
#include <algorithm>

#include "ui/window/actiontable.h"

namespace somno::ui {
namespace {

enum class Before { Separator, Nothing };

struct GroupPlace {
    MenuGroup group;
    QString submenu = {};
    Before before = Before::Separator;
};

struct MenuPlan {
    QString title;
    QList<GroupPlace> groups;
    bool toolTips = false;
};

QList<MenuPlan> menuPlans()
{
    using enum MenuGroup;
    return {{WindowMenus::tr("&File"),
             {{FileOpen}, {FileRecent, WindowMenus::tr("Open &recent"), Before::Nothing}, {FileLabels}, {FileEnd}}},
            {WindowMenus::tr("&Edit"), {{EditHistory}, {EditEpochs}}},
            {WindowMenus::tr("&Score"),
             {{ScoreByModel},
              {ScoreByKey},
              {ScoreReview},
              {ScoreWhose},
              {ScoreScorings, WindowMenus::tr("Scorin&gs"), Before::Nothing}},
             true},
            {WindowMenus::tr("&Go"), {{GoStep}, {GoSearch}, {GoDoubt}}, true},
            {WindowMenus::tr("&View"),
             {{ViewSpan},
              {ViewScale},
              {ViewShown},
              {ViewTheme, WindowMenus::tr("T&heme")},
              {ViewColours, WindowMenus::tr("&Stage colours"), Before::Nothing}}},
            {WindowMenus::tr("&Help"), {{Help}}}};
}

/// Null stands for a separator. What is shown already is left alone: the menu may be open.
template <class Place>
void show(Place *place, const QList<QAction *> &wanted)
{
    QList<QAction *> shown = place->actions();
    std::ranges::replace_if(
        shown, [](const QAction *action) { return action->isSeparator(); }, nullptr);
    if (shown == wanted)
        return;
    for (QAction *action : place->actions()) {
        place->removeAction(action);
        if (action->isSeparator())
            delete action;
    }
    for (QAction *action : wanted) {
        if (action)
            place->addAction(action);
        else
            place->addSeparator();
    }
}

QToolBar *emptyToolBar(QMainWindow *window)
{
    auto *bar = new QToolBar(WindowMenus::tr("Tool bar"), window);
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->setIconSize(QSize(20, 20));
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    window->addToolBar(bar);
    return bar;
}

void dress(QToolButton *button, BarStyle style, const QList<QAction *> &inMenu)
{
    if (style == BarStyle::Icon)
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    if (inMenu.isEmpty())
        return;
    if (!button->menu())
        button->setMenu(new QMenu(button));
    button->setPopupMode(QToolButton::MenuButtonPopup);
    show(button->menu(), inMenu);
}

} // namespace

WindowMenus::WindowMenus(QMainWindow *window, const ActionTable *table)
    : QObject(window), m_table(table), m_bar(emptyToolBar(window))
{
    buildMenus(window);
    const auto layOut = [this] {
        layOutMenus();
        layOutToolBar();
    };
    connect(table, &ActionTable::changed, this, layOut);
    layOut();
}

void WindowMenus::buildMenus(QMainWindow *window)
{
    for (const MenuPlan &plan : menuPlans()) {
        QMenu *menu = window->menuBar()->addMenu(plan.title);
        menu->setToolTipsVisible(plan.toolTips);
        for (const GroupPlace &place : plan.groups)
            m_stretches.append({place.group, menu, place.submenu.isEmpty() ? nullptr : new QMenu(place.submenu, menu),
                                place.before == Before::Nothing});
    }
}

void WindowMenus::layOutMenus()
{
    const auto rows = m_table->rows();
    QHash<QMenu *, QList<QAction *>> wanted;
    for (const Stretch &stretch : m_stretches) {
        QList<QAction *> actions;
        for (const auto &[entry, action] : rows)
            if (entry.menu == stretch.group)
                actions.append(action);
        if (stretch.submenu) {
            show(stretch.submenu, actions);
            stretch.submenu->menuAction()->setEnabled(!actions.isEmpty());
            actions = {stretch.submenu->menuAction()};
        }
        QList<QAction *> &all = wanted[stretch.menu];
        if (!all.isEmpty() && !actions.isEmpty() && !stretch.joined)
            all.append(nullptr);
        all.append(actions);
    }
    for (auto it = wanted.cbegin(); it != wanted.cend(); ++it)
        show(it.key(), it.value());
}

void WindowMenus::layOutToolBar()
{
    auto rows = m_table->rows();
    std::erase_if(rows, [](const ActionTable::Row &row) { return row.entry.bar == BarGroup::None; });
    std::ranges::stable_sort(rows, {}, [](const ActionTable::Row &row) { return row.entry.bar; });
    QList<QAction *> wanted;
    QHash<QAction *, QList<QAction *>> inMenus; // those of the buttons
    BarGroup group = BarGroup::None;
    for (const auto &[entry, action] : rows) {
        if (entry.barStyle == BarStyle::InMenuBefore && !wanted.isEmpty()) {
            inMenus[wanted.last()].append(action);
            continue;
        }
        if (!wanted.isEmpty() && entry.bar != group)
            wanted.append(nullptr);
        group = entry.bar;
        wanted.append(action);
    }
    show(m_bar, wanted);
    for (const auto &[entry, action] : rows)
        if (auto *button = qobject_cast<QToolButton *>(m_bar->widgetForAction(action)))
            dress(button, entry.barStyle, inMenus.value(action));
    for (QToolButton *button : m_bar->findChildren<QToolButton *>())
        button->setFocusPolicy(Qt::NoFocus);
}

} // namespace somno::ui
