// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/scoring/stageset.h"

using somno::scoring::Stage;
using somno::scoring::StageSet;

class TestStageSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void mouseStagesFromTopToBottom()
    {
        const auto stages = StageSet::mouse().stages();
        QCOMPARE(stages.size(), size_t(4));
        QCOMPARE(stages[0].stage, Stage::Wake);
        QCOMPARE(stages[1].stage, Stage::Microarousal);
        QCOMPARE(stages[2].stage, Stage::Rem);
        QCOMPARE(stages[3].stage, Stage::Nrem);
    }

    void everySpellingOfItsOwnIsRead()
    {
        for (const auto &definition : StageSet::mouse().stages()) {
            for (const QString &text : {definition.name, definition.shortName, definition.edfText}) {
                const auto stage = StageSet::fromText(text);
                QVERIFY2(stage.has_value(), qPrintable(text));
                QCOMPARE(*stage, definition.stage);
            }
            QCOMPARE(StageSet::mouse().name(definition.stage), definition.name);
        }
    }

    void unscoredIsNoStage()
    {
        QVERIFY(StageSet::mouse().name(Stage::Unscored).isEmpty());
        QVERIFY(!StageSet::mouse().find(Stage::Unscored));
        QVERIFY(!StageSet::mouse().find(Stage::N2));
    }

    void spellings_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("stage"); // 99: not a stage
        QTest::newRow("sws") << " SWS " << int(Stage::Nrem);
        QTest::newRow("edf") << "sleep STAGE r" << int(Stage::Rem);
        QTest::newRow("human") << "Sleep stage N3" << int(Stage::N3);
        QTest::newRow("question") << "Sleep stage ?" << int(Stage::Unscored);
        QTest::newRow("unscored") << "Unscored" << int(Stage::Unscored);
        QTest::newRow("empty") << "" << 99;
        QTest::newRow("event") << "lights off" << 99;
        QTest::newRow("digit") << "0" << 99;
    }
    void spellings()
    {
        QFETCH(QString, text);
        QFETCH(int, stage);
        const auto read = StageSet::fromText(text);
        QCOMPARE(read ? int(*read) : 99, stage);
    }
};

QTEST_APPLESS_MAIN(TestStageSet)
#include "tst_stageset.moc"
