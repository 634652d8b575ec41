// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/data.h"
#include "tests/ui/window/windowfixture.h"

#include <QMimeData>

using namespace somno;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Stage;

/// The real window, offscreen: recordings in, keys, undo, and everything found again.
class TestMainWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void startsEmpty()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.window.findChild<QWidget *>(QStringLiteral("emptyState"))->isVisible());
        QVERIFY(!sitting.action("actionWake")->isEnabled());
        QVERIFY(!sitting.action("actionUndo")->isEnabled());
        QVERIFY(sitting.action("actionOpen")->isEnabled());
        QVERIFY(sitting.bar()->message().isEmpty());
    }

    void opensARecording()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.window.view()->isVisible());
        QCOMPARE(sitting.window.windowTitle(), QStringLiteral("mouse.edf"));
        QCOMPARE(sitting.hypnogram().size(), EpochIndex(120));
        QCOMPARE(sitting.label("statusStage"), QStringLiteral("unscored"));
        QCOMPARE(sitting.window.findChild<QToolButton *>(QStringLiteral("statusTime"))->text(),
                 QStringLiteral("08:00:00"));
        QVERIFY(!sitting.status()->isJobShown());
        auto *hint = sitting.window.findChild<QLabel *>(QStringLiteral("laneHint"));
        QVERIFY(hint && hint->isVisible());
    }

    void theSpectrogramIsOfTheEegOrOfNothing()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        const auto isDrawn = [&] {
            auto *lane = sitting.window.view()->findChild<QWidget *>(QStringLiteral("spectrogramLane"));
            const QImage column = lane->grab().toImage().copy(200, 4, 1, 60);
            return column != column.mirrored();
        };
        QVERIFY(sitting.open(desk.recording()));
        QTRY_VERIFY(isDrawn());
        QVERIFY(sitting.open(desk.write(QStringLiteral("neck.edf"), 120, {QStringLiteral("EMG neck")})));
        QVERIFY(sitting.window.view()->findChild<QWidget *>(QStringLiteral("traceLane0")));
        QTest::qWait(200);
        QVERIFY(!isDrawn());
    }

    void oneKeyScoresAndGoesOn()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        const QList<std::pair<Qt::Key, Stage>> keys{
            {Qt::Key_1, Stage::Wake},         {Qt::Key_2, Stage::Nrem},         {Qt::Key_3, Stage::Rem},
            {Qt::Key_4, Stage::Microarousal}, {Qt::Key_W, Stage::Wake},         {Qt::Key_N, Stage::Nrem},
            {Qt::Key_R, Stage::Rem},          {Qt::Key_M, Stage::Microarousal}, {Qt::Key_S, Stage::Nrem}};
        for (const auto &[key, stage] : keys)
            sitting.key(key);
        for (EpochIndex i = 0; i < keys.size(); ++i) {
            QCOMPARE(sitting.stage(i), keys[i].second);
            QCOMPARE(sitting.hypnogram().source(i), EpochSource::Human);
        }
        QCOMPARE(sitting.selection()->current(), EpochIndex(keys.size()));
        sitting.key(Qt::Key_Left);
        QCOMPARE(sitting.label("statusStage"), QStringLiteral("NREM"));
        QCOMPARE(sitting.label("statusSource"), QStringLiteral("set by hand"));
        sitting.key(Qt::Key_Backspace);
        QCOMPARE(sitting.stage(8), Stage::Unscored);
    }

    void aSelectionIsScoredUndoneAndRedone()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.selection()->select({10, 22});
        QCOMPARE(sitting.label("statusSelection"), QStringLiteral("12 epochs selected"));
        sitting.key(Qt::Key_3);
        QCOMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(12));
        QVERIFY2(sitting.action("actionUndo")->text().contains(QStringLiteral("12 epochs as REM")),
                 qPrintable(sitting.action("actionUndo")->text()));
        sitting.key(Qt::Key_2); // a wrong key is mended by the right one: the selection is still there
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(12));
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(sitting.hypnogram().count(Stage::Rem), EpochIndex(12));
        sitting.key(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(sitting.hypnogram().count(Stage::Unscored), EpochIndex(120));
        sitting.key(Qt::Key_Y, Qt::ControlModifier);
        sitting.key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(sitting.hypnogram().count(Stage::Nrem), EpochIndex(12));
        sitting.key(Qt::Key_Escape);
        QVERIFY(sitting.selection()->selection().isEmpty());
    }

    void keysWalkThroughTheRecording()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.window.session()->document()->setStage({20, 40}, Stage::Nrem);
        const auto at = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
            sitting.key(key, modifiers);
            return sitting.selection()->current();
        };
        QCOMPARE(at(Qt::Key_Right), EpochIndex(1));
        QCOMPARE(at(Qt::Key_Space), EpochIndex(20));
        QCOMPARE(at(Qt::Key_Right, Qt::ControlModifier), EpochIndex(40));
        QCOMPARE(at(Qt::Key_Left, Qt::ShiftModifier), EpochIndex(20));
        QCOMPARE(at(Qt::Key_End), EpochIndex(119));
        QCOMPARE(at(Qt::Key_Right), EpochIndex(119));
        QCOMPARE(at(Qt::Key_Home), EpochIndex(0));
        sitting.trigger("actionSpan30s");
        QCOMPARE(sitting.window.view()->timeAxis()->span(), 30.0);
        QCOMPARE(at(Qt::Key_PageDown), EpochIndex(30));
        QCOMPARE(at(Qt::Key_PageUp), EpochIndex(0));
        sitting.key(Qt::Key_U);
        QCOMPARE(sitting.status()->notice(), QStringLiteral("No uncertain epoch that way"));
        sitting.key(Qt::Key_Plus);
        QVERIFY(sitting.window.view()->timeAxis()->span() < 30);
        sitting.trigger("actionSpanAll");
        QCOMPARE(sitting.window.view()->timeAxis()->span(), 120.0);
    }

    void everythingIsFoundAgain()
    {
        const Desk desk;
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(desk.recording()));
            sitting.selection()->select({5, 9});
            sitting.key(Qt::Key_2);
            sitting.window.view()->timeAxis()->setRange(20, 50);
            sitting.selection()->setCurrent(33);
            sitting.key(Qt::Key_S, Qt::ControlModifier);
            QCOMPARE(sitting.status()->notice(), QStringLiteral("Everything is saved"));
            sitting.selection()->setCurrent(34); // not saved by key: closing must do it
            sitting.window.close();
        }
        Sitting again(desk.project());
        QVERIFY(again.open(desk.recording()));
        QCOMPARE(again.hypnogram().count(Stage::Nrem), EpochIndex(4));
        QCOMPARE(again.hypnogram().source(5), EpochSource::Human);
        QCOMPARE(again.window.view()->timeAxis()->first(), 20.0);
        QCOMPARE(again.window.view()->timeAxis()->last(), 50.0);
        QCOMPARE(again.selection()->current(), EpochIndex(34));
    }

    void aCopyOfTheFileIsTheSameRecording()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.key(Qt::Key_3);
        QVERIFY(QFile::copy(desk.recording(), desk.path(QStringLiteral("moved.edf"))));
        QVERIFY(sitting.open(desk.path(QStringLiteral("moved.edf"))));
        QCOMPARE(sitting.stage(0), Stage::Rem);
    }

    void aDroppedFileOpens()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(desk.recording())});
        QDragEnterEvent enter(QPoint(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&sitting.window, &enter);
        QVERIFY(enter.isAccepted());
        QSignalSpy ready(&sitting.window, &ui::MainWindow::recordingReady);
        QDropEvent drop(QPointF(300, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&sitting.window, &drop);
        QVERIFY(ready.wait(20000));
        QCOMPARE(sitting.window.session()->path(), desk.recording());
    }

    void theRealRecordingOpens()
    {
        SOMNO_REQUIRE_DATA(path, "mouse/misleep_10min_305Hz.edf");
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(path));
        QCOMPARE(sitting.hypnogram().size(), EpochIndex(600));
        QCOMPARE(sitting.window.session()->content().shownChannels(), QList<int>({0, 1}));
    }

    void aFirstBadFileLeadsBackToTheDropArea()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.openBad(desk.save(QStringLiteral("letter.edf"), "Dear colleague"))
                    .contains(QStringLiteral("letter.edf")));
        QVERIFY(sitting.window.findChild<QWidget *>(QStringLiteral("emptyState"))->isVisible());
        QVERIFY(!sitting.status()->isJobShown());
        QVERIFY(sitting.open(desk.recording()));
        QVERIFY(sitting.bar()->message().isEmpty());
    }

    void aScoredSelectionComesIntoView()
    {
        const Desk desk;
        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.window.view()->timeAxis()->setRange(0, 30);
        sitting.selection()->select({80, 90});
        sitting.key(Qt::Key_2);
        QVERIFY(sitting.window.view()->timeAxis()->last() > 80);
    }

    void badFilesAreExplained_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("words");
        for (const auto &[kind, words] : {std::pair("truncated", "mouse_cut.edf"), std::pair("foreign", "letter.edf"),
                                          std::pair("folder", "folder.edf"), std::pair("missing", "nowhere.edf"),
                                          std::pair("short", "short.edf"), std::pair("empty", "empty.edf")})
            QTest::newRow(kind) << kind << words;
    }
    void badFilesAreExplained()
    {
        QFETCH(QString, kind);
        QFETCH(QString, words);
        const Desk desk;
        QFile whole(desk.recording());
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        desk.save(QStringLiteral("mouse_cut.edf"), bytes.left(300));
        desk.save(QStringLiteral("letter.edf"), QByteArray("Dear colleague,\n").repeated(200));
        desk.save(QStringLiteral("empty.edf"), {});
        QVERIFY(QDir().mkpath(desk.path(QStringLiteral("folder.edf"))));
        desk.write(QStringLiteral("short.edf"), 0.5, {QStringLiteral("EEG"), QStringLiteral("EMG")});

        Sitting sitting(desk.project());
        QVERIFY(sitting.open(desk.recording()));
        sitting.key(Qt::Key_2);
        const QString said = sitting.openBad(desk.path(words));
        QVERIFY2(said.contains(words), qPrintable(said));
        QVERIFY2(said.section(QLatin1Char('\n'), 1).size() > 10, qPrintable(said)); // a cause and a remedy
        // The earlier recording is still there and goes on.
        QCOMPARE(sitting.window.session()->path(), desk.recording());
        sitting.key(Qt::Key_3);
        QCOMPARE(sitting.stage(0), Stage::Nrem);
        QCOMPARE(sitting.stage(1), Stage::Rem);
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
