// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/scoring/stageseconds.h"
#include "tests/support/hypnograms.h"

using namespace somno;
using namespace somno::scoring;

class TestStageSeconds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void stagesAreLearnedAsClasses()
    {
        StageSeconds seconds;
        seconds.add(Stage::Wake, 5);
        seconds.add(Stage::Microarousal, 2);
        seconds.add(Stage::N2, 7);
        seconds.add(Stage::Unscored, 100);
        QCOMPARE(seconds.total(), 14);
        QCOMPARE(seconds.of(Stage::Wake), 5);
        QCOMPARE(seconds.ofClass(Stage::Wake), 7);
        QCOMPARE(seconds.ofClass(Stage::Nrem), 7);
        QCOMPARE(seconds.ofClass(Stage::Rem), 0);
        StageSeconds twice = seconds;
        twice += seconds;
        QCOMPARE(twice.of(Stage::N2), 14);
        QVERIFY(!(twice == seconds));
    }

    void whatIsNoClassIsOfNone()
    {
        StageSeconds seconds;
        seconds.add(Stage::MovementTime, 5);
        seconds.add(Stage(kFirstOwnStage), 5);
        QCOMPARE(seconds.classes(), 0);
        seconds.add(Stage::N1);
        seconds.add(Stage::N3);
        seconds.add(Stage::Rem);
        QCOMPARE(seconds.classes(), 2);
        QCOMPARE(seconds.total(), 13);
    }

    void everyStageOfEverySetIsCounted()
    {
        std::vector<StageSet> sets(StageSet::builtIn().begin(), StageSet::builtIn().end());
        sets.push_back(*StageSet::make(QStringLiteral("own"), QStringLiteral("Own"),
                                       {{Stage(kFirstOwnStage), QStringLiteral("Torpor"), {}, {}, {}},
                                        {Stage(kStageValues - 1), QStringLiteral("Seizure"), {}, {}, {}}}));
        for (const StageSet &set : sets) {
            const auto stages = set.stages();
            Hypnogram hypnogram(EpochIndex(stages.size()), 2, set);
            for (size_t i = 0; i < stages.size(); ++i)
                hypnogram.set(EpochIndex(i), stages[i].stage, EpochSource::Confirmed);
            const SourceSeconds seconds = secondsBySource(hypnogram);
            for (const StageDefinition &definition : stages)
                QCOMPARE(seconds.confirmed.of(definition.stage), 2);
            QCOMPARE(seconds.reviewed.total(), 2 * qint64(stages.size()));
            QCOMPARE(seconds.imported.total() + seconds.automatic.total(), 0);
        }
    }

    void sourcesAreCounted()
    {
        const SourceSeconds seconds = secondsBySource(test::hypnogramOf("WNRWN.", "ahica.", 4));
        QCOMPARE(seconds.reviewed.total(), 8);
        QCOMPARE(seconds.reviewed.of(Stage::Nrem), 4);
        QCOMPARE(seconds.imported.of(Stage::Rem), 4);
        QCOMPARE(seconds.automatic.total(), 8);
    }

    void sumsOfSources()
    {
        SourceSeconds sum = secondsBySource(test::hypnogramOf("WN", "ha"));
        const SourceSeconds once = sum;
        sum += once;
        QCOMPARE(sum.reviewed.of(Stage::Wake), 2);
        QCOMPARE(sum.automatic.of(Stage::Nrem), 2);
        QVERIFY(!(sum == once));
        QVERIFY(secondsBySource(Hypnogram()) == SourceSeconds());
    }
};

QTEST_APPLESS_MAIN(TestStageSeconds)
#include "tst_stageseconds.moc"
