// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/windowfixture.h"

#include <QDoubleSpinBox>
#include <QHelpEvent>
#include <QListView>
#include <QMenuBar>
#include <QPushButton>
#include <QToolTip>

#include "core/project/sqlite/projectdatabase.h"
#include "tests/support/hypnograms.h"
#include "ui/dialogs/confirmdialog.h"

using namespace somno;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Stage;

/// Reviewing by key in the real window: confirming, going through the doubtful, and how far one has come.
class TestWindowReview : public QObject {
    Q_OBJECT

    /// Two minutes: Wake of 0.99, NREM of 0.70, REM of 0.90, unscored, NREM of 0.50, Wake of 0.97; twenty seconds each.
    static scoring::Proposal sixBouts()
    {
        scoring::Proposal proposal;
        proposal.modelVersion = QStringLiteral("test 1");
        const std::pair<const char *, float> bouts[]
            = {{"W", 0.99f}, {"N", 0.70f}, {"R", 0.90f}, {".", 0}, {"N", 0.50f}, {"W", 0.97f}};
        for (const auto &[letter, confidence] : bouts) {
            const scoring::Proposal bout = proposalOf(QByteArray(letter).repeated(20).toStdString(), confidence);
            proposal.classes = bout.classes;
            proposal.probabilities.insert(proposal.probabilities.end(), bout.probabilities.begin(),
                                          bout.probabilities.end());
        }
        return proposal;
    }
    static bool openScored(Sitting &sitting, const QString &path)
    {
        if (!sitting.open(path))
            return false;
        sitting.window.session()->document()->applyProposal(sixBouts());
        return sitting.hypnogram().size() == 120;
    }
    static std::string sources(Sitting &sitting, EpochIndex every = 20)
    {
        const std::string all = sourcesOf(sitting.hypnogram());
        std::string some;
        for (EpochIndex i = 0; i < EpochIndex(all.size()); i += every)
            some += all[size_t(i)];
        return some;
    }

private Q_SLOTS:
    void init()
    {
        // As failOnAnyWarning(), and without what the offscreen platform says of a tool tip.
        QTest::failOnWarning(
            QRegularExpression(QStringLiteral("^(?!This plugin does not support (propagateSizeHints|raise))")));
    }

    void returnConfirmsTheBoutAndGoesOn()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        sitting.selection()->setCurrent(5);
        sitting.key(Qt::Key_Return);
        QCOMPARE(sources(sitting), std::string("caa.aa"));
        QCOMPARE(sitting.hypnogram().source(19), EpochSource::Confirmed);
        QCOMPARE(sitting.selection()->current(), EpochIndex(20));
        QCOMPARE(sitting.status()->notice(), QStringLiteral("20 epochs confirmed"));
        QVERIFY2(sitting.action("actionUndo")->text().contains(QStringLiteral("confirm 20 epochs")),
                 qPrintable(sitting.action("actionUndo")->text()));
        sitting.key(Qt::Key_Enter); // of the number block
        sitting.key(Qt::Key_Return);
        QCOMPARE(sources(sitting), std::string("ccc.aa"));
        QCOMPARE(sitting.selection()->current(), EpochIndex(80)); // past the unscored bout
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(sources(sitting), std::string("cca.aa"));
        sitting.key(Qt::Key_Return);
        sitting.key(Qt::Key_Return);
        QCOMPARE(sources(sitting), std::string("cca.cc"));
        QCOMPARE(
            sitting.status()->notice(),
            QStringLiteral("20 epochs confirmed; no unreviewed bout follows, epochs that are unreviewed before: 20"));
        sitting.selection()->setCurrent(45);
        sitting.key(Qt::Key_Return);
        QCOMPARE(sitting.status()->notice(), QStringLiteral("20 epochs confirmed; all that is scored is reviewed"));
        sitting.selection()->setCurrent(65);
        sitting.key(Qt::Key_Return); // where nothing is scored, nothing is confirmed
        QCOMPARE(sitting.stage(65), Stage::Unscored);
        QCOMPARE(sitting.hypnogram().source(65), EpochSource::None);
    }

    void returnConfirmsTheSelectionOnly()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        sitting.selection()->select({15, 25});
        sitting.key(Qt::Key_Return);
        QCOMPARE(sitting.hypnogram().source(14), EpochSource::Automatic);
        QCOMPARE(sitting.hypnogram().source(15), EpochSource::Confirmed);
        QCOMPARE(sitting.hypnogram().source(24), EpochSource::Confirmed);
        QCOMPARE(sitting.hypnogram().source(25), EpochSource::Automatic);
        QVERIFY(sitting.selection()->selection().isEmpty());
        QCOMPARE(sitting.selection()->current(), EpochIndex(25)); // the rest of the bout
    }

    void shiftReturnConfirmsThePage()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        sitting.window.view()->timeAxis()->setRange(10.5, 40.5);
        sitting.key(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(sitting.hypnogram().source(9), EpochSource::Automatic);
        QCOMPARE(sitting.hypnogram().source(10), EpochSource::Confirmed);
        QCOMPARE(sitting.hypnogram().source(39), EpochSource::Confirmed);
        QCOMPARE(sitting.hypnogram().source(40), EpochSource::Automatic);
        QCOMPARE(sitting.status()->notice(), QStringLiteral("30 epochs confirmed"));
        sitting.window.view()->timeAxis()->setRange(40.5, 70.5); // the next page takes in the one that was cut
        sitting.key(Qt::Key_Enter, Qt::ShiftModifier);
        QCOMPARE(sitting.hypnogram().source(40), EpochSource::Confirmed);
        QCOMPARE(sitting.hypnogram().stage(65), Stage::Unscored);
        sitting.key(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(sitting.status()->notice(), QStringLiteral("Nothing on this page awaits review"));
        QCOMPARE(sitting.window.session()->document()->undoStack()->index(), 3);
    }

    void confidentEpochsAreCountedAndConfirmed()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        sitting.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        QPointer<ui::ConfirmDialog> dialog
            = sitting.window.findChild<ui::ConfirmDialog *>(QStringLiteral("confirmDialog"));
        QVERIFY(dialog && dialog->isVisible());
        auto *threshold = dialog->findChild<QDoubleSpinBox *>(QStringLiteral("confirmThreshold"));
        auto *accept = dialog->findChild<QPushButton *>(QStringLiteral("confirmAccept"));
        const auto *count = dialog->findChild<QLabel *>(QStringLiteral("confirmCount"));
        QCOMPARE(threshold->value(), 0.95);
        QVERIFY2(count->text().startsWith(QStringLiteral("40 of 100 automatic epochs")), qPrintable(count->text()));
        QVERIFY2(count->text().contains(QStringLiteral("The other 60")), qPrintable(count->text()));
        threshold->setValue(0.90);
        QCOMPARE(accept->text(), QStringLiteral("Confirm 60 epochs"));
        threshold->setValue(1);
        QVERIFY(!accept->isEnabled());
        threshold->setValue(0.97);                         // and what lies on it
        QCOMPARE(sources(sitting), std::string("aaa.aa")); // nothing so far
        accept->click();
        QCOMPARE(sources(sitting), std::string("caa.ac"));
        QCOMPARE(sitting.status()->notice(), QStringLiteral("40 epochs confirmed"));
        sitting.window.session()->document()->undoStack()->undo(); // both bouts were one step
        QCOMPARE(sources(sitting), std::string("aaa.aa"));
        QTRY_VERIFY(!dialog);
        sitting.trigger("actionConfirmConfident");
        dialog = sitting.window.findChild<ui::ConfirmDialog *>(QStringLiteral("confirmDialog"));
        QCOMPARE(dialog->threshold(), 0.97); // remembered
        dialog->reject();
        QCOMPARE(sources(sitting), std::string("aaa.aa"));
    }

    void stageKeysConfirmAndCorrect()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        sitting.selection()->setCurrent(20);
        sitting.key(Qt::Key_2); // NREM, as the model said
        sitting.key(Qt::Key_3);
        QCOMPARE(sitting.hypnogram().source(20), EpochSource::Confirmed);
        QCOMPARE(sitting.hypnogram().source(21), EpochSource::Human);
        sitting.key(Qt::Key_Left);
        QCOMPARE(sitting.label("statusStage"), QStringLiteral("REM"));
        QCOMPARE(sitting.label("statusSource"), QStringLiteral("set by hand, the model said NREM 0.70"));
        sitting.key(Qt::Key_Left);
        QCOMPARE(sitting.label("statusStage"), QStringLiteral("NREM"));
        QCOMPARE(sitting.label("statusSource"), QStringLiteral("confirmed"));
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(sitting.hypnogram().source(20), EpochSource::Automatic);
    }

    void keysGoThroughTheDoubtful()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        const auto at = [&](Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
            sitting.key(Qt::Key_D, modifiers);
            return sitting.selection()->current();
        };
        sitting.window.view()->timeAxis()->setRange(0, 30);
        QCOMPARE(at(), EpochIndex(80)); // 0.50
        QCOMPARE(sitting.selection()->selection(), (scoring::EpochRange{80, 100}));
        QVERIFY(sitting.window.view()->timeAxis()->first() < 80 && sitting.window.view()->timeAxis()->last() > 99);
        QCOMPARE(at(), EpochIndex(20)); // 0.70
        QCOMPARE(at(), EpochIndex(40)); // 0.90
        QCOMPARE(at(Qt::ShiftModifier), EpochIndex(20));
        sitting.key(Qt::Key_3); // corrects the whole bout, which leaves the order
        QCOMPARE(sitting.hypnogram().source(39), EpochSource::Human);
        QCOMPARE(at(), EpochIndex(40)); // the place in the order stays all the same
        QCOMPARE(at(Qt::ShiftModifier), EpochIndex(80));
        QCOMPARE(at(Qt::ShiftModifier), EpochIndex(80));
        QCOMPARE(sitting.status()->notice(), QStringLiteral("No bout of more doubt awaits review"));
        sitting.key(Qt::Key_Return); // confirms the bout that D selected
        QCOMPARE(sources(sitting), std::string("aha.ca"));
        QCOMPARE(at(), EpochIndex(40));
        QCOMPARE(at(), EpochIndex(100)); // 0.97
        QCOMPARE(at(), EpochIndex(0));   // 0.99
        QCOMPARE(at(), EpochIndex(40));
        QCOMPARE(sitting.status()->notice(), QStringLiteral("That was the last one; again from the most doubtful"));
        sitting.window.session()->document()->confirm(scoring::EpochRange{0, 120});
        at();
        QCOMPARE(sitting.status()->notice(), QStringLiteral("No bout awaits review"));
    }

    void anotherAnswerOfTheModelBeginsAnew()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        sitting.key(Qt::Key_D);
        sitting.key(Qt::Key_D);
        QCOMPARE(sitting.selection()->current(), EpochIndex(20));
        sitting.window.session()->document()->applyProposal(
            proposalOf(std::string(60, 'W') + std::string(60, 'N'), 0.6f));
        sitting.key(Qt::Key_D);
        QCOMPARE(sitting.selection()->current(), EpochIndex(0));
    }

    void aSmallPageShowsTheBoutFromItsBeginning()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        plot::TimeAxis *axis = sitting.window.view()->timeAxis();
        axis->setRange(0, 10); // shorter than a bout
        sitting.key(Qt::Key_D);
        QCOMPARE(axis->first(), 79.0);
        axis->setRange(0, 25);
        sitting.selection()->clear();
        sitting.selection()->setCurrent(0);
        sitting.key(Qt::Key_Return);
        QCOMPARE(axis->first(), 17.5); // all of the next bout lies on the page
        QCOMPARE(axis->last(), 42.5);
    }

    void theListFollowsTheReview()
    {
        const Desk desk;
        const QString other
            = desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG"), QStringLiteral("EMG")});
        const auto fractions = [](Sitting &sitting, int row) {
            const QModelIndex index
                = sitting.window.findChild<QListView *>(QStringLiteral("recordingList"))->model()->index(row, 0);
            return std::pair(index.data(ui::RecordingListModel::ScoredFractionRole).toDouble(),
                             index.data(ui::RecordingListModel::ReviewedFractionRole).toDouble());
        };
        {
            Sitting sitting(desk.project());
            QVERIFY(openScored(sitting, desk.recording()));
            QTRY_COMPARE(fractions(sitting, 0), std::pair(100.0 / 120, 0.0));
            sitting.key(Qt::Key_Return);
            QTRY_COMPARE(fractions(sitting, 0), std::pair(100.0 / 120, 20.0 / 120));
            sitting.key(Qt::Key_Z, Qt::ControlModifier);
            QTRY_COMPARE(fractions(sitting, 0), std::pair(100.0 / 120, 0.0));
            sitting.key(Qt::Key_Y, Qt::ControlModifier);
            QVERIFY(sitting.open(other));
            QTRY_COMPARE(fractions(sitting, 1), std::pair(100.0 / 120, 20.0 / 120));
        }
        Sitting again(desk.project()); // nothing is open: the database says it
        QTRY_COMPARE(fractions(again, 1), std::pair(100.0 / 120, 20.0 / 120));
        QCOMPARE(fractions(again, 0), std::pair(0.0, 0.0));
        QVERIFY(again.open(desk.recording()));
        QCOMPARE(sources(again), std::string("caa.aa"));
    }

    void withoutAProjectNothingIsConfirmed()
    {
        const Desk desk;
        {
            Sitting first(desk.project());
            QVERIFY(openScored(first, desk.recording()));
        }
        const auto other = store::ProjectDatabase::open(desk.project());
        QVERIFY(other.has_value());
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        const QList<Qt::KeyboardModifiers> all{Qt::NoModifier, Qt::ShiftModifier,
                                               Qt::ControlModifier | Qt::ShiftModifier};
        for (const Qt::KeyboardModifiers modifiers : all) {
            sitting.bar()->hide();
            sitting.key(Qt::Key_Return, modifiers);
            QCOMPARE(sources(sitting), std::string("aaa.aa"));
            QVERIFY(sitting.bar()->message().contains(QStringLiteral("Nothing was changed")));
        }
        QVERIFY(!sitting.window.findChild<ui::ConfirmDialog *>());
        sitting.key(Qt::Key_D); // looking is allowed
        QCOMPARE(sitting.selection()->current(), EpochIndex(80));
    }

    void keysWithoutARecordingDoNothing()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        for (const char *name : {"actionConfirm", "actionConfirmPage", "actionConfirmConfident", "actionNextDoubtful",
                                 "actionPreviousDoubtful"}) {
            QVERIFY(!sitting.action(name)->isEnabled());
            QVERIFY(sitting.action(name)->toolTip().size() > 20);
        }
        QVERIFY(sitting.open(desk.recording())); // not scored yet
        sitting.key(Qt::Key_Return);
        QCOMPARE(sitting.status()->notice(), QStringLiteral("There is nothing to confirm yet"));
        sitting.key(Qt::Key_D);
        QCOMPARE(sitting.status()->notice(), QStringLiteral("No bout awaits review"));
        QCOMPARE(sitting.window.session()->document()->undoStack()->count(), 0);
        QVERIFY(!sitting.action("actionConfirm")->autoRepeat()); // a held key confirms one bout
    }

    void theHypnogramSaysItInWords()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(openScored(sitting, desk.recording()));
        sitting.window.session()->document()->confirm(scoring::EpochRange{0, 20});
        sitting.trigger("actionSpanAll");
        const auto said = [&](const char *laneName, double sec) {
            auto *lane = sitting.window.findChild<QWidget *>(QLatin1String(laneName));
            constexpr int kGutter = 136, kMargin = 12;
            const QPoint pos(kGutter + int(sec / 120 * (lane->width() - kGutter - kMargin)), lane->height() / 2);
            QHelpEvent event(QEvent::ToolTip, pos, lane->mapToGlobal(pos));
            QCoreApplication::sendEvent(lane, &event);
            return QToolTip::isVisible() ? QToolTip::text() : QString();
        };
        QCOMPARE(said("traceLane0", 10.5), QString());
        QCOMPARE(said("hypnogramLane", 10.5), QStringLiteral("08:00:10   Wake, confirmed"));
        QCOMPARE(said("overviewLane", 30.5), QStringLiteral("08:00:30   NREM 0.70, automatic, test 1"));
        QCOMPARE(said("overviewLane", 70.5), QStringLiteral("08:01:10   unscored"));
        QToolTip::hideText();
    }
};

QTEST_MAIN(TestWindowReview)
#include "tst_windowreview.moc"
