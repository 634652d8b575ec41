// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractButton>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QMessageBox>
#include <QMimeData>

#include "core/labels/labelfile.h"
#include "tests/support/data.h"
#include "tests/ui/window/windowfixture.h"
#include "ui/window/labeltransfer.h"

using namespace somno;
using namespace somno::test;
using scoring::Stage;
using scoring::StageSet;

class TestLabelTransfer : public QObject {
    Q_OBJECT

    [[nodiscard]] static QString twoScorers(const Desk &desk)
    {
        return desk.save(QStringLiteral("two.csv"), "onset_s,duration_s,stage,scorer\n0,60,Wake,Anna\n0,120,REM,Ben\n"
                                                    "60,60,NREM,Anna\n");
    }
    [[nodiscard]] static QStringList scoringsInMenu(Sitting &sitting)
    {
        QStringList texts;
        for (const QAction *action : sitting.window.findChildren<QAction *>())
            if (action->objectName().startsWith(QLatin1String("actionScoring")))
                texts << action->text().section(QLatin1Char(','), 0, 0);
        texts.sort();
        return texts;
    }
    static void drop(Sitting &sitting, const QString &path)
    {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path)});
        QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&sitting.window, &enter);
        QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&sitting.window, &event);
    }
    /// What an export asks, once it asks.
    [[nodiscard]] static QMessageBox *lossBox(Sitting &sitting)
    {
        return sitting.window.findChild<QMessageBox *>(QStringLiteral("lossDialog"));
    }

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void saysWhenTheStagesAreOthers()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.import(
            desk.save(QStringLiteral("mouse.csv"), "onset_s,duration_s,stage\n0,10,Wake\n10,110,REM\n")));
        QTRY_COMPARE(sitting.stage(10), Stage::Rem);
        QCOMPARE(sitting.bar()->detail(), QString());
        QVERIFY(
            sitting.import(desk.save(QStringLiteral("human.csv"), "onset_s,duration_s,stage\n0,10,N1\n10,110,N2\n")));
        QTRY_COMPARE(sitting.stage(10), Stage::N2);
        QCOMPARE(sitting.bar()->detail(), QStringLiteral("The stages are now those of AASM."));
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(sitting.hypnogram().stageSet() == StageSet::mouseWithMicroarousal());
    }

    void saysWhatTheScoringHasNoStageFor()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.import(desk.save(QStringLiteral("model.csv"), "onset_s,duration_s,stage,p_wake,p_n2\n"
                                                                      "0,50,Wake,0.9,0.1\n50,70,N2,0.1,0.9\n")));
        QTRY_COMPARE(sitting.hypnogram().count(Stage::Wake), EpochIndex(50));
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(70));
        QCOMPARE(sitting.bar()->detail(),
                 QStringLiteral("70 epochs were left as they are: the model calls them a stage "
                                "that this scoring does not have."));
    }

    /// Labels go where they were asked for, whatever is edited when the file is read.
    void labelsStayWithTheirScoring()
    {
        const Desk desk;
        const QString labels = desk.save(QStringLiteral("theirs.csv"), "onset_s,duration_s,stage\n0,20,REM\n");
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            sitting.key(Qt::Key_2);
        }
        Sitting sitting(desk.project());
        sitting.project.setScorer(QStringLiteral("ben"));
        QVERIFY(sitting.open(desk.recording()));
        ui::RecordingSession *session = sitting.window.session();
        QCOMPARE(session->scorings().size(), 2);
        sitting.window.showLabels(labels);
        QVERIFY(sitting.importDialog());
        session->edit(1);
        sitting.importDialog()->accept();
        const auto rem
            = [&](int scoring) { return session->scorings().document(scoring)->hypnogram().count(Stage::Rem); };
        QTRY_COMPARE(rem(0), EpochIndex(20));
        QCOMPARE(rem(1), EpochIndex(0));
    }

    void nothingIsTakenBeforeItIsWanted()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.selection()->select({0, 30});
        sitting.key(Qt::Key_2);
        sitting.window.showLabels(desk.save(QStringLiteral("theirs.csv"), "onset_s,duration_s,stage\n0,120,REM\n"));
        QDialog *dialog = sitting.importDialog();
        QVERIFY(dialog);
        QVERIFY(dialog->findChild<QLabel *>(QStringLiteral("importConsequence"))
                    ->text()
                    .contains(QStringLiteral("30 epochs that were set by hand")));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!sitting.window.findChild<QDialog *>(QStringLiteral("importDialog")));
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(30));
        QCOMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(0));
        QCOMPARE(sitting.window.session()->document()->undoStack()->count(), 1);
        QCOMPARE(sitting.bar()->message(), QString());
    }

    /// One undo takes back all of an import, of each scorer.
    void otherScorersStandBeside()
    {
        const Desk desk;
        const QString path = twoScorers(desk);
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            QVERIFY(sitting.import(path));
            QTRY_COMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(60));
            QVERIFY(sitting.bar()->message().contains(QStringLiteral("120 of 120 epochs are scored now")));
            QVERIFY(sitting.bar()->detail().contains(QStringLiteral("The labels of Ben stand beside them")));
            QCOMPARE(scoringsInMenu(sitting), (QStringList{"File two.csv (Ben)", "tester"}));
            const scoring::ScoringSet &all = sitting.window.session()->scorings();
            QCOMPARE(all.document(1)->hypnogram().count(Stage::Rem), EpochIndex(120));
            sitting.window.findChild<QPushButton *>(QStringLiteral("messageButton"))->click();
            QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(120));
            QCOMPARE(all.document(1)->hypnogram().count(Stage::Unscored), EpochIndex(120));
            QTRY_COMPARE(scoringsInMenu(sitting), QStringList("tester"));
            QVERIFY(sitting.import(path));
            QTRY_COMPARE(scoringsInMenu(sitting).size(), 2);
        }
        Sitting again(desk.project());
        QVERIFY(again.open(desk.recording()));
        QCOMPARE(again.hypnogram().count(Stage::Nrem), EpochIndex(60));
        QCOMPARE(scoringsInMenu(again), (QStringList{"File two.csv (Ben)", "tester"}));
    }

    void oneScorerIsEnough()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.window.showLabels(twoScorers(desk));
        QDialog *dialog = sitting.importDialog();
        QVERIFY(dialog);
        dialog->findChild<QAbstractButton *>(QStringLiteral("importOthers"))->click();
        dialog->accept();
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(60));
        QCOMPARE(sitting.window.session()->scorings().size(), 1);
        QCOMPARE(sitting.bar()->detail(), QStringLiteral("The labels of Ben were left out."));
    }

    /// Files that are dropped go where they belong.
    void droppedLabelsAreImported()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        const QString labels = desk.save(QStringLiteral("theirs.csv"), "onset_s,duration_s,stage\n0,120,REM\n");
        drop(sitting, labels);
        QTRY_COMPARE(sitting.bar()->message(), QStringLiteral("theirs.csv holds labels."));
        QSignalSpy ready(&sitting.window, &ui::MainWindow::recordingReady);
        drop(sitting, desk.recording());
        QVERIFY(ready.wait(20000));
        drop(sitting, labels);
        QDialog *dialog = sitting.importDialog();
        QVERIFY(dialog);
        dialog->accept();
        QCOMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(120));
        // Annotations of stages alone are labels, too.
        QVERIFY(io::writeLabels(desk.path(QStringLiteral("labels.edf")), sitting.hypnogram(), {}));
        QTRY_VERIFY(!sitting.window.findChild<QDialog *>(QStringLiteral("importDialog"))); // the one before is gone
        drop(sitting, desk.path(QStringLiteral("labels.edf")));
        QVERIFY(sitting.importDialog());
    }

    void withNobodyToAskLabelsAreTakenAtOnce()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.window.setUnattended();
        sitting.window.showLabels(desk.save(QStringLiteral("theirs.csv"), "onset_s,duration_s,stage\n0,120,REM\n"));
        QTRY_COMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(120));
        sitting.window.showLabels(desk.save(QStringLiteral("codes.csv"), "onset_s,stage\n0,Sleepy\n"));
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("codes.csv holds no sleep stages")));
        QVERIFY(!sitting.window.findChild<QDialog *>(QStringLiteral("importDialog")));
    }

    /// What the bar says of the labels after the dialog is closed, and what is in the scoring.
    void whatIsOddIsSaidAfterwards()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(
            sitting.import(desk.save(QStringLiteral("odd.csv"), "onset_s,duration_s,stage\n60,40,dozing\n0,60,Wake\n"
                                                                "100,40,REM\n")));
        QTRY_COMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(20));
        QVERIFY(sitting.bar()->message().contains(QStringLiteral("80 of 120 epochs are scored now")));
        for (const char *words : {"1 word is not understood (40 s)", "20 s of stages lie beyond the end", "sorted by"})
            QVERIFY2(sitting.bar()->detail().contains(QLatin1String(words)), qPrintable(sitting.bar()->detail()));
    }

    void aFormatSaysWhatItLosesBeforeItIsWritten()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.selection()->select({0, 30});
        sitting.key(Qt::Key_2);
        auto *transfer = sitting.window.findChild<ui::LabelTransfer *>();
        const QString path = desk.path(QStringLiteral("labels.edf"));
        const auto offer = [&](const QString &name, const char *format) {
            transfer->offerExport(sitting.window.session(), name, QLatin1String(format));
        };
        offer(path, "edf");
        QVERIFY(lossBox(sitting));
        QVERIFY(lossBox(sitting)->text().contains(QStringLiteral("EDF+ annotations")));
        QVERIFY(lossBox(sitting)->informativeText().contains(QStringLiteral("who set each epoch")));
        lossBox(sitting)->button(QMessageBox::Cancel)->click();
        QTRY_VERIFY(!lossBox(sitting));
        QVERIFY(!QFileInfo::exists(path));
        offer(path, "edf");
        QTest::keyClick(lossBox(sitting), Qt::Key_Return);
        QTRY_VERIFY(sitting.bar()->message().contains(path));
        QVERIFY(QFileInfo::exists(path));
        QTRY_VERIFY(!lossBox(sitting));
        offer(desk.path(QStringLiteral("labels.csv")), "csv"); // holds all of it
        QVERIFY(!lossBox(sitting));
        QTRY_VERIFY(QFileInfo::exists(desk.path(QStringLiteral("labels.csv"))));
        offer(desk.recording(), "csv");
        QVERIFY(sitting.bar()->message().contains(QStringLiteral("was not written over")));
    }

    /// Each goes through the dialog as a whole; what it holds is tested where the dialog is.
    void faultyFilesAreTakenAsShown_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<EpochIndex>("scored");
        const auto add
            = [](const char *file, EpochIndex scored) { QTest::newRow(file) << QString::fromLatin1(file) << scored; };
        add("L01b_much_longer.csv", 240);
        add("L02b_starts_one_minute_later.edf", 180);
        add("L05b_rodent_words.edf", 240);
        add("L16_unsorted_no_durations.csv", 240);
        add("L21b_duplicate_onset_conflict.csv", 140);
    }
    void faultyFilesAreTakenAsShown()
    {
        QFETCH(QString, file);
        QFETCH(EpochIndex, scored);
        SOMNO_REQUIRE_DATA(recording, "faults/base.edf");
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(recording));
        QVERIFY(sitting.import(dataFile(QStringLiteral("faults/") + file)));
        const scoring::Hypnogram &hypnogram = sitting.hypnogram();
        QTRY_COMPARE(hypnogram.size() - hypnogram.count(Stage::Unscored), scored);
        QCOMPARE(hypnogram.size(), EpochIndex(240));
        sitting.window.findChild<QPushButton *>(QStringLiteral("messageButton"))->click();
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(240));
    }
};

QTEST_MAIN(TestLabelTransfer)
#include "tst_labeltransfer.moc"
