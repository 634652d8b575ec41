// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/data.h"
#include "tests/ui/window/windowfixture.h"

#include <QProcess>

using namespace somno;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Stage;

/// The whole path on a real recording with the real engine: open, auto-score, correct, undo, redo, close, find again.
class TestWholePath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnAnyWarning(); }

    void openScoreCorrectAndFindAgain()
    {
        SOMNO_REQUIRE_DATA(path, "mouse/misleep_10min_305Hz.edf");
        const QString engine = QStringLiteral(SOMNOSCRIBE_BIN_DIR "/sdreamer");
        if (!QFileInfo(engine).isExecutable())
            QSKIP("the engine is not built here (bin/sdreamer)");
        QProcess models;
        models.start(engine, {QStringLiteral("models")});
        if (!models.waitForFinished() || !models.readAllStandardOutput().contains("starter"))
            QSKIP("the engine finds no starter model (sdreamer models)");
        qputenv("SOMNOSCRIBE_ENGINE", engine.toUtf8());
        const Desk desk;
        std::vector<Stage> before, after;
        EpochIndex automatic = 0; // the first scored one
        {
            Sitting sitting(desk.project());
            QVERIFY(sitting.open(path));
            sitting.trigger("actionAutoScore");
            QTRY_VERIFY_WITH_TIMEOUT(!sitting.bar()->message().isEmpty(), 120000);
            // The file's digital steps are so coarse that in most seconds nothing changes: those stay unscored.
            const EpochIndex scored = 600 - sitting.hypnogram().count(Stage::Unscored);
            QVERIFY(scored > 20 && scored < 100);
            QVERIFY2(sitting.bar()->message().startsWith(QStringLiteral("Auto-score: %1 of 600").arg(scored)),
                     qPrintable(sitting.bar()->message() + sitting.bar()->detail()));
            while (sitting.hypnogram().stage(automatic) == Stage::Unscored)
                ++automatic;
            QVERIFY(automatic < 100);
            QCOMPARE(sitting.hypnogram().source(automatic), EpochSource::Automatic);
            QVERIFY(sitting.hypnogram().confidence(automatic) >= 1.0f / 3);
            before.assign(sitting.hypnogram().stages().begin(), sitting.hypnogram().stages().end());

            sitting.selection()->select({100, 160});
            sitting.key(Qt::Key_3);
            after.assign(sitting.hypnogram().stages().begin(), sitting.hypnogram().stages().end());
            QVERIFY(std::all_of(after.begin() + 100, after.begin() + 160, [](Stage s) { return s == Stage::Rem; }));
            sitting.key(Qt::Key_Z, Qt::ControlModifier);
            QVERIFY(std::ranges::equal(sitting.hypnogram().stages(), before));
            sitting.key(Qt::Key_Y, Qt::ControlModifier);
            QVERIFY(std::ranges::equal(sitting.hypnogram().stages(), after));
            sitting.window.close();
        }
        Sitting again(desk.project());
        QVERIFY(again.open(path));
        QVERIFY(std::ranges::equal(again.hypnogram().stages(), after));
        QCOMPARE(again.hypnogram().source(automatic), EpochSource::Automatic);
        QCOMPARE(again.hypnogram().source(100), EpochSource::Human);
        QVERIFY(again.hypnogram().proposal().modelVersion.contains(QStringLiteral("starter"), Qt::CaseInsensitive));
        QCOMPARE(again.hypnogram().proposal().size(), EpochIndex(600));
    }
};

QTEST_MAIN(TestWholePath)
#include "tst_wholepath.moc"
