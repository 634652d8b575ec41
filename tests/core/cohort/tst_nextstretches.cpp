// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>
#include <random>

#include "core/cohort/nextstretches.h"
#include "tests/support/scoredbouts.h"

using namespace somno;
using namespace somno::learning;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Stage;

namespace {

StretchSource source(qint64 id, const char *subject, const Hypnogram &hypnogram)
{
    return {id, QLatin1String(subject), stretchesOf(hypnogram)};
}

/// A mouse's day as a model might score it: sleep cycles, a model that is less sure near the ends of bouts and of REM.
Hypnogram day(unsigned seed, int hours = 24)
{
    std::mt19937 random(seed);
    std::vector<ScoredBout> bouts;
    EpochIndex size = 0;
    while (size < hours * 3600) {
        for (const char letter : {'W', 'N', 'R'}) {
            const auto length
                = EpochIndex(letter == 'R' ? 20 + random() % 80 : 10 + random() % (random() % 5 == 0 ? 1500 : 150));
            bouts.push_back({letter, length, 0.5f + float(random() % 50) / 100});
            size += length;
        }
    }
    return autoScored(bouts);
}

bool same(const NextStretch &a, const NextStretch &b)
{
    return a.range == b.range && a.doubt == b.doubt && a.rarity == b.rarity && a.variety == b.variety
           && a.reason == b.reason;
}

} // namespace

class TestNextStretches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void nothingComesOfNothing()
    {
        QVERIFY(nextStretches({}).empty());
        const std::vector sources{source(1, "m1", Hypnogram()), source(2, "m2", Hypnogram(600)),
                                  source(3, "m3", autoScored({{'.', 600}})),
                                  source(4, "m4", hypnogramOf(std::string(600, 'W'), 1, EpochSource::Automatic)),
                                  source(5, "m5", reviewed(autoScored({{'W', 600}}), {0, 600}))};
        QVERIFY(nextStretches(sources).empty());
        const std::vector one{source(1, "m1", autoScored({{'W', 200}}))};
        QVERIFY(nextStretches(one, {0, false}).empty());
        QCOMPARE(nextStretches(one).size(), size_t(1));
    }

    void doubtMatters()
    {
        // The same stage throughout, in one animal, with nothing known: only the model's doubt differs.
        const std::vector sources{source(
            1, "m1", autoScored({{'W', 200, 0.99f}, {'.', 20}, {'W', 200, 0.55f}, {'.', 20}, {'W', 200, 0.97f}}))};
        const auto next = nextStretches(sources);
        QCOMPARE(next.size(), size_t(3));
        QCOMPARE(next[0].range, (EpochRange{220, 420}));
        QVERIFY(next[0].doubt > next[1].doubt);
        QCOMPARE(next[0].firstSec, 220.0);
        QCOMPARE(next[0].lastSec, 420.0);
        QCOMPARE(next[0].reason, QStringLiteral("doubtful: mean confidence 55 %"));
        QVERIFY2(next[1].reason.startsWith(QStringLiteral("mean confidence ")), qPrintable(next[1].reason));
    }

    void aSureModelIsNotMadeToLookDoubtful()
    {
        const std::vector sources{source(1, "m1", autoScored({{'W', 200, 0.9999f}, {'.', 20}, {'N', 200, 0.9998f}}))};
        for (const NextStretch &next : nextStretches(sources))
            QCOMPARE(next.reason, QStringLiteral("mean confidence 100 %"));
    }

    void rarityMatters()
    {
        // As sure of all, as far from all that is known; most labels are of Wake and NREM.
        const Hypnogram labels
            = reviewed(autoScored({{'W', 1000, 0.8f}, {'N', 1000, 0.8f}, {'R', 20, 0.8f}}), {0, 2020});
        const std::vector sources{source(1, "m1", labels), source(2, "m2", autoScored({{'N', 200, 0.8f}})),
                                  source(3, "m3", autoScored({{'R', 200, 0.8f}})),
                                  source(4, "m4", autoScored({{'W', 200, 0.8f}}))};
        const auto next = nextStretches(sources);
        QCOMPARE(next.front().source, size_t(2));
        QVERIFY(next.front().rarity > next[1].rarity);
        QVERIFY2(next.front().reason.contains(QStringLiteral("; REM is rare in your labels")),
                 qPrintable(next.front().reason));
        QVERIFY(!next[1].reason.contains(QStringLiteral("rare")));
    }

    void labelsOfNoClassMakeNothingRare()
    {
        Hypnogram labels = reviewed(autoScored({{'W', 400, 0.8f}, {'N', 400, 0.8f}, {'R', 400, 0.8f}}), {0, 1200});
        const Hypnogram open = autoScored({{'R', 200, 0.8f}});
        const auto rarity = [&] {
            return nextStretches(std::vector{source(1, "m1", labels), source(2, "m2", open)}).front().rarity;
        };
        QCOMPARE(rarity(), 0.0);
        Hypnogram more(3600);
        for (EpochIndex i = 0; i < 3600; ++i)
            more.set(i,
                     i < 1200 ? labels.stage(i)
                     : i % 2  ? Stage::MovementTime
                              : Stage(scoring::kFirstOwnStage),
                     EpochSource::Human);
        labels = more;
        QCOMPARE(rarity(), 0.0);
    }

    void importedLabelsCountWhereOneSaysSo()
    {
        const Hypnogram mine = reviewed(autoScored({{'W', 600}, {'N', 600}}), {0, 1200});
        const Hypnogram imported = reviewed(autoScored({{'R', 1200}}), {0, 1200}, EpochSource::Imported);
        const std::vector sources{source(1, "m1", mine), source(2, "m2", imported),
                                  source(3, "m3", autoScored({{'R', 200}}))};
        const auto without = nextStretches(sources), with = nextStretches(sources, {20, true});
        QCOMPARE(without.size(), size_t(1));
        QVERIFY2(without.front().reason.contains(QStringLiteral("your labels have no REM yet")),
                 qPrintable(without.front().reason));
        QCOMPARE(with.front().rarity < without.front().rarity, true);
        QVERIFY(!with.front().reason.contains(QStringLiteral("REM")));
    }

    void withoutLabelsNothingIsRare()
    {
        const std::vector sources{source(1, "m1", autoScored({{'W', 200}, {'N', 200}, {'R', 200}}))};
        for (const NextStretch &next : nextStretches(sources)) {
            QCOMPARE(next.rarity, 0.0);
            QVERIFY(!next.reason.contains(QStringLiteral("label")));
        }
    }

    void varietyMatters_data()
    {
        QTest::addColumn<int>("known");
        QTest::addColumn<int>("best");
        QTest::newRow("another animal") << 0 << 1;
        QTest::newRow("and the other way round") << 1 << 0;
    }
    void varietyMatters()
    {
        QFETCH(const int, known);
        QFETCH(const int, best);
        std::vector<Hypnogram> hypnograms(
            2, autoScored({{'N', 200, 0.8f}, {'W', 100, 0.8f}, {'R', 50, 0.8f}, {'N', 300, 0.8f}}));
        hypnograms[size_t(known)] = reviewed(hypnograms[size_t(known)], {0, 350});
        const std::vector sources{source(1, "m1", hypnograms[0]), source(2, "m2", hypnograms[1])};
        const auto next = nextStretches(sources);
        QCOMPARE(next.front().source, size_t(best));
        QVERIFY2(next.front().reason.contains(QStringLiteral("few or no labels of m%1").arg(best + 1)),
                 qPrintable(next.front().reason));
    }

    void whatIsReviewedIsNotAskedForAgain()
    {
        // NREM beside the reviewed NREM, or Wake: as doubtful, in the same place.
        const Hypnogram hypnogram
            = reviewed(autoScored({{'W', 200, 0.8f}, {'N', 200, 0.8f}, {'N', 200, 0.8f}}), {200, 390});
        const std::vector sources{source(1, "m1", hypnogram)};
        const auto next = nextStretches(sources);
        QCOMPARE(next.front().range, (EpochRange{0, 200}));
        QVERIFY2(next.front().reason.contains(QStringLiteral("unlike what is reviewed")),
                 qPrintable(next.front().reason));
        QVERIFY(next.front().variety > next.back().variety);
    }

    void oneRoundIsNotOfOneKind()
    {
        // Ten doubtful stretches of Wake in one animal, and one of NREM in each of two others, hardly less doubtful.
        std::vector<ScoredBout> wake;
        for (int i = 0; i < 10; ++i)
            wake.insert(wake.end(), {{'W', 200, 0.55f}, {'.', 20}});
        const std::vector sources{source(1, "m1", autoScored(wake)), source(2, "m2", autoScored({{'N', 200, 0.6f}})),
                                  source(3, "m3", autoScored({{'R', 200, 0.6f}}))};
        const auto next = nextStretches(sources, {3, false});
        QCOMPARE(next.size(), size_t(3));
        QCOMPARE((QSet<size_t>{next[0].source, next[1].source, next[2].source}).size(), qsizetype(3));
        QVERIFY(next[0].variety > next[2].variety);
    }

    void recordingsOfOneAnimalAreLessOfAChange()
    {
        const Hypnogram known = reviewed(autoScored({{'N', 200, 0.8f}}), {0, 200}),
                        open = autoScored({{'N', 200, 0.8f}});
        const std::vector sources{source(1, "m1", known), source(2, "m1", open), source(3, "m2", open)};
        const auto next = nextStretches(sources);
        QCOMPARE(next[0].source, size_t(2));
        QVERIFY(next[0].variety > next[1].variety);
        QVERIFY(next[1].variety > 0);
    }

    void aLookAtFewSecondsIsWorthLess()
    {
        const std::vector sources{source(1, "m1", autoScored({{'W', 15, 0.6f}, {'.', 20}, {'W', 150, 0.61f}}))};
        QCOMPARE(nextStretches(sources).front().range, (EpochRange{35, 185}));
    }

    void longEpochsHaveTheirSeconds()
    {
        const std::vector sources{source(1, "m1", autoScored({{'.', 3}, {'W', 20}}, 10))};
        const auto next = nextStretches(sources);
        QCOMPARE(next.front().range, (EpochRange{3, 23}));
        QCOMPARE(next.front().firstSec, 30.0);
        QCOMPARE(next.front().lastSec, 230.0);
    }

    void theSameInAnyOrder()
    {
        std::vector<StretchSource> sources;
        for (unsigned i = 0; i < 4; ++i) // two that are equal: ties
            sources.push_back(source(qint64(i) + 1, i % 2 ? "m1" : "m2", reviewed(day(i / 2, 3), {0, 1000})));
        const auto once = nextStretches(sources), again = nextStretches(sources);
        std::vector<StretchSource> turned(sources.rbegin(), sources.rend());
        const auto other = nextStretches(turned);
        QCOMPARE(once.size(), size_t(20));
        for (size_t i = 0; i < once.size(); ++i) {
            QVERIFY(same(once[i], again[i]));
            QVERIFY(same(once[i], other[i]));
            QCOMPARE(sources[once[i].source].recordingId, turned[other[i].source].recordingId);
        }
    }

    void noneTwiceAndNoneReviewed()
    {
        const Hypnogram hypnogram = reviewed(day(3, 6), {4000, 9000}, EpochSource::Human);
        const std::vector sources{source(1, "m1", hypnogram)};
        const auto next = nextStretches(sources, {1000, false});
        QCOMPARE(next.size(), sources.front().stock.open.size()); // in the end, all of them
        std::vector<bool> isSeen(size_t(hypnogram.size()));
        for (const NextStretch &stretch : next)
            for (EpochIndex i = stretch.range.first; i < stretch.range.last; ++i) {
                QVERIFY(!isSeen[size_t(i)]);
                isSeen[size_t(i)] = true;
                QCOMPARE(hypnogram.source(i), EpochSource::Automatic);
            }
        for (const NextStretch &stretch : next)
            for (const double figure : {stretch.doubt, stretch.rarity, stretch.variety, stretch.confidence})
                QVERIFY(figure >= 0 && figure <= 1);
    }

    void tenAnimalsTakeNoTime()
    {
        QElapsedTimer timer;
        timer.start();
        std::vector<Hypnogram> days;
        for (unsigned i = 0; i < 10; ++i)
            days.push_back(reviewed(day(i), {0, 40000}));
        const qint64 madeMs = timer.restart();
        std::vector<StretchSource> sources;
        for (size_t i = 0; i < days.size(); ++i)
            sources.push_back({qint64(i) + 1, QStringLiteral("m%1").arg(i), stretchesOf(days[i])});
        const qint64 cutMs = timer.restart();
        const auto next = nextStretches(sources);
        qInfo("made in %lld ms, cut in %lld ms, chosen in %lld ms", madeMs, cutMs, timer.elapsed());
        QCOMPARE(next.size(), size_t(20));
        QVERIFY2(cutMs + timer.elapsed() < 5000, "of a second, on a machine that does nothing else a tenth of it");
    }
};

QTEST_GUILESS_MAIN(TestNextStretches)
#include "tst_nextstretches.moc"
