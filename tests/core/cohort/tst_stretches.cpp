// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>
#include <random>

#include "core/cohort/stretches.h"
#include "tests/support/scoredbouts.h"

using namespace somno;
using namespace somno::learning;
using namespace somno::test;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Stage;

namespace {

Ranges openRanges(const Hypnogram &hypnogram)
{
    Ranges ranges;
    for (const Stretch &stretch : stretchesOf(hypnogram).open)
        ranges.push_back(stretch.range);
    return ranges;
}

std::string textOf(const Ranges &ranges)
{
    std::string text;
    for (const EpochRange &range : ranges)
        text += std::to_string(range.first) + '-' + std::to_string(range.last) + ' ';
    return text;
}

bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-6;
}

} // namespace

class TestStretches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void whatIsNoClassHasNoShare()
    {
        Hypnogram hypnogram = hypnogramOf(std::string(120, 'W'));
        for (EpochIndex i = 0; i < 60; ++i)
            hypnogram.set(i, i < 30 ? Stage::MovementTime : Stage(scoring::kFirstOwnStage), EpochSource::Human);
        const auto known = stretchesOf(hypnogram).known;
        QCOMPARE(known.size(), size_t(1));
        QVERIFY(isNear(known.front().mix[0], 0.5));
        QVERIFY(isNear(known.front().mix[1], 0) && isNear(known.front().mix[2], 0));

        scoring::Proposal proposal = proposalOf(std::string(60, 'W'), 0.8f);
        proposal.classes[1] = Stage::MovementTime;
        const auto open = stretchesOf(Hypnogram::fromProposal(proposal)).open;
        QCOMPARE(open.size(), size_t(1));
        QVERIFY(isNear(open.front().traits.mix[1], 0));
    }

    void boutsAreJoinedAndNeverCutWithoutNeed_data()
    {
        QTest::addColumn<std::vector<ScoredBout>>("bouts");
        QTest::addColumn<std::string>("expected");
        using Bouts = std::vector<ScoredBout>;
        QTest::newRow("until two minutes")
            << Bouts{{'W', 50}, {'N', 60}, {'R', 40}, {'W', 130}} << std::string("0-150 150-280 ");
        QTest::newRow("whole, even if that is more than two")
            << Bouts{{'W', 110}, {'N', 180}, {'W', 200}} << std::string("0-290 290-490 ");
        QTest::newRow("at most five minutes")
            << Bouts{{'W', 100}, {'N', 250}, {'R', 60}} << std::string("0-100 100-350 350-410 ");
        QTest::newRow("a long bout in equal parts") << Bouts{{'W', 900}} << std::string("0-300 300-600 600-900 ");
        QTest::newRow("equal parts, not rests") << Bouts{{'W', 310}} << std::string("0-155 155-310 ");
        QTest::newRow("a rest goes with what follows")
            << Bouts{{'W', 20}, {'N', 300}, {'W', 200}} << std::string("0-320 320-520 ");
        QTest::newRow("a rest at the end goes with what was") << Bouts{{'W', 300}, {'N', 20}} << std::string("0-320 ");
        QTest::newRow("flicker") << Bouts(40, {'W', 1}) << std::string("0-40 ");
        QTest::newRow("short recording") << Bouts{{'W', 12}} << std::string("0-12 ");
        QTest::newRow("too short to go there") << Bouts{{'W', 9}} << std::string();
        QTest::newRow("none") << Bouts{} << std::string();
    }
    void boutsAreJoinedAndNeverCutWithoutNeed()
    {
        QFETCH(const std::vector<ScoredBout>, bouts);
        QFETCH(const std::string, expected);
        QCOMPARE(textOf(openRanges(autoScored(bouts))), expected);
    }

    void secondsCountNotEpochs()
    {
        QCOMPARE(textOf(openRanges(autoScored({{'W', 10}, {'N', 15}, {'R', 10}, {'W', 40}}, 10))),
                 std::string("0-25 25-55 55-75 "));
        QCOMPARE(textOf(openRanges(autoScored({{'W', 700}, {'N', 500}}, 0.5))), std::string("0-350 350-700 700-1200 "));
    }

    void nothingReviewedIsOpen()
    {
        const Hypnogram scored = autoScored({{'W', 100}, {'N', 100}, {'R', 100}});
        QCOMPARE(textOf(openRanges(reviewed(scored, {100, 200}))), std::string("0-100 200-300 "));
        QCOMPARE(textOf(openRanges(reviewed(scored, {50, 150}, EpochSource::Human))),
                 std::string("0-50 150-300 ")); // the rest of two bouts
        QCOMPARE(textOf(openRanges(reviewed(scored, {0, 150}, EpochSource::Imported))), std::string("150-300 "));
        QVERIFY(openRanges(reviewed(scored, {0, 300})).empty());
        QCOMPARE(stretchesOf(reviewed(scored, {0, 300})).state, ScoringState::Scored);
        QVERIFY(openRanges(reviewed(scored, {8, 300})).empty()); // eight seconds are left
    }

    void silentEpochsAreNotOpen()
    {
        QCOMPARE(textOf(openRanges(autoScored({{'W', 60}, {'.', 30}, {'W', 60}}))), std::string("0-60 90-150 "));
        QVERIFY(openRanges(autoScored({{'.', 600}})).empty());
        QCOMPARE(stretchesOf(autoScored({{'.', 600}})).state, ScoringState::NotScored);
        // A stage from elsewhere, of which the model says nothing.
        Hypnogram hypnogram = autoScored({{'W', 60}, {'.', 30}, {'W', 60}});
        for (EpochIndex i = 60; i < 90; ++i)
            hypnogram.set(i, Stage::Wake, EpochSource::Automatic);
        QCOMPARE(textOf(openRanges(hypnogram)), std::string("0-60 90-150 "));
    }

    void brokenRowsSayNothing()
    {
        scoring::Proposal proposal = proposalOf({{'W', 60}});
        const auto put = [&](EpochIndex epoch, std::array<float, 3> row) {
            std::ranges::copy(row, proposal.probabilities.begin() + epoch * 3);
        };
        put(20, {0.5f, std::nanf(""), 0.5f});
        put(21, {0, 0, 0});
        put(22, {INFINITY, 0, 0});
        Hypnogram hypnogram(60);
        for (EpochIndex i = 0; i < 60; ++i)
            hypnogram.set(i, Stage::Wake, EpochSource::Automatic);
        hypnogram.setProposal(proposal);
        QCOMPARE(textOf(openRanges(hypnogram)), std::string("0-20 23-60 "));
    }

    void statesAreToldApart()
    {
        QCOMPARE(stretchesOf(Hypnogram()).state, ScoringState::NotScored);
        QCOMPARE(stretchesOf(Hypnogram(300)).state, ScoringState::NotScored);
        QCOMPARE(stretchesOf(hypnogramOf(std::string(60, 'W'), 1, EpochSource::Automatic)).state,
                 ScoringState::WithoutProbabilities);
        QVERIFY(stretchesOf(hypnogramOf(std::string(60, 'W'), 1, EpochSource::Automatic)).open.empty());
        QCOMPARE(stretchesOf(hypnogramOf(std::string(60, 'W'))).state, ScoringState::Scored); // by hand, all of it
        QCOMPARE(stretchesOf(hypnogramOf(std::string(60, 'W'), 1, EpochSource::Imported)).state, ScoringState::Scored);
        QCOMPARE(stretchesOf(autoScored({{'W', 60}})).state, ScoringState::Scored);
    }

    void doubtIsMeanEntropy()
    {
        const StretchStock stock
            = stretchesOf(autoScored({{'W', 60, 1.0f}, {'.', 20}, {'N', 60, 1.0f / 3}, {'.', 20}, {'R', 60, 0.8f}}));
        QCOMPARE(stock.open.size(), size_t(3));
        QVERIFY(isNear(stock.open[0].doubt, 0));
        QVERIFY(isNear(stock.open[0].confidence, 1));
        QVERIFY(isNear(stock.open[1].doubt, 1));
        QVERIFY(std::abs(stock.open[2].doubt + (0.8 * std::log(0.8) + 0.2 * std::log(0.1)) / std::log(3.0)) < 1e-6);
        QVERIFY(isNear(stock.open[2].confidence, 0.8));
        QVERIFY(std::abs(stock.open[2].traits.mix[2] - 0.8) < 1e-6);
        QVERIFY(std::abs(stock.open[2].traits.mix[0] - 0.1) < 1e-6);
    }

    void rowsNeedNotAddUpToOne()
    {
        scoring::Proposal proposal = proposalOf({{'R', 60, 0.8f}});
        for (float &value : proposal.probabilities)
            value *= 50;
        const StretchStock stock = stretchesOf(Hypnogram::fromProposal(proposal));
        QVERIFY(isNear(stock.open.front().confidence, 0.8));
        QVERIFY(isNear(stock.open.front().traits.mix[2], 0.8));
    }

    void traitsTellStagesChangesAndPlace()
    {
        const StretchStock stock
            = stretchesOf(reviewed(autoScored({{'W', 60}, {'R', 30}, {'M', 30}, {'W', 300}}), {0, 120}));
        QCOMPARE(stock.known.size(), size_t(1));
        const StretchTraits &known = stock.known.front();
        QVERIFY(isNear(known.mix[0], 0.75)); // with the microarousal
        QVERIFY(isNear(known.mix[1], 0));
        QVERIFY(isNear(known.mix[2], 0.25));
        QVERIFY(isNear(known.changesPerMin, 1));
        QVERIFY(isNear(known.middleSec, 60));
        QCOMPARE(stock.seconds.reviewed.of(Stage::Rem), 30);
        QCOMPARE(stock.open.size(), size_t(1));
        QVERIFY(isNear(stock.open.front().traits.middleSec, 270));
        QVERIFY(isNear(stock.open.front().traits.changesPerMin, 0));
    }

    void theModelMayHaveEpochsOfItsOwn()
    {
        Hypnogram hypnogram(30, 4);
        for (EpochIndex i = 0; i < hypnogram.size(); ++i)
            hypnogram.set(i, Stage::Wake, EpochSource::Automatic);
        hypnogram.setProposal(proposalOf({{'W', 60, 1.0f}, {'W', 40, 0.5f}})); // one of 1 s, and not to the end
        const StretchStock stock = stretchesOf(hypnogram);
        QCOMPARE(stock.open.size(), size_t(1));
        QCOMPARE(stock.open.front().range, (EpochRange{0, 25}));
        QVERIFY(isNear(stock.open.front().confidence, 0.8));
    }

    void anyScoringIsCutWithinBounds()
    {
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            std::vector<ScoredBout> bouts;
            for (int i = 0; i < 30; ++i)
                bouts.push_back(
                    {"WNRM."[random() % 5], EpochIndex(1 + random() % (random() % 4 == 0 ? 700 : 60)), 0.7f});
            Hypnogram hypnogram = autoScored(bouts);
            for (int i = 0; i < 3; ++i) {
                const auto first = EpochIndex(random() % size_t(hypnogram.size()));
                hypnogram = reviewed(
                    hypnogram, {first, std::min<EpochIndex>(first + EpochIndex(random() % 200), hypnogram.size())});
            }
            EpochIndex end = 0;
            for (const EpochRange &range : openRanges(hypnogram)) {
                QVERIFY(range.first >= end);
                QVERIFY(range.size() >= 10 && range.size() <= 330);
                end = range.last;
                for (EpochIndex i = range.first; i < range.last; ++i)
                    QCOMPARE(hypnogram.source(i), EpochSource::Automatic);
                const bool startsBout = range.first == 0
                                        || hypnogram.stage(range.first - 1) != hypnogram.stage(range.first)
                                        || hypnogram.source(range.first - 1) != EpochSource::Automatic;
                QVERIFY(startsBout || hypnogram.bout(range.first).size() > 300);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestStretches)
#include "tst_stretches.moc"
