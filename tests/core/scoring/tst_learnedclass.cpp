// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/learnedclass.h"

#include <QTest>
#include <vector>

using namespace somno::scoring;

class TestLearnedClass : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNoClassIsLearnedAsNone()
    {
        for (int value = -1; value < kStageValues; ++value) {
            const bool isLearned = value >= int(Stage::Wake) && value <= int(Stage::S4);
            QCOMPARE(learnedClass(Stage(value)) != Stage::Unscored, isLearned);
        }
    }

    void aStageHasItsPlaceAmongTheClasses_data()
    {
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<int>("amongThree");
        QTest::addColumn<int>("amongFive");
        QTest::newRow("wake") << Stage::Wake << 0 << 1;
        QTest::newRow("microarousal") << Stage::Microarousal << 0 << 4;
        QTest::newRow("NREM") << Stage::Nrem << 1 << 2;
        QTest::newRow("N1") << Stage::N1 << 1 << 2;
        QTest::newRow("N3") << Stage::N3 << 1 << 3;
        QTest::newRow("S4") << Stage::S4 << 1 << 2;
        QTest::newRow("REM") << Stage::Rem << 2 << 0;
        QTest::newRow("movement time") << Stage::MovementTime << -1 << -1;
        QTest::newRow("of a laboratory's own") << Stage(kFirstOwnStage) << -1 << -1;
        QTest::newRow("unscored") << Stage::Unscored << -1 << -1;
    }

    void aStageHasItsPlaceAmongTheClasses()
    {
        QFETCH(Stage, stage);
        QTEST(classIndex(stage, kLearnedClasses), "amongThree");
        const std::vector<Stage> five = {Stage::Rem, Stage::Wake, Stage::Nrem, Stage::N3, Stage::Microarousal};
        QTEST(classIndex(stage, five), "amongFive");
        QCOMPARE(classIndex(stage, {}), -1);
    }
};

QTEST_APPLESS_MAIN(TestLearnedClass)
#include "tst_learnedclass.moc"
