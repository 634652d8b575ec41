// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QInputDialog>
#include <QStandardPaths>

#include "tests/ui/window/standinengine.h"
#include "ui/window/enginerunner.h"
#include "ui/window/scorecontroller.h"

using namespace somno;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Stage;

/// Auto-scoring through the window, with a script in the engine's place.
class TestAutoScore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void scoresAndKeepsWhatAHumanSaid()
    {
        const Desk desk;
        const StandInEngine engine(desk, scoringBody(desk));
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.selection()->select({0, 10});
        sitting.key(Qt::Key_1);
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(sitting.bar()->message().startsWith(QStringLiteral("Auto-score:")));
        QVERIFY2(sitting.bar()->message().contains(QStringLiteral("110 of 120")), qPrintable(sitting.bar()->message()));
        QVERIFY(sitting.bar()->message().contains(QStringLiteral("10 epochs of yours were kept")));
        QVERIFY(sitting.bar()->detail().contains(QStringLiteral("simulated")));
        QVERIFY(sitting.bar()->detail().contains(QStringLiteral("The EMG is weak")));
        QVERIFY(!sitting.status()->isJobShown());
        QCOMPARE(sitting.hypnogram().count(Stage::Wake), EpochIndex(10));
        QCOMPARE(sitting.hypnogram().source(50), EpochSource::Automatic);

        sitting.selection()->clear();
        sitting.selection()->setCurrent(50);
        QCOMPARE(sitting.label("statusStage"), QStringLiteral("NREM 0.90"));
        QCOMPARE(sitting.label("statusSource"), QStringLiteral("automatic, starter 1"));
        sitting.selection()->setCurrent(5);
        QCOMPARE(sitting.label("statusSource"), QStringLiteral("set by hand, the model said NREM 0.90"));
        sitting.key(Qt::Key_U);
        QCOMPARE(sitting.selection()->current(), EpochIndex(60));

        QFile arguments(desk.path(QStringLiteral("arguments.txt")));
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        QVERIFY(arguments.readAll().contains("--eeg EEG1 --emg EMG"));
    }

    void whatSpeaksAgainstTheScoringIsSaid()
    {
        const Desk desk;
        QByteArray body = scoringBody(desk);
        body.replace("\"model\":\"starter 1\"", "\"model\":\"starter 1\",\"doubts\":[\"The EEG channel shows nothing. "
                                                "Choose another.\",\"Hardly any REM.\"]");
        body.prepend("echo '{\"event\":\"warning\",\"message\":\"night.edf: Hardly any REM.\"}'\n");
        const StandInEngine engine(desk, body);
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(sitting.bar()->message().startsWith(QStringLiteral("Auto-score:")));
        QVERIFY2(sitting.bar()->message().endsWith(QStringLiteral("The EEG channel shows nothing. Choose another.")),
                 qPrintable(sitting.bar()->message()));
        QCOMPARE(sitting.bar()->detail().count(QStringLiteral("Hardly any REM.")), 1); // not once more as a warning
        QCOMPARE(sitting.bar()->property("kind").toString(), QStringLiteral("warning"));
    }

    void oneSignalIsEnough()
    {
        const Desk desk;
        const StandInEngine engine(desk, scoringBody(desk));
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(
            desk.write(QStringLiteral("eeg.edf"), 120, {QStringLiteral("EEG1"), QStringLiteral("Temperature")})));
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(sitting.bar()->message().startsWith(QStringLiteral("Auto-score: 120 of 120")));
        QVERIFY2(sitting.bar()->detail().contains(QStringLiteral("EEG alone")), qPrintable(sitting.bar()->detail()));
        QFile arguments(desk.path(QStringLiteral("arguments.txt")));
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        const QByteArray said = arguments.readAll();
        QVERIFY2(said.contains("--eeg EEG1 --input eeg") && !said.contains("--emg"), said);
    }

    void aSecondScoringMayBeginWhileTheFirstIsRead()
    {
        const Desk desk;
        const StandInEngine engine(desk, scoringBody(desk));
        (void)proposalFile(desk, 50000); // takes a while to read
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        auto *runner = sitting.window.findChild<ui::EngineRunner *>();
        QSignalSpy scored(sitting.window.findChild<ui::ScoreController *>(), &ui::ScoreController::scored);
        int runs = 0;
        const auto again = [&](bool running) {
            if (!running && ++runs == 1)
                sitting.trigger("actionAutoScore");
        };
        connect(runner, &ui::EngineRunner::runningChanged, &sitting.window, again, Qt::QueuedConnection);
        sitting.trigger("actionAutoScore");
        QTRY_COMPARE_WITH_TIMEOUT(scored.size(), 2, 60000);
        QCOMPARE(runs, 2);
        QVERIFY2(sitting.bar()->message().startsWith(QStringLiteral("Auto-score: 120 of 120")),
                 qPrintable(sitting.bar()->message()));
        QCOMPARE(sitting.hypnogram().proposal().modelVersion, QStringLiteral("starter 1"));
    }

    void theScoringThatWasShownAtTheStartIsScored()
    {
        const Desk desk;
        const StandInEngine engine(desk, "while [ ! -e '" + desk.path(QStringLiteral("go")).toUtf8()
                                             + "' ]; do sleep 0.05; done\n" + scoringBody(desk));
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        ui::RecordingSession *session = sitting.window.session();
        auto *mine = session->document();
        auto &scorings = const_cast<scoring::ScoringSet &>(session->scorings()); // another scorer's comes in
        const int other = scorings.add(scoring::ScoringHead::begin(session->recordingId(), QStringLiteral("anna")),
                                       scoring::Hypnogram(120));
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(sitting.status()->isJobShown());
        session->edit(other);
        QVERIFY(session->document() != mine);
        (void)desk.save(QStringLiteral("go"), {});
        QTRY_VERIFY(sitting.bar()->message().startsWith(QStringLiteral("Auto-score: 120 of 120")));
        QCOMPARE(mine->hypnogram().count(Stage::Nrem), EpochIndex(120));
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(120));
        sitting.window.findChild<QAbstractButton *>(QStringLiteral("messageButton"))->click();
        QCOMPARE(mine->hypnogram().count(Stage::Unscored), EpochIndex(120));
    }

    void theSharesAreThoseOfTheScoringsStages()
    {
        const Desk desk;
        const StandInEngine engine(desk, scoringBody(desk));
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        for (const Qt::Key key : {Qt::Key_1, Qt::Key_4, Qt::Key_3})
            sitting.key(key);
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(!sitting.bar()->message().isEmpty());
        QVERIFY2(sitting.bar()->detail().startsWith(
                     QStringLiteral("Wake 0.8 %, NREM 97.5 %, REM 0.8 %, Microarousal 0.8 %. Model")),
                 qPrintable(sitting.bar()->detail()));
        scoring::Hypnogram imported(120, 1, scoring::StageSet::rechtschaffenKales());
        for (EpochIndex i = 0; i < 30; ++i)
            imported.set(i, i < 12 ? Stage::MovementTime : i < 18 ? Stage::S4 : Stage::N1, EpochSource::Human);
        sitting.window.session()->document()->replaceScoring(imported, {scoring::EditReason::Kind::Import, 0, {}});
        sitting.bar()->hide();
        QSignalSpy scored(sitting.window.findChild<ui::ScoreController *>(), &ui::ScoreController::scored);
        sitting.trigger("actionAutoScore");
        QVERIFY(scored.wait(20000));
        QVERIFY2(sitting.bar()->detail().startsWith(
                     QStringLiteral("S1 10.0 %, S4 5.0 %, Movement time 10.0 %, unscored 75.0 %. Model")),
                 qPrintable(sitting.bar()->detail()));
    }

    void undoIsOneStepAndOneClick()
    {
        const Desk desk;
        const StandInEngine engine(desk, scoringBody(desk));
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(!sitting.bar()->message().isEmpty());
        sitting.window.findChild<QAbstractButton *>(QStringLiteral("messageButton"))->click();
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(120));
        QVERIFY(std::isnan(sitting.hypnogram().confidence(0)));
        sitting.key(Qt::Key_Y, Qt::ControlModifier);
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(120));
    }

    void replacesMyLabelsOnlyWhenAsked()
    {
        const Desk desk;
        const StandInEngine engine(desk, scoringBody(desk));
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(!sitting.action("actionReplaceMine")->isChecked());
        sitting.key(Qt::Key_3);
        sitting.action("actionReplaceMine")->setChecked(true);
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(!sitting.bar()->message().isEmpty());
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(120));
    }

    void theWindowWorksMeanwhileAndCancelChangesNothing()
    {
        const Desk desk;
        const StandInEngine engine(desk, "echo '{\"event\":\"progress\",\"phase\":\"score\",\"done\":1,\"total\":9}'\n"
                                         "trap 'exit 130' TERM\nwhile true; do sleep 0.05; done\n");
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(sitting.status()->isJobShown());
        QVERIFY(!sitting.action("actionAutoScore")->isEnabled());
        sitting.key(Qt::Key_2);
        QCOMPARE(sitting.stage(0), Stage::Nrem);
        sitting.window.findChild<QAbstractButton *>(QStringLiteral("jobCancel"))->click();
        QTRY_VERIFY(!sitting.status()->isJobShown());
        QCOMPARE(sitting.status()->notice(), QStringLiteral("Cancelled. Nothing was changed."));
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(119));
        QVERIFY(sitting.action("actionAutoScore")->isEnabled());
    }

    void theScorerStaysUntilItsScoringIsThere()
    {
        const Desk desk;
        const StandInEngine engine(desk, "trap 'exit 130' TERM\nwhile true; do sleep 0.05; done\n");
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        const auto become = [&](const QString &name) {
            sitting.trigger("actionScorer");
            QInputDialog *dialog = nullptr;
            QTRY_VERIFY(dialog = sitting.window.findChild<QInputDialog *>(QStringLiteral("scorerDialog")));
            dialog->setTextValue(name);
            dialog->accept();
            QTRY_VERIFY(!sitting.window.findChild<QInputDialog *>(QStringLiteral("scorerDialog")));
        };
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(!sitting.action("actionAutoScore")->isEnabled());
        become(QStringLiteral("anna"));
        QCOMPARE(sitting.project.scorer(), QStringLiteral("tester"));
        QCOMPARE(sitting.bar()->message(), QStringLiteral("The labels are still those of tester."));
        QVERIFY(sitting.status()->isJobShown()); // it goes on
        sitting.window.findChild<QAbstractButton *>(QStringLiteral("jobCancel"))->click();
        QTRY_VERIFY(sitting.action("actionAutoScore")->isEnabled());
        QSignalSpy ready(&sitting.window, &ui::MainWindow::recordingReady);
        become(QStringLiteral("anna"));
        QCOMPARE(sitting.project.scorer(), QStringLiteral("anna"));
        QTRY_COMPARE(ready.size(), 1);
    }

    void failuresAreExplained_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        QTest::newRow("told") << QByteArray(
            "echo '{\"event\":\"error\",\"code\":300,\"message\":\"No model called moon.\","
            "\"detail\":\"Install one.\"}'\nexit 1\n")
                              << QStringLiteral("No model called moon.");
        QTest::newRow("crash") << QByteArray("kill -SEGV $$\n") << QStringLiteral("engine");
        QTest::newRow("garbage") << QByteArray(
            "echo rubbish > \"$out\"\necho '{\"event\":\"result\",\"path\":\"x\"}'\n")
                                 << QStringLiteral("proposal.csv");
    }
    void failuresAreExplained()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        const Desk desk;
        const StandInEngine engine(desk, body);
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(!sitting.bar()->message().isEmpty());
        QVERIFY2(sitting.bar()->message().contains(words), qPrintable(sitting.bar()->message()));
        QVERIFY(!sitting.bar()->detail().isEmpty());
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(120));
        QVERIFY(!sitting.status()->isJobShown());
    }

    void aMissingEngineIsExplained()
    {
        const Desk desk;
        qputenv("SOMNOSCRIBE_ENGINE", "/nowhere/sdreamer");
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY(sitting.bar()->message().contains(QStringLiteral("/nowhere/sdreamer")));
        qunsetenv("SOMNOSCRIBE_ENGINE");
    }

    void withoutEitherTheRecordingIsSeenButNotAutoScored()
    {
        const Desk desk;
        const QString path = desk.write(QStringLiteral("warm.edf"), 90, {QStringLiteral("Temperature")});
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(path));
        sitting.trigger("actionAutoScore");
        QTRY_VERIFY2(sitting.bar()->message().contains(QStringLiteral("neither is chosen")),
                     qPrintable(sitting.bar()->message()));
        sitting.key(Qt::Key_1);
        QCOMPARE(sitting.stage(0), Stage::Wake);
    }

    void theDemonstrationIsMadeOnceAndOpened()
    {
        const Desk desk;
        const QString made = QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
                                 .filePath(QStringLiteral("demonstration.edf"));
        QFile::remove(made);
        const StandInEngine engine(desk, "cp '" + desk.recording().toUtf8() + "' \"$out\"\n");
        for (int round = 0; round < 2; ++round) {
            Sitting sitting(desk.project());
            QSignalSpy ready(&sitting.window, &ui::MainWindow::recordingReady);
            sitting.window.findChild<QAbstractButton *>(QStringLiteral("emptyDemonstration"))->click();
            QVERIFY(round == 1 || sitting.status()->isJobShown()); // what opens at once shows none
            QVERIFY(ready.wait(20000));
            QCOMPARE(sitting.window.session()->path(), made);
            // Removed after the first round: nothing is simulated twice.
            QCOMPARE(QFile::remove(desk.path(QStringLiteral("arguments.txt"))), round == 0);
        }
        QFile::remove(made);
    }

    void anotherRecordingEndsTheJob()
    {
        const Desk desk;
        const StandInEngine engine(desk, "trap 'exit 130' TERM\nwhile true; do sleep 0.05; done\n");
        const QString other
            = desk.write(QStringLiteral("other.edf"), 100, {QStringLiteral("EEG"), QStringLiteral("EMG")});
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.trigger("actionAutoScore");
        QVERIFY(sitting.open(other));
        QTRY_VERIFY(!sitting.status()->isJobShown());
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(100));
    }
};

QTEST_MAIN(TestAutoScore)
#include "tst_autoscore.moc"
