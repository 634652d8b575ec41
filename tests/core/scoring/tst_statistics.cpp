// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "core/scoring/statistics.h"
#include "tests/support/hypnograms.h"

using namespace somno::scoring;
using somno::test::hypnogramOf;

class TestStatistics : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void addsUpBouts();
    void namesUnscoredTimeSeparately();
    void showsFurtherStagesOnlyWhereTheyOccur();
    void copesWithNothing();
    void writesJson();
};

void TestStatistics::addsUpBouts()
{
    const SleepStatistics figures = sleepStatistics(hypnogramOf("WWNNNNWNNRRRW", 4));
    QCOMPARE(figures.totalSec, 52.0);
    QCOMPARE(figures.scoredSec, 52.0);
    const StageStatistics *wake = figures.find(Stage::Wake);
    QVERIFY(wake);
    QCOMPARE(wake->totalSec, 16.0);
    QCOMPARE(wake->percentOfScored, 100 * 4 / 13.0);
    QCOMPARE(wake->bouts, 3);
    QCOMPARE(wake->meanBoutSec, 16 / 3.0);
    QCOMPARE(wake->medianBoutSec, 4.0);
    QCOMPARE(wake->longestBoutSec, 8.0);
    const StageStatistics *nrem = figures.find(Stage::Nrem);
    QCOMPARE(nrem->bouts, 2);
    QCOMPARE(nrem->medianBoutSec, 12.0); // of 16 and 8
    QCOMPARE(figures.find(Stage::Rem)->totalSec, 12.0);
}

void TestStatistics::namesUnscoredTimeSeparately()
{
    const SleepStatistics figures = sleepStatistics(hypnogramOf("..WW.WW...", 1));
    QCOMPARE(figures.unscoredSec, 6.0);
    QCOMPARE(figures.unscoredRuns, 3);
    QCOMPARE(figures.scoredSec, 4.0);
    QCOMPARE(figures.find(Stage::Wake)->totalSec, 4.0);
    QCOMPARE(figures.find(Stage::Wake)->bouts, 2); // an unscored epoch ends a bout
    QCOMPARE(figures.find(Stage::Wake)->percentOfScored, 100.0);
    QCOMPARE(figures.find(Stage::Unscored), nullptr);
}

void TestStatistics::showsFurtherStagesOnlyWhereTheyOccur()
{
    QCOMPARE(sleepStatistics(hypnogramOf("WN", 1)).stages.size(), size_t(3));
    const SleepStatistics figures = sleepStatistics(hypnogramOf("WM22", 30));
    QCOMPARE(figures.stages.size(), size_t(5));
    QCOMPARE(figures.find(Stage::Rem)->bouts, 0);
    QCOMPARE(figures.find(Stage::N2)->totalSec, 60.0);
    QVERIFY(figures.toJson()["stages"].toObject().contains("N2"));
}

void TestStatistics::copesWithNothing()
{
    const SleepStatistics none = sleepStatistics(Hypnogram());
    QCOMPARE(none.totalSec, 0.0);
    QCOMPARE(none.find(Stage::Wake)->percentOfScored, 0.0);
    const SleepStatistics unscored = sleepStatistics(Hypnogram(7, 2));
    QCOMPARE(unscored.unscoredSec, 14.0);
    QCOMPARE(unscored.scoredSec, 0.0);
    QCOMPARE(unscored.find(Stage::Nrem)->meanBoutSec, 0.0);
}

void TestStatistics::writesJson()
{
    const QJsonObject json = sleepStatistics(hypnogramOf("WWN.", 10)).toJson();
    QCOMPARE(json["total_s"].toDouble(), 40.0);
    QCOMPARE(json["unscored_s"].toDouble(), 10.0);
    QCOMPARE(json["unscored_runs"].toInt(), 1);
    const QJsonObject wake = json["stages"].toObject()["Wake"].toObject();
    QCOMPARE(wake["total_s"].toDouble(), 20.0);
    QCOMPARE(wake["bouts"].toInt(), 1);
    QCOMPARE(wake["median_bout_s"].toDouble(), 20.0);
    QVERIFY(json["stages"].toObject().contains("REM"));
}

QTEST_APPLESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
