// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/warnings.h"
#include "tests/ui/window/menuwords.h"

#include "ui/window/actiontable.h"
#include "ui/window/keypage.h"
#include "ui/window/windowmenus.h"

using namespace somno;
using namespace somno::test;
using ui::ActionEntry;
using ui::Need;

namespace {

/// A window with a table of the test's own.
struct Window {
    QMainWindow window;
    ui::ActionTable table{&window};
    ui::WindowMenus menus{&window, &table};

    [[nodiscard]] QAction *action(const char *id) const { return table.action(QLatin1String(id)); }
    void put(const char *duty, const QList<ActionEntry> &entries) { table.put(QLatin1String(duty), entries); }
};

ActionEntry entry(const char *id, ui::MenuGroup menu, ui::Needs needs = {})
{
    return {.id = QLatin1String(id), .text = QLatin1String(id), .menu = menu, .needs = needs};
}

QString linesOf(const QList<ui::KeySheet::Section> &page, const char *title)
{
    QStringList lines;
    for (const ui::KeySheet::Section &section : page)
        if (section.title == QLatin1String(title))
            for (const ui::KeySheet::Line &line : section.lines)
                lines.append(line.keys + QLatin1Char(':') + line.meaning);
    return lines.join(QLatin1Char('|'));
}

} // namespace

/// Menus, tool bar, page of keys and what is enabled follow from the table.
class TestActionTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void oneEntryIsEverywhere()
    {
        Window w;
        int runs = 0;
        w.put("naps", {{.id = QStringLiteral("actionNap"),
                        .text = QStringLiteral("Take a &nap…"),
                        .keys = {QKeySequence(Qt::Key_F5), QKeySequence(Qt::Key_Enter)},
                        .icon = QStringLiteral("open"),
                        .iconText = QStringLiteral("Nap"),
                        .menu = ui::MenuGroup::GoDoubt,
                        .bar = ui::BarGroup::Model,
                        .section = ui::KeySection::Go,
                        .autoRepeat = false,
                        .run = [&runs] { ++runs; }}});
        QAction *action = w.action("actionNap");
        QCOMPARE(idsOfMenu(w.window, "Go"), QStringLiteral("Nap"));
        QCOMPARE(idsOf(toolBarOf(w.window)->actions()), QStringLiteral("Nap"));
        QCOMPARE(buttonOf(w.window, action)->text(), QStringLiteral("Nap"));
        QCOMPARE(buttonOf(w.window, action)->focusPolicy(), Qt::NoFocus);
        QCOMPARE(linesOf(ui::keyPage(w.table), "Go"), QStringLiteral("F5:Nap")); // Enter goes without saying
        QCOMPARE(action->toolTip(), QStringLiteral("Take a nap (F5)"));
        QVERIFY(!action->icon().isNull() && !action->isIconVisibleInMenu() && !action->autoRepeat());
        QVERIFY(w.window.actions().contains(action)); // its keys are heard
        action->trigger();
        QCOMPARE(runs, 1);
    }

    void groupsAreApartAndInTheirOrder()
    {
        Window w;
        w.put("end", {entry("quit", ui::MenuGroup::FileEnd)});
        w.put("open", {entry("open", ui::MenuGroup::FileOpen)});
        w.put("more", {entry("late", ui::MenuGroup::FileOpen), entry("dark", ui::MenuGroup::ViewTheme)});
        QCOMPARE(idsOfMenu(w.window, "File"), QStringLiteral("open late Open recent() - quit"));
        QCOMPARE(idsOfMenu(w.window, "View"), QStringLiteral("Theme(dark) Stage colours()"));
        for (const QAction *action : w.window.menuBar()->actions().first()->menu()->actions())
            if (action->menu())
                QVERIFY(!action->isEnabled()); // of what is empty
    }

    void aDutyThatPutsAnewKeepsItsPlace()
    {
        Window w;
        w.put("one", {entry("a", ui::MenuGroup::GoStep), entry("b", ui::MenuGroup::GoStep)});
        w.put("two", {entry("c", ui::MenuGroup::GoStep)});
        QAction *theOther = w.action("c");
        w.put("one", {entry("d", ui::MenuGroup::GoStep)});
        QCOMPARE(idsOfMenu(w.window, "Go"), QStringLiteral("d c"));
        QCOMPARE(w.action("c"), theOther);
        QCOMPARE(w.action("a"), nullptr);
        QCOMPARE(w.window.findChild<QAction *>(QStringLiteral("b")), nullptr);
        w.put("one", {});
        QCOMPARE(idsOfMenu(w.window, "Go"), QStringLiteral("c"));
    }

    void whatStaysIsNotLaidOutAnew()
    {
        Window w;
        w.put("one", {entry("a", ui::MenuGroup::GoStep), entry("b", ui::MenuGroup::GoSearch)});
        const QMenu *menu = w.window.menuBar()->actions().at(3)->menu();
        QCOMPARE(menu->actions().size(), 3);
        const QPointer<QAction> separator = menu->actions().at(1);
        w.put("two", {entry("c", ui::MenuGroup::Help)});
        QVERIFY(separator); // an open menu would lose what is under the pointer
        QCOMPARE(menu->actions().at(1), separator);
    }

    void theBarHasGroupsIconsAndMenus()
    {
        Window w;
        const auto inBar = [](const char *id, ui::BarGroup group, ui::BarStyle style = ui::BarStyle::IconAndText) {
            return ActionEntry{.id = QLatin1String(id), .text = QLatin1String(id), .bar = group, .barStyle = style};
        };
        w.put("all", {inBar("undo", ui::BarGroup::History, ui::BarStyle::Icon), inBar("score", ui::BarGroup::Model),
                      inBar("mine", ui::BarGroup::Model, ui::BarStyle::InMenuBefore),
                      inBar("teach", ui::BarGroup::Model), inBar("open", ui::BarGroup::Files)});
        QCOMPARE(idsOf(toolBarOf(w.window)->actions()), QStringLiteral("open - score teach - undo"));
        const QToolButton *score = buttonOf(w.window, w.action("score"));
        QCOMPARE(idsOf(score->menu()->actions()), QStringLiteral("mine"));
        QCOMPARE(score->popupMode(), QToolButton::MenuButtonPopup);
        QVERIFY(!buttonOf(w.window, w.action("teach"))->menu());
        QCOMPARE(buttonOf(w.window, w.action("undo"))->toolButtonStyle(), Qt::ToolButtonIconOnly);
        QCOMPARE(score->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    }

    void actionsWaitForWhatTheyNeed()
    {
        Window w;
        w.put("one", {entry("always", ui::MenuGroup::Help), entry("recording", ui::MenuGroup::Help, Need::Recording),
                      entry("both", ui::MenuGroup::Help, Need::Scoring | Need::EngineIdle)});
        const auto enabled = [&w] {
            QStringList ids;
            for (const auto &row : w.table.rows())
                if (row.action->isEnabled())
                    ids.append(row.entry.id);
            return ids.join(QLatin1Char(' '));
        };
        QCOMPARE(enabled(), QStringLiteral("always"));
        w.table.setFact(Need::Recording, true);
        QCOMPARE(enabled(), QStringLiteral("always recording"));
        w.table.setFact(Need::Scoring, true);
        QCOMPARE(enabled(), QStringLiteral("always recording"));
        w.table.setFact(Need::EngineIdle, true);
        QCOMPARE(enabled(), QStringLiteral("always recording both"));
        w.put("two", {entry("late", ui::MenuGroup::Help, Need::Scoring)}); // what is so holds for it
        QVERIFY(w.action("late")->isEnabled());
        w.table.setFact(Need::Recording, false);
        QCOMPARE(enabled(), QStringLiteral("always both late"));
    }

    void whatCannotBeKeptIsRefusedInWords()
    {
        Window w;
        int runs = 0;
        ActionEntry edit = entry("edit", ui::MenuGroup::EditEpochs, Need::Writable);
        edit.run = [&runs] { ++runs; };
        w.put("one", {edit});
        QSignalSpy refused(&w.table, &ui::ActionTable::refused);
        QVERIFY(w.action("edit")->isEnabled());
        w.action("edit")->trigger();
        QCOMPARE(refused.size(), 1);
        QCOMPARE(runs, 0);
        w.table.setFact(Need::Writable, true);
        w.action("edit")->trigger();
        QCOMPARE(refused.size(), 1);
        QCOMPARE(runs, 1);
    }

    void marksAreTold()
    {
        Window w;
        QList<bool> told;
        ActionEntry toggle = entry("toggle", ui::MenuGroup::ViewShown);
        toggle.check = ui::Check::Toggle;
        toggle.checked = true;
        toggle.toggled = [&told](bool on) { told.append(on); };
        const auto choice = [](const char *id, bool checked) {
            ActionEntry one = entry(id, ui::MenuGroup::ViewTheme);
            one.check = ui::Check::OneOfGroup;
            one.checked = checked;
            return one;
        };
        w.put("one", {toggle, choice("light", true), choice("dark", false)});
        QVERIFY(w.action("toggle")->isChecked());
        QVERIFY(told.isEmpty()); // the beginning is no change
        w.action("toggle")->trigger();
        w.action("toggle")->setChecked(true);
        QCOMPARE(told, QList<bool>({false, true}));
        QVERIFY(w.action("light")->isChecked());
        w.action("dark")->trigger();
        QVERIFY(!w.action("light")->isChecked() && w.action("dark")->isChecked());
    }

    void thePageOfKeysKnowsKeysOnly()
    {
        Window w;
        ActionEntry without = entry("without", ui::MenuGroup::GoStep);
        without.section = ui::KeySection::Go;
        ActionEntry with = entry("with", ui::MenuGroup::None); // by its key alone
        with.section = ui::KeySection::Go;
        with.keys = {QKeySequence(Qt::Key_X), QKeySequence(Qt::CTRL | Qt::Key_X)};
        w.put("one", {without, with});
        QCOMPARE(linesOf(ui::keyPage(w.table), "Go"), QStringLiteral("X   Ctrl+X:with"));
        QVERIFY(linesOf(ui::keyPage(w.table), "Mouse").contains(QStringLiteral("Wheel:Scroll")));
        QVERIFY(linesOf(ui::keyPage(w.table), "Hypnogram").contains(QStringLiteral("Solid:Confirmed by you")));
    }
};

QTEST_MAIN(TestActionTable)
#include "tst_actiontable.moc"
