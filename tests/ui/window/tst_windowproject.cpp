// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/window/windowfixture.h"

#include <QComboBox>
#include <QInputDialog>
#include <QListView>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTreeWidget>

#include "core/labels/labelfile.h"
#include "core/project/sqlite/projectdatabase.h"
#include "ui/dialogs/channeldialog.h"
#include "ui/dialogs/keysheet.h"
#include "ui/window/epocheditor.h"
#include "ui/window/learninglink.h"

using namespace somno;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Stage;

/// Labels out and in, the project's list, read-only and newer projects, channels, looks.
class TestWindowProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void exportsCsvAndEdfAndSaysWhatIsLost()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.selection()->select({0, 30});
        sitting.key(Qt::Key_2);
        for (const char *name : {"labels.csv", "labels.edf"}) {
            const QString path = desk.path(QLatin1String(name));
            sitting.window.exportLabels(path);
            QTRY_VERIFY(sitting.bar()->message().contains(path));
            const auto labels = io::readLabels(path, {.epochSec = 1, .totalSec = 120});
            QVERIFY(labels.has_value());
            QCOMPARE(labels->hypnogram.count(Stage::Nrem), EpochIndex(30));
            QCOMPARE(labels->hypnogram.count(Stage::Unscored), EpochIndex(90)); // never Wake
        }
        QVERIFY2(!sitting.bar()->detail().isEmpty(), "EDF+ cannot hold who said it");
        sitting.window.exportLabels(desk.recording());
        QVERIFY(sitting.bar()->message().contains(QStringLiteral("was not written over")));
        sitting.window.exportLabels(QStringLiteral("/nowhere/at/all.csv"));
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("all.csv")));
    }

    void importsLabelsUndoably()
    {
        const Desk desk;
        const QString path
            = desk.save(QStringLiteral("theirs.csv"), "onset_s,duration_s,stage\n0,10,Wake\n10,20,REM\n");
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.import(path));
        QTRY_COMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(20));
        QVERIFY(sitting.bar()->detail().isEmpty());
        QCOMPARE(sitting.hypnogram().size(), EpochIndex(120));
        QCOMPARE(sitting.hypnogram().source(3), EpochSource::Imported);
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(120));
        sitting.selection()->select({50, 60});
        sitting.key(Qt::Key_2);
        QVERIFY(sitting.import(path));
        QTRY_COMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(0));
        QVERIFY2(sitting.bar()->detail().contains(QStringLiteral("10 epochs that were set by hand")),
                 qPrintable(sitting.bar()->detail()));
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(10));
        // A model's proposal leaves them where they are, and the message does not pretend otherwise.
        QVERIFY(sitting.import(
            desk.save(QStringLiteral("model.csv"),
                      "onset_s,duration_s,stage,confidence,p_wake,p_nrem,p_rem\n0,120,REM,0.9,0.05,0.05,0.9\n")));
        QTRY_COMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(110));
        QVERIFY2(sitting.bar()->detail().contains(
                     QStringLiteral("10 epochs that were set by hand, confirmed or imported stay")),
                 qPrintable(sitting.bar()->detail()));
        sitting.window.showLabels(desk.path(QStringLiteral("bad.csv")));
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("bad.csv")));
    }

    void theListShowsWhatIsScoredAndWhatIsGone()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QAbstractItemModel *model = sitting.window.findChild<QListView *>(QStringLiteral("recordingList"))->model();
        QTRY_COMPARE(model->rowCount(), 1);
        sitting.selection()->select({0, 60});
        sitting.key(Qt::Key_2);
        QTRY_COMPARE(model->index(0, 0).data(ui::RecordingListModel::ScoredFractionRole).toDouble(), 0.5);
        QCOMPARE(model->index(0, 0).data(ui::RecordingListModel::ReviewedFractionRole).toDouble(), 0.5); // by hand

        const QString other
            = desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG"), QStringLiteral("EMG")});
        QVERIFY(sitting.open(other));
        QTRY_COMPARE(model->rowCount(), 2);
        QCOMPARE(model->index(1, 0).data(ui::RecordingListModel::ReviewedFractionRole).toDouble(), 0.5); // as stored
        QVERIFY(QFile::rename(desk.recording(), desk.path(QStringLiteral("elsewhere.edf"))));
        sitting.window.openRecording(desk.recording());
        QVERIFY(sitting.bar()->message().contains(QStringLiteral("is not where it was")));
        QCOMPARE(sitting.window.findChild<QAbstractButton *>(QStringLiteral("messageButton"))->text(),
                 QStringLiteral("Locate…"));
        QVERIFY(sitting.open(desk.path(QStringLiteral("elsewhere.edf")))); // its labels came along
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(60));
    }

    void aSecondProcessReadsOnly()
    {
        const Desk desk;
        {
            Sitting first(desk.project());
            QVERIFY(first.open(desk.recording()));
            first.key(Qt::Key_3);
        }
        const auto other = store::ProjectDatabase::open(desk.project());
        QVERIFY(other.has_value());
        Sitting sitting(desk.project());
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("another Somnoscribe")));
        QVERIFY(sitting.open(desk.recording()));
        QCOMPARE(sitting.stage(0), Stage::Rem);
        QVERIFY(sitting.label("statusProblem").contains(QStringLiteral("Read only")));
        sitting.key(Qt::Key_1);
        QCOMPARE(sitting.stage(0), Stage::Rem);
        QVERIFY(sitting.bar()->message().contains(QStringLiteral("Nothing was changed")));
        sitting.trigger("actionAutoScore");
        QVERIFY(!sitting.status()->isJobShown());
    }

    void whatTheProjectSaidOutlivesTheFirstOpening()
    {
        const Desk desk;
        const auto other = store::ProjectDatabase::open(desk.project());
        QVERIFY(other.has_value());
        Sitting sitting(desk.project());
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("another Somnoscribe")));
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.bar()->message().contains(QStringLiteral("another Somnoscribe")));
        QVERIFY(sitting.open(desk.write(QStringLiteral("other.edf"), 60, {QStringLiteral("EEG")})));
        QVERIFY(!sitting.bar()->isVisible()); // but not every one
    }

    void eachScorerHasLabelsOfTheirOwn()
    {
        const Desk desk;
        QSettings settings;
        Sitting sitting(desk.project());
        const QString first = sitting.project.scorer();
        QVERIFY(sitting.open(desk.recording()));
        sitting.selection()->select({0, 10});
        sitting.key(Qt::Key_2);
        const auto become = [&](const QString &name) {
            sitting.trigger("actionScorer");
            QInputDialog *dialog = nullptr;
            QTRY_VERIFY(dialog = sitting.window.findChild<QInputDialog *>(QStringLiteral("scorerDialog")));
            QVERIFY(dialog->comboBoxItems().contains(first));
            dialog->setTextValue(name);
            QSignalSpy ready(&sitting.window, &ui::MainWindow::recordingReady);
            dialog->accept();
            if (!name.trimmed().isEmpty())
                QVERIFY(ready.wait(10000));
            QTRY_VERIFY(!sitting.window.findChild<QInputDialog *>(QStringLiteral("scorerDialog")));
        };
        become(QStringLiteral(" Zoë  Miller "));
        QCOMPARE(sitting.project.scorer(), QStringLiteral("Zoë Miller"));
        QCOMPARE(settings.value(QStringLiteral("scorer/name")).toString(), QStringLiteral("Zoë Miller"));
        QVERIFY(sitting.window.findChild<QAction *>(QStringLiteral("actionScorer"))
                    ->text()
                    .contains(QStringLiteral("Zoë Miller")));
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(120));
        sitting.selection()->select({0, 20});
        sitting.window.activateWindow(); // offscreen, nobody else does it when a dialog closes
        QVERIFY(QTest::qWaitForWindowActive(&sitting.window));
        sitting.key(Qt::Key_3);
        become(QStringLiteral("  "));
        QCOMPARE(sitting.project.scorer(), QStringLiteral("Zoë Miller"));
        become(first);
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(10));
        QCOMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(0));
        become(QStringLiteral("Zoë Miller"));
        QCOMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(20));
    }

    void aNewerProjectIsLeftAlone()
    {
        const Desk desk;
        {
            Sitting first(desk.project());
            QVERIFY(first.open(desk.recording()));
        }
        {
            QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("newer"));
            database.setDatabaseName(desk.project());
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral("PRAGMA user_version = 99")));
        }
        QSqlDatabase::removeDatabase(QStringLiteral("newer"));
        Sitting sitting(desk.project());
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("newer")));
        QVERIFY(sitting.open(desk.recording())); // looking is still possible
        sitting.key(Qt::Key_1);
        QCOMPARE(sitting.stage(0), Stage::Unscored);
        QVERIFY(!sitting.bar()->message().isEmpty());
    }

    void channelsAreChosenAndRemembered()
    {
        const Desk desk;
        const QString path
            = desk.write(QStringLiteral("many.edf"), 60,
                         {QStringLiteral("EEG frontal"), QStringLiteral("EEG parietal"), QStringLiteral("EMG")});
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(path));
            QCOMPARE(sitting.window.session()->content().shownChannels(), QList<int>({0, 2}));
            sitting.key(Qt::Key_2);
            sitting.trigger("actionChannels");
            auto *dialog = sitting.window.findChild<ui::ChannelDialog *>();
            QVERIFY(dialog);
            dialog->findChild<QComboBox *>(QStringLiteral("eegBox"))->setCurrentIndex(2);
            auto *table = dialog->findChild<QTreeWidget *>(QStringLiteral("otherChannels"));
            table->topLevelItem(0)->setCheckState(2, Qt::Checked); // what is scored is shown, too
            QCOMPARE(table->topLevelItem(0)->checkState(1), Qt::Checked);
            QVERIFY(table->topLevelItem(1)->isHidden() && table->topLevelItem(2)->isHidden());
            dialog->accept();
            QTRY_COMPARE(sitting.window.session()->content().shownChannels(), QList<int>({1, 2, 0}));
            QCOMPARE(sitting.stage(0), Stage::Nrem);
            sitting.window.activateWindow(); // offscreen, nobody else does it when a dialog closes
            QVERIFY(QTest::qWaitForWindowActive(&sitting.window));
            sitting.key(Qt::Key_3);
            QCOMPARE(sitting.stage(1), Stage::Rem);
        }
        Sitting again(desk.project());
        QVERIFY(again.open(path));
        QTRY_COMPARE(again.window.session()->content().shownChannels(), QList<int>({1, 2, 0}));
        QCOMPARE(again.stage(1), Stage::Rem);
        const auto scored = ui::openRecordingOf(again.window.session());
        QVERIFY(scored);
        QCOMPARE(scored->eeg, QStringLiteral("EEG parietal,EEG frontal"));
        QCOMPARE(scored->emg, QStringLiteral("EMG"));
        again.window.session()->setChannels({1, 2}, {0}, {});
        QTRY_COMPARE(ui::openRecordingOf(again.window.session())->eeg, QStringLiteral("EEG parietal"));
    }

    void looksChangeAndAreRemembered()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.trigger("actionThemeDark");
        QVERIFY(sitting.window.view()->theme().isDark);
        QVERIFY(sitting.window.palette().color(QPalette::Window).lightness() < 80);
        sitting.trigger("actionColoursLaboratory");
        QCOMPARE(sitting.window.view()->theme().stage(Stage::Wake), QColor(124, 124, 251));
        QCOMPARE(QSettings().value(QStringLiteral("view/theme")).toString(), QStringLiteral("dark"));
        sitting.window.findChild<QToolButton *>(QStringLiteral("statusTime"))->click();
        QCOMPARE(sitting.window.findChild<QToolButton *>(QStringLiteral("statusTime"))->text(),
                 QStringLiteral("0:00:00"));
        sitting.key(Qt::Key_B, Qt::ControlModifier);
        QVERIFY(!sitting.window.findChild<QWidget *>(QStringLiteral("projectPanel"))->isVisible());
    }

    void theKeySheetNamesTheKeys()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        sitting.key(Qt::Key_F1);
        auto *sheet = sitting.window.findChild<ui::KeySheet *>();
        QVERIFY(sheet && sheet->isVisible());
        QStringList texts;
        for (const QLabel *label : sheet->findChildren<QLabel *>())
            texts.append(label->text());
        QVERIFY(texts.contains(QStringLiteral("2   N   S")));
        QVERIFY(texts.contains(QStringLiteral("Score as NREM")));
        QVERIFY(texts.contains(QStringLiteral("Next uncertain epoch")));
        QVERIFY(texts.contains(QStringLiteral("Confirm the selection or bout")));
        QVERIFY(texts.contains(QStringLiteral("Ctrl+Shift+Return"))); // and not the number block's Enter
        QVERIFY(texts.contains(QStringLiteral("Striped")) && texts.contains(QStringLiteral("Imported, not reviewed")));
    }
};

QTEST_MAIN(TestWindowProject)
#include "tst_windowproject.moc"
