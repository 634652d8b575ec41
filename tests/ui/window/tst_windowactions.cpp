// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/menuwords.h"
#include "tests/ui/window/standinengine.h"

#include "core/project/sqlite/projectdatabase.h"
#include "core/scoring/stageset.h"
#include "ui/window/actiontable.h"
#include "ui/window/epocheditor.h"
#include "ui/window/keypage.h"
#include "ui/window/recordingopener.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;
using ui::Need;
using ui::Needs;

namespace {

ui::ActionTable *tableOf(Sitting &sitting)
{
    return sitting.window.findChild<ui::ActionTable *>();
}

/// The keys of all actions of the window, with the actions that have them.
QMultiHash<QString, QString> keysOf(const ui::MainWindow &window)
{
    QMultiHash<QString, QString> keys;
    for (const QAction *action : window.findChildren<QAction *>())
        for (const QKeySequence &key : action->shortcuts())
            keys.insert(key.toString(), action->objectName());
    return keys;
}

/// The actions that are enabled but should not be, where only these facts hold, or the other way round.
QString wronglyEnabled(Sitting &sitting, Needs facts)
{
    QStringList wrong;
    for (const auto &[entry, action] : tableOf(sitting)->rows())
        if (action->isEnabled() != !(entry.needs & ~(facts | Need::Writable)))
            wrong.append(entry.id);
    return wrong.join(QLatin1Char(' '));
}

} // namespace

/// The actions of the real window: where they stand, what they need, what their keys are.
class TestWindowActions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void menusAndToolBarStandInTheirOrder()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        const auto menu = [&](const char *title) { return idsOfMenu(sitting.window, title); };
        QCOMPARE(menu("File"), QStringLiteral("Open Open recent() - Import Export - Save Quit"));
        QCOMPARE(menu("Edit"), QStringLiteral("Undo Redo - Unscore ClearSelection"));
        QCOMPARE(menu("Score"), QStringLiteral("AutoScore ReplaceMine Teach - Wake Nrem Rem Microarousal - Confirm "
                                               "ConfirmPage ConfirmConfident - Scorer NewScoring Scorings()"));
        QCOMPARE(menu("Go"),
                 QStringLiteral("NextEpoch PreviousEpoch NextPage PreviousPage FirstEpoch LastEpoch - NextBout "
                                "PreviousBout NextUnscored PreviousUnscored NextUncertain PreviousUncertain - "
                                "NextDoubtful PreviousDoubtful"));
        QCOMPARE(menu("View"),
                 QStringLiteral("Span30s Span2min Span10min Span1h Span6h SpanAll - ZoomIn ZoomOut Taller Flatter "
                                "Autoscale - Channels ClockTime ProjectPanel - Theme(ThemeAuto ThemeLight ThemeDark) "
                                "Stage colours(ColoursSafe ColoursLaboratory)"));
        QCOMPARE(menu("Help"), QStringLiteral("Keys About"));
        QCOMPARE(idsOf(toolBarOf(sitting.window)->actions()),
                 QStringLiteral("Open Export - AutoScore Teach Channels - Span30s Span2min Span10min Span1h Span6h "
                                "SpanAll - Undo Redo"));
        QCOMPARE(idsOf(buttonOf(sitting.window, sitting.action("actionAutoScore"))->menu()->actions()),
                 QStringLiteral("ReplaceMine"));
    }

    void everyActionStandsInAMenuOnce()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QTRY_VERIFY(sitting.action("actionRecent0"));
        const QList<QAction *> shown = actionsInMenus(sitting.window.menuBar()->actions());
        for (const auto &[entry, action] : tableOf(sitting)->rows()) {
            QCOMPARE(action->objectName(), entry.id);
            QVERIFY2(shown.count(action) == (entry.menu == ui::MenuGroup::None ? 0 : 1), qPrintable(entry.id));
            QVERIFY2(entry.menu != ui::MenuGroup::None || !entry.keys.isEmpty(), qPrintable(entry.id));
            QVERIFY2(entry.run || entry.toggled, qPrintable(entry.id));
        }
        QCOMPARE(shown.size(), qsizetype(tableOf(sitting)->rows().size())); // and nothing else
    }

    void noKeyMeansTwoThings()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        auto *editor = sitting.window.findChild<ui::EpochEditor *>();
        for (const scoring::StageSet &set : scoring::StageSet::builtIn()) {
            editor->setStageSet(set);
            const auto keys = keysOf(sitting.window);
            for (const QString &key : keys.uniqueKeys())
                QVERIFY2(keys.count(key) == 1, qPrintable(set.name() + QLatin1Char(' ') + key));
            for (const scoring::StageDefinition &definition : set.stages())
                for (const QChar key : definition.keys)
                    QVERIFY2(keys.contains(key), qPrintable(set.name() + QLatin1Char(' ') + key));
        }
        editor->setStageSet({});
        const auto keys = keysOf(sitting.window);
        QCOMPARE(keys.value(QStringLiteral("S")), QStringLiteral("actionNrem"));
        QCOMPARE(keys.value(QStringLiteral("Del")), QStringLiteral("actionUnscore"));
        QCOMPARE(keys.value(QStringLiteral("Shift+U")), QStringLiteral("actionPreviousUncertain"));
    }

    void aLaboratorysStagesTakeNothingFromOtherActions()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        auto *editor = sitting.window.findChild<ui::EpochEditor *>();
        const QAction *undo = sitting.action("actionUndo");
        const auto own = scoring::StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                                                 {{Stage::Wake, QStringLiteral("Redo"), {}, {}, QStringLiteral("1")},
                                                  {Stage(16), QStringLiteral("Undo"), {}, {}, QStringLiteral("UQ")}});
        QVERIFY(own.has_value());
        editor->setStageSet(*own);
        QCOMPARE(sitting.action("actionUndo"), undo);
        QCOMPARE(sitting.action("actionStage16")->text(), QStringLiteral("Score as &Undo"));
        QCOMPARE(sitting.action("actionWake")->text(), QStringLiteral("Score as &Redo"));
        QCOMPARE(keysOf(sitting.window).values(QStringLiteral("U")), QStringList{"actionNextUncertain"});
        QCOMPARE(keysOf(sitting.window).values(QStringLiteral("Q")), QStringList{"actionStage16"});
        editor->setStageSet(scoring::StageSet::rechtschaffenKales());
        QVERIFY(sitting.action("actionMovementtime"));
    }

    void thePageOfKeysNamesEachActionWithAKey()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QStringList keys;
        for (const ui::KeySheet::Section &section : ui::keyPage(*tableOf(sitting)))
            for (const ui::KeySheet::Line &line : section.lines)
                keys += line.keys.split(QStringLiteral("   "));
        for (const auto &[entry, action] : tableOf(sitting)->rows()) {
            QCOMPARE(entry.section == ui::KeySection::None, entry.keys.isEmpty());
            for (const QKeySequence &key : action->shortcuts())
                if (key[0].key() != Qt::Key_Enter)
                    QVERIFY2(keys.count(key.toString(QKeySequence::NativeText)) == 1, qPrintable(entry.id));
        }
    }

    void whatIsEnabledFollowsFromTheNeeds()
    {
        const Desk desk;
        const StandInEngine engine(desk, "trap 'exit 130' TERM\nwhile true; do sleep 0.05; done\n");
        Sitting sitting(desk.project());
        QCOMPARE(wronglyEnabled(sitting, Need::EngineIdle), QString());
        QVERIFY(sitting.action("actionOpen")->isEnabled() && !sitting.action("actionZoomIn")->isEnabled());

        QString beforeTheScoring;
        connect(
            sitting.window.findChild<ui::RecordingOpener *>(), &ui::RecordingOpener::loaded, &sitting.window,
            [&] {
                QVERIFY(sitting.action("actionZoomIn")->isEnabled() && !sitting.action("actionWake")->isEnabled());
                beforeTheScoring = wronglyEnabled(sitting, Need::EngineIdle | Need::Recording);
            },
            Qt::SingleShotConnection);
        QVERIFY(sitting.open(desk.recording()));
        QCOMPARE(beforeTheScoring, QString());
        const Needs open = Need::Recording | Need::Scoring;
        QCOMPARE(wronglyEnabled(sitting, open | Need::EngineIdle), QString());
        QVERIFY(sitting.action("actionWake")->isEnabled() && !sitting.action("actionUndo")->isEnabled());

        sitting.key(Qt::Key_2);
        QCOMPARE(wronglyEnabled(sitting, open | Need::EngineIdle | Need::UndoPossible), QString());
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(wronglyEnabled(sitting, open | Need::EngineIdle | Need::RedoPossible), QString());

        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(sitting.status()->isJobShown());
        QCOMPARE(wronglyEnabled(sitting, open | Need::RedoPossible), QString());
        QVERIFY(!sitting.action("actionAutoScore")->isEnabled());
        // What is closed takes its engine's job and its history with it.
        sitting.window.findChild<ui::RecordingOpener *>()->close();
        QTRY_COMPARE(wronglyEnabled(sitting, Need::EngineIdle), QString());
        QVERIFY(!sitting.action("actionRedo")->isEnabled());
    }

    void withoutAProjectToWriteEachEditIsRefused()
    {
        const Desk desk;
        const auto other = store::ProjectDatabase::open(desk.project());
        QVERIFY(other.has_value());
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QCOMPARE(wronglyEnabled(sitting, Need::Recording | Need::Scoring | Need::EngineIdle), QString());
        QSignalSpy refused(tableOf(sitting), &ui::ActionTable::refused);
        int edits = 0;
        for (const auto &[entry, action] : tableOf(sitting)->rows())
            if (entry.needs.testFlag(Need::Writable)) {
                action->trigger();
                ++edits;
                QVERIFY2(refused.size() == edits, qPrintable(entry.id));
            }
        QCOMPARE(edits, 12); // a new scoring, import, save, auto-score, four stages, none, three ways to confirm
        QCOMPARE(sitting.window.session()->document()->undoStack()->count(), 0);
        QVERIFY(sitting.bar()->message().contains(QStringLiteral("Nothing was changed")));
        QVERIFY(!sitting.status()->isJobShown());
    }

    void theStagesOfTheSetCanBeSet()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QCOMPARE(sitting.action("actionWake")->text(), QStringLiteral("Score as &Wake"));
        QCOMPARE(sitting.action("actionNrem")->text(), QStringLiteral("Score as &NREM"));
        QCOMPARE(sitting.action("actionRem")->text(), QStringLiteral("Score as &REM"));
        QCOMPARE(sitting.action("actionMicroarousal")->text(), QStringLiteral("Score as &microarousal"));
        const auto shortcuts
            = [&](const char *id) { return QKeySequence::listToString(sitting.action(id)->shortcuts()); };
        QCOMPARE(shortcuts("actionWake"), QStringLiteral("1; W"));
        QCOMPARE(shortcuts("actionNrem"), QStringLiteral("2; N; S"));
        QCOMPARE(shortcuts("actionRem"), QStringLiteral("3; R"));
        QCOMPARE(shortcuts("actionMicroarousal"), QStringLiteral("4; M"));

        auto *editor = sitting.window.findChild<ui::EpochEditor *>();
        const QAction *wake = sitting.action("actionWake");
        editor->setStageSet(scoring::StageSet::mouseWithMicroarousal());
        QCOMPARE(sitting.action("actionWake"), wake); // the same stages, the same actions
        const QString before = idsOfMenu(sitting.window, "Score");
        editor->setStageSet(scoring::StageSet::aasm());
        QVERIFY(idsOfMenu(sitting.window, "Score")
                    .startsWith(QStringLiteral("AutoScore ReplaceMine Teach - Wake N1 N2 N3 Rem - Confirm")));
        QCOMPARE(shortcuts("actionRem"), QStringLiteral("5; R"));
        sitting.key(Qt::Key_4);
        QCOMPARE(sitting.stage(0), Stage::Unscored);
        editor->setStageSet({});
        QCOMPARE(idsOfMenu(sitting.window, "Score"), before);
        sitting.key(Qt::Key_3);
        QCOMPARE(sitting.stage(0), Stage::Rem);
    }

    void aSpanThatIsShownStaysMarked()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.action("actionSpanAll")->isChecked());
        sitting.trigger("actionSpanAll"); // nothing moves
        QVERIFY(sitting.action("actionSpanAll")->isChecked());
        sitting.trigger("actionSpan30s");
        QVERIFY(sitting.action("actionSpan30s")->isChecked() && !sitting.action("actionSpanAll")->isChecked());
        sitting.key(Qt::Key_Plus);
        QVERIFY(!sitting.action("actionSpan30s")->isChecked());
        sitting.trigger("actionSpan1h"); // longer than the recording: all of it
        QVERIFY(sitting.action("actionSpanAll")->isChecked() && !sitting.action("actionSpan1h")->isChecked());
    }

    void whatIsShownIsFoundAgain()
    {
        const Desk desk;
        const auto panel = [](Sitting &sitting) {
            return sitting.window.findChild<QWidget *>(QStringLiteral("projectPanel"))->isVisible();
        };
        const auto time = [](Sitting &sitting) {
            return sitting.window.findChild<QToolButton *>(QStringLiteral("statusTime"))->text();
        };
        {
            Sitting sitting(desk.project());
            QVERIFY(panel(sitting) && sitting.action("actionProjectPanel")->isChecked());
            QVERIFY(sitting.action("actionClockTime")->isChecked());
            sitting.trigger("actionProjectPanel");
            sitting.trigger("actionClockTime");
            QVERIFY(!panel(sitting));
        }
        Sitting again(desk.project());
        QVERIFY(!panel(again) && !again.action("actionProjectPanel")->isChecked());
        QVERIFY(!again.action("actionClockTime")->isChecked());
        QVERIFY(again.open(desk.recording()));
        QCOMPARE(time(again), QStringLiteral("0:00:00"));
        again.trigger("actionProjectPanel");
        again.trigger("actionClockTime");
        QVERIFY(panel(again));
        QCOMPARE(time(again), QStringLiteral("08:00:00"));
    }

    void recentRecordingsOpenFromTheirMenu()
    {
        const Desk desk;
        const QString other
            = desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG"), QStringLiteral("EMG")});
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.open(other));
        QTRY_VERIFY(sitting.action("actionRecent1"));
        QCOMPARE(sitting.action("actionRecent1")->text(), QStringLiteral("mouse.edf"));
        QCOMPARE(sitting.action("actionRecent1")->toolTip(), desk.recording());
        QSignalSpy ready(&sitting.window, &ui::MainWindow::recordingReady);
        sitting.trigger("actionRecent1");
        QVERIFY(ready.wait(20000));
        QCOMPARE(sitting.window.session()->path(), desk.recording());
    }
};

QTEST_MAIN(TestWindowActions)
#include "tst_windowactions.moc"
