// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "ui/lanes/stagelook.h"

using namespace somno;
using namespace somno::plot;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Stage;
using scoring::StageSet;

class tst_StageLook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void everyStageOfASetHasItsLook()
    {
        for (const PlotTheme &theme : {PlotTheme::light(), PlotTheme::dark()})
            for (const StageSet &set : StageSet::builtIn())
                for (const auto &definition : set.stages()) {
                    const StageLook look = lookOf(definition.stage, set, theme);
                    QCOMPARE(look.colour, theme.stage(definition.stage));
                    QCOMPARE(look.label, definition.name);
                }
    }

    void aLaboratorysColourWins()
    {
        const auto set = StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                                        {{Stage::Wake, QStringLiteral("Wach"), {}, {}, {}, 0x123456},
                                         {Stage(16), QStringLiteral("Torpor"), {}, {}, {}}});
        QVERIFY(set);
        QCOMPARE(lookOf(Stage::Wake, *set, PlotTheme::light()).colour, QColor(0x123456));
        QVERIFY(lookOf(Stage(16), *set, PlotTheme::light()).colour.isValid());
        Hypnogram hypnogram(2, 10, *set);
        QCOMPARE(stageRows(&hypnogram), (std::vector<Stage>{Stage::Wake, Stage(16)}));
    }

    void stagesBeyondTheSetAreDrawnToo()
    {
        const StageLook look = lookOf(Stage::N3, StageSet::mouse(), PlotTheme::light());
        QVERIFY(look.colour.isValid());
        QCOMPARE(look.label, QStringLiteral("N3"));
    }

    void unscoredHasNoLook()
    {
        const StageLook look = lookOf(Stage::Unscored, StageSet::mouse(), PlotTheme::light());
        QVERIFY(!look.colour.isValid());
        QVERIFY(look.label.isEmpty());
    }

    void rowsAreThoseOfTheSetInItsOrder()
    {
        const Hypnogram hypnogram(3, 30);
        std::vector<Stage> expected;
        for (const scoring::StageDefinition &definition : stageSetOf(&hypnogram).stages())
            if (definition.stage != Stage::Microarousal)
                expected.push_back(definition.stage);
        QCOMPARE(stageRows(&hypnogram), expected);
        QCOMPARE(stageRows(nullptr), (std::vector<Stage>{Stage::Wake, Stage::Rem, Stage::Nrem}));
    }

    void rowsFollowTheStagesInUse()
    {
        Hypnogram hypnogram(3, 30);
        hypnogram.set(0, Stage::Microarousal, EpochSource::Human);
        hypnogram.set(1, Stage::N3, EpochSource::Human);
        QCOMPARE(stageRows(&hypnogram),
                 (std::vector<Stage>{Stage::Wake, Stage::Microarousal, Stage::Rem, Stage::Nrem, Stage::N3}));
    }
};

QTEST_GUILESS_MAIN(tst_StageLook)
#include "tst_stagelook.moc"
