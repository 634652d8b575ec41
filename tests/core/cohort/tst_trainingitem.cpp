// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/cohort/trainingitem.h"
#include "tests/support/offeredscorings.h"

using namespace somno;
using namespace somno::learning;
using namespace somno::scoring;

class TestTrainingItem : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void automaticEpochsNeverCount()
    {
        const Hypnogram scoring = test::hypnogramOf("WNRWNR.", "ahicah.");
        QCOMPARE(test::lettersOf(usableLabels(scoring, false)), std::string(".N.W.R."));
        QCOMPARE(test::lettersOf(usableLabels(scoring, true)), std::string(".NRW.R."));
    }

    void epochsOfAnyLengthBecomeSeconds_data()
    {
        QTest::addColumn<double>("epochSec");
        QTest::addColumn<QString>("stages");
        QTest::addColumn<QString>("sources");
        QTest::addColumn<QString>("seconds");
        QTest::newRow("4 s") << 4.0 << "WNR"
                             << "hah"
                             << "WWWW....RRRR";
        QTest::newRow("2.5 s, change within a second") << 2.5 << "WNN"
                                                       << "hhh"
                                                       << "WW.NNNN";
        QTest::newRow("2.5 s, source changes within a second") << 2.5 << "WWW"
                                                               << "hah"
                                                               << "WW...WW";
        QTest::newRow("half a second") << 0.5 << "WWWNNN.NR"
                                       << "hhhhhh.hh"
                                       << "W.N.";
        QTest::newRow("a fifth") << 0.2 << "WWWWWNNNNNR"
                                 << "hhhhhhhhhhh"
                                 << "WN";
        QTest::newRow("shorter than a second") << 0.5 << "W"
                                               << "h"
                                               << "";
    }
    void epochsOfAnyLengthBecomeSeconds()
    {
        QFETCH(double, epochSec);
        QFETCH(QString, stages);
        QFETCH(QString, sources);
        QFETCH(QString, seconds);
        const Hypnogram labels
            = usableLabels(test::hypnogramOf(stages.toStdString(), sources.toStdString(), epochSec), false);
        QCOMPARE(labels.epochSec(), 1.0);
        QCOMPARE(QString::fromStdString(test::lettersOf(labels)), seconds);
    }

    void theStageSetIsKept()
    {
        Hypnogram scoring(2, 4, StageSet::rechtschaffenKales());
        scoring.set(0, Stage::S4, EpochSource::Human);
        QVERIFY(usableLabels(scoring, false).stageSet() == StageSet::rechtschaffenKales());
    }

    void longGridsDoNotDrift()
    {
        Hypnogram scoring(864000, 0.1);
        for (EpochIndex i = 0; i < scoring.size(); ++i)
            scoring.set(i, (i / 10) % 2 ? Stage::Rem : Stage::Nrem, EpochSource::Human);
        const Hypnogram labels = usableLabels(scoring, false);
        QCOMPARE(labels.size(), 86400);
        for (EpochIndex i = 0; i < labels.size(); ++i)
            QCOMPARE(labels.stage(i), i % 2 ? Stage::Rem : Stage::Nrem);
    }

    void itemHasItsRanges()
    {
        OfferedScoring offer = test::offerOf(QStringLiteral("/d/m1.edf"), {}, "..WWNN..R.");
        const auto item = itemOf(offer, false);
        QVERIFY(item);
        QCOMPARE(item->usable, (Ranges{{2, 6}, {8, 9}}));
        QCOMPARE(item->subject, QStringLiteral("m1"));
        QCOMPARE(item->scorer, QStringLiteral("anna"));
        const StageSeconds seconds = secondsIn(*item, {{3, 5}, {8, 40}});
        QCOMPARE(seconds.of(Stage::Wake), 1);
        QCOMPARE(seconds.of(Stage::Nrem), 1);
        QCOMPARE(seconds.of(Stage::Rem), 1);
        offer.hypnogram = test::hypnogramOf("WWW", "aai");
        QVERIFY(!itemOf(offer, false));
        QVERIFY(itemOf(offer, true));
    }

    void whatIsLearnedAsNoClassDoesNotCount()
    {
        OfferedScoring offer = test::offerOf(QStringLiteral("/d/m1.edf"), {}, "WWWNNN");
        offer.hypnogram.set(1, Stage::MovementTime, EpochSource::Human);
        offer.hypnogram.set(4, Stage(kFirstOwnStage), EpochSource::Human);
        const auto item = itemOf(offer, false);
        QCOMPARE(item->usable, (Ranges{{0, 1}, {2, 4}, {5, 6}}));
        const auto other = itemOf(test::offerOf(QStringLiteral("/d/m1.edf"), {}, "WWWNNN"), false);
        QCOMPARE(disagreementOf(*item, *other).compared, 4);
        QCOMPARE(disagreementOf(*item, *other).different, 0);
    }

    void disagreementIsOfWhatBothScored()
    {
        const auto a = itemOf(test::offerOf(QStringLiteral("m"), {}, "WWNNRR.."), false);
        const auto b = itemOf(test::offerOf(QStringLiteral("m"), {}, ".MNWRN.R"), false);
        const Disagreement found = disagreementOf(*a, *b);
        QCOMPARE(found.compared, 5);
        QCOMPARE(found.different, 2); // a microarousal is Wake
    }

    void selection()
    {
        const OfferedScoring offer = test::offerOf(QStringLiteral("/d/a.edf"), QStringLiteral("m1"), "W");
        Selection selection;
        QVERIFY(selection.takes(offer));
        selection.leftOutScorers = {QStringLiteral("ben")};
        QVERIFY(selection.takes(offer));
        for (const auto set :
             {&Selection::leftOutRecordings, &Selection::leftOutSubjects, &Selection::leftOutScorers}) {
            Selection without;
            without.*set = {offer.path, offer.subject, offer.scorer};
            QVERIFY(!without.takes(offer));
        }
    }
};

QTEST_APPLESS_MAIN(TestTrainingItem)
#include "tst_trainingitem.moc"
