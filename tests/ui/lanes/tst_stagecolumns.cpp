// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <random>

#include "ui/lanes/stagecolumns.h"

using namespace somno;
using namespace somno::plot;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Stage;

class tst_StageColumns : public QObject {
    Q_OBJECT

    static Hypnogram randomHypnogram(EpochIndex epochs, double epochSec)
    {
        std::mt19937 random(5);
        std::uniform_int_distribution<int> stage(-1, 2), source(1, 4);
        Hypnogram hypnogram(epochs, epochSec);
        for (EpochIndex i = 0; i < epochs; ++i)
            hypnogram.set(i, Stage(stage(random)), EpochSource(source(random)));
        return hypnogram;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void wideEpochsFillTheirColumns()
    {
        Hypnogram hypnogram(3, 4);
        hypnogram.set(1, Stage::Rem, EpochSource::Human);
        const auto columns = stageColumns(hypnogram, ColumnGrid::over(0, 12, 120));
        for (int i = 0; i < 120; ++i) {
            const bool inside = i >= 40 && i < 80;
            QCOMPARE(columns[size_t(i)].has(Stage::Rem), inside);
            QCOMPARE(columns[size_t(i)].dominant, inside ? Stage::Rem : Stage::Unscored);
        }
    }

    void noEpochIsLostAtAnyZoom_data()
    {
        QTest::addColumn<int>("columns");
        for (const int columns : {1, 7, 333, 1000, 1999})
            QTest::addRow("%d columns", columns) << columns;
    }

    void noEpochIsLostAtAnyZoom()
    {
        QFETCH(int, columns);
        Hypnogram hypnogram(10'000, 1);
        for (const EpochIndex rem : {0, 117, 4321, 9999})
            hypnogram.set(rem, Stage::Rem, EpochSource::Automatic);
        int seen = 0;
        for (const StageColumn &column : stageColumns(hypnogram, ColumnGrid::over(0, 10'000, columns)))
            seen += column.has(Stage::Rem);
        QCOMPARE(seen, columns == 1 ? 1 : columns == 7 ? 3 : 4);
    }

    void panningMeetsTheSameColumns()
    {
        const Hypnogram hypnogram = randomHypnogram(5000, 1);
        for (const double span : {37.0, 900.0, 3333.3}) {
            const ColumnGrid grid = ColumnGrid::over(500, span, 640);
            ColumnGrid panned = grid;
            panned.first += 55;
            const auto before = stageColumns(hypnogram, grid), after = stageColumns(hypnogram, panned);
            QVERIFY(std::equal(before.begin() + 55, before.end(), after.begin()));
        }
    }

    void mostFrequentStageAndEverySource()
    {
        Hypnogram hypnogram(10, 1);
        for (EpochIndex i = 0; i < 6; ++i)
            hypnogram.set(i, Stage::Nrem, EpochSource::Automatic);
        hypnogram.set(6, Stage::Wake, EpochSource::Imported);
        auto column = stageColumns(hypnogram, ColumnGrid::over(0, 10, 1)).front();
        QCOMPARE(column.dominant, Stage::Nrem);
        QVERIFY(column.has(Stage::Wake) && column.has(Stage::Nrem) && !column.has(Stage::Rem));
        QVERIFY(column.has(Stage::Wake, EpochSource::Imported) && !column.has(Stage::Nrem, EpochSource::Imported));
        QVERIFY(column.has(Stage::Nrem, EpochSource::Automatic) && column.has(EpochSource::Automatic));
        QVERIFY(!column.has(EpochSource::Human) && !column.has(EpochSource::Confirmed));
        hypnogram.set(2, Stage::Nrem, EpochSource::Human);
        for (EpochIndex i : {0, 1, 3, 4, 5})
            hypnogram.set(i, Stage::Nrem, EpochSource::Confirmed);
        column = stageColumns(hypnogram, ColumnGrid::over(0, 10, 1)).front();
        QVERIFY(column.has(Stage::Nrem, EpochSource::Human) && column.has(Stage::Nrem, EpochSource::Confirmed));
        QVERIFY(!column.has(EpochSource::Automatic) && column.has(EpochSource::Imported));
        QVERIFY(!column.has(Stage::Unscored) && !column.has(Stage::Unscored, EpochSource::Human));
    }

    void emptyBeyondTheScoring()
    {
        Hypnogram hypnogram(5, 1);
        for (EpochIndex i = 0; i < 5; ++i)
            hypnogram.set(i, Stage::Wake, EpochSource::Human);
        const auto columns = stageColumns(hypnogram, ColumnGrid::over(0, 10, 100));
        QCOMPARE(columns[49].dominant, Stage::Wake);
        QCOMPARE(columns[50], StageColumn());
    }

    void confidenceOfOpenAndSettledEpochs()
    {
        scoring::Proposal proposal;
        proposal.classes = {Stage::Wake, Stage::Nrem};
        proposal.probabilities = {0.9F, 0.1F, 0.6F, 0.4F, 0.45F, 0.55F, NAN, NAN};
        Hypnogram hypnogram = Hypnogram::fromProposal(proposal);
        auto column = confidenceColumns(hypnogram, ColumnGrid::over(0, 4, 1), 0.8F).front();
        QCOMPARE(column.uncertainShare, 0.5F);
        QCOMPARE(column.lowestOpen, 0.55F);
        QVERIFY(std::abs(column.mean - (0.9F + 0.6F + 0.55F) / 3) < 1e-6F);
        hypnogram.set(2, Stage::Wake, EpochSource::Human);
        column = confidenceColumns(hypnogram, ColumnGrid::over(0, 4, 1), 0.8F).front();
        QCOMPARE(column.uncertainShare, 0.25F);
        QCOMPARE(column.lowestOpen, 0.6F);
        QVERIFY(confidenceColumns(hypnogram, ColumnGrid::over(0, 4, 4), 0.8F)[3].mean < 0);
    }
};

QTEST_GUILESS_MAIN(tst_StageColumns)
#include "tst_stagecolumns.moc"
