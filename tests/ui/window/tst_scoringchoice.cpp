// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>

#include "tests/ui/window/menuwords.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/dialogs/newscoringdialog.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;
using scoring::StageSet;
using ui::NewScoringDialog;

/// A further scoring of a recording, as a person begins it.
class TestScoringChoice : public QObject {
    Q_OBJECT

    static NewScoringDialog *ask(Sitting &sitting)
    {
        sitting.trigger("actionNewScoring");
        return sitting.window.findChild<NewScoringDialog *>();
    }
    static QPushButton *button(const NewScoringDialog *dialog)
    {
        return dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
    }
    /// Begins as the dialog stands, after these have been chosen.
    static void begin(Sitting &sitting, QPointer<NewScoringDialog> dialog, const StageSet &set, double epochSec,
                      bool alike = false)
    {
        dialog->findChild<QComboBox *>()->setCurrentText(set.name());
        dialog->findChild<QDoubleSpinBox *>()->setValue(epochSec);
        dialog->findChild<QCheckBox *>()->setChecked(alike);
        button(dialog)->click();
        QTRY_VERIFY(!dialog);
        sitting.window.activateWindow(); // no window manager does it here
        QVERIFY(QTest::qWaitForWindowActive(&sitting.window));
    }
    static QStringList scorings(Sitting &sitting)
    {
        QStringList names;
        for (const QAction *action : sitting.window.findChildren<QAction *>())
            if (action->objectName().startsWith(QLatin1String("actionScoring")))
                names.append(action->text().section(QLatin1Char(','), 0, 0));
        return names;
    }

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void itAsksForWhatIsUsual()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(!sitting.action("actionNewScoring")->isEnabled());
        QVERIFY(sitting.open(desk.recording()));
        const NewScoringDialog *dialog = ask(sitting);
        QVERIFY(dialog && dialog->isVisible());
        const NewScoringDialog::Wish wish = dialog->wish();
        QCOMPARE(wish.name, QStringLiteral("tester")); // nobody touched the one that stands there
        QVERIFY(wish.stageSet == StageSet::mouseWithMicroarousal());
        QCOMPARE(wish.epochSec, 1.0);
        QVERIFY(!wish.beginAlike && button(dialog)->isEnabled());
        QCOMPARE(dialog->findChild<QLabel *>(QStringLiteral("stageNames"))->text(),
                 QStringLiteral("Wake, Microarousal, REM, NREM"));
        QCOMPARE(dialog->findChild<QDoubleSpinBox *>()->minimum(), 1.0);
        QCOMPARE(dialog->findChild<QDoubleSpinBox *>()->maximum(), 60.0);
    }

    void itBeginsAsAskedAndIsKept()
    {
        const Desk desk;
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            begin(sitting, ask(sitting), StageSet::aasm(), 30);
            QCOMPARE(sitting.hypnogram().size(), EpochIndex(4));
            QVERIFY(sitting.hypnogram().stageSet() == StageSet::aasm());
            QCOMPARE(sitting.selection()->count(), EpochIndex(4));
            QVERIFY(sitting.action("actionN2") && !sitting.action("actionNrem"));
            QCOMPARE(scorings(sitting), QStringList{QStringLiteral("tester")}); // the empty one gave up its place
            sitting.key(Qt::Key_2);
            QCOMPARE(sitting.stage(0), Stage::N2);
        }
        Sitting again(desk.project());
        QVERIFY(again.open(desk.recording()));
        QCOMPARE(again.hypnogram().epochSec(), 30.0);
        QCOMPARE(again.stage(0), Stage::N2);
        QVERIFY(again.bar()->message().isEmpty());
    }

    void oneThatSaysSomethingKeepsItsName()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.key(Qt::Key_W);
        NewScoringDialog *dialog = ask(sitting);
        QCOMPARE(dialog->wish().name, QStringLiteral("tester 2"));
        auto *name = dialog->findChild<QLineEdit *>(QStringLiteral("scoringName"));
        name->setText(QStringLiteral(" tester "));
        QVERIFY(!button(dialog)->isEnabled());
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("nameProblem"))->text().contains(QStringLiteral("already")));
        name->setText(QStringLiteral("  "));
        QVERIFY(!button(dialog)->isEnabled());
        name->setText(QStringLiteral("fine"));
        begin(sitting, dialog, StageSet::mouse(), 4);
        QCOMPARE(sitting.hypnogram().size(), EpochIndex(30));
        QCOMPARE(scorings(sitting), (QStringList{QStringLiteral("tester"), QStringLiteral("fine")}));
        QVERIFY(sitting.action("actionScoring1")->isChecked());
        sitting.trigger("actionScoring0");
        QCOMPARE(sitting.stage(0), Stage::Wake);
        QCOMPARE(sitting.hypnogram().size(), EpochIndex(120));
    }

    void whatWasChosenIsRemembered()
    {
        const Desk desk;
        const QString other = desk.write(QStringLiteral("other.edf"), 90, {QStringLiteral("EEG")});
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        begin(sitting, ask(sitting), StageSet::rechtschaffenKales(), 20);
        QVERIFY(sitting.open(other));
        QCOMPARE(sitting.hypnogram().size(), EpochIndex(90)); // begins as ever
        NewScoringDialog *dialog = ask(sitting);
        QCOMPARE(dialog->wish().epochSec, 20.0);
        QVERIFY(dialog->wish().stageSet == StageSet::rechtschaffenKales());
        begin(sitting, dialog, StageSet::rechtschaffenKales(), 20, true);
        QVERIFY(sitting.open(desk.write(QStringLiteral("third.edf"), 60, {QStringLiteral("EEG")})));
        QCOMPARE(sitting.hypnogram().size(), EpochIndex(3));
        QVERIFY(sitting.hypnogram().stageSet() == StageSet::rechtschaffenKales());
        QVERIFY(ask(sitting)->wish().beginAlike);
    }

    void noEpochIsLongerThanTheRecording()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.write(QStringLiteral("short.edf"), 12, {QStringLiteral("EEG")})));
        begin(sitting, ask(sitting), StageSet::aasm(), 30);
        QCOMPARE(sitting.hypnogram().epochSec(), 12.0);
        QCOMPARE(sitting.hypnogram().size(), EpochIndex(1));
    }

    void itGoesWithItsRecording()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        const QPointer<NewScoringDialog> dialog = ask(sitting);
        QVERIFY(dialog);
        QVERIFY(sitting.open(desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG")})));
        QTRY_VERIFY(!dialog);
    }
};

QTEST_MAIN(TestScoringChoice)
#include "tst_scoringchoice.moc"
