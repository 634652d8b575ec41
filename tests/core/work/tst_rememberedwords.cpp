// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSettings>
#include <QtTest>

#include "core/work/rememberedwords.h"

using namespace somno;
using scoring::Stage;
using scoring::StageSet;
using ui::StageWords;

/// What words of label files stand for is kept from one import to the next.
class TestRememberedWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QSettings().clear(); }

    void eachFormatHasItsOwn()
    {
        const StageSet set;
        const StageWords words{{QStringLiteral("7"), Stage::Rem},
                               {QStringLiteral("a/b\\c"), Stage::Microarousal},
                               {QStringLiteral("schläft"), Stage::Nrem},
                               {QStringLiteral("tief"), Stage::N3},
                               {QStringLiteral("weg"), Stage::Unscored}};
        QCOMPARE(ui::rememberedWords(QStringLiteral("csv"), set), StageWords());
        ui::rememberWords(QStringLiteral("csv"), words, set);
        ui::rememberWords(QStringLiteral("edf"), {{QStringLiteral("7"), Stage::Wake}}, set);
        QCOMPARE(ui::rememberedWords(QStringLiteral("csv"), set), words);
        ui::rememberWords(QStringLiteral("csv"), {}, set);
        QCOMPARE(ui::rememberedWords(QStringLiteral("csv"), set), StageWords());
        QCOMPARE(ui::rememberedWords(QStringLiteral("edf"), set).size(), 1);
    }

    /// A value means a stage only within its set, so names are kept.
    void stagesOfALaboratoryAreKeptByName()
    {
        const auto own = Stage(scoring::kFirstOwnStage);
        const auto set
            = StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                             {{own, QStringLiteral("Torpor"), QStringLiteral("T"), {}, QStringLiteral("1"), 0}});
        QVERIFY(set);
        ui::rememberWords(QStringLiteral("csv"), {{QStringLiteral("9"), own}}, *set);
        QCOMPARE(ui::rememberedWords(QStringLiteral("csv"), *set).value(QStringLiteral("9")), own);
        QCOMPARE(ui::rememberedWords(QStringLiteral("csv"), StageSet()), StageWords());
    }

    void damagedSettingsAreNoWords()
    {
        QSettings().setValue(QStringLiteral("labelWords/csv"),
                             QStringLiteral("{\"a\":3,\"b\":\"REM\",\"c\":\"what\"}"));
        QCOMPARE(ui::rememberedWords(QStringLiteral("csv"), {}), (StageWords{{QStringLiteral("b"), Stage::Rem}}));
        QSettings().setValue(QStringLiteral("labelWords/csv"), QStringLiteral("no JSON"));
        QCOMPARE(ui::rememberedWords(QStringLiteral("csv"), {}), StageWords());
    }
};

QTEST_GUILESS_MAIN(TestRememberedWords)
#include "tst_rememberedwords.moc"
