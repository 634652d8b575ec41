// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

#include "core/scoring/hypnogram.h"
#include "tests/support/hypnograms.h"

using namespace somno::scoring;
using somno::test::hypnogramOf;

class TestHypnogram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void startsUnscored()
    {
        const Hypnogram hypnogram(5, 4.0);
        QCOMPARE(hypnogram.size(), 5);
        QCOMPARE(hypnogram.epochSec(), 4.0);
        QCOMPARE(hypnogram.count(Stage::Unscored), 5);
        QCOMPARE(hypnogram.source(4), EpochSource::None);
        QVERIFY(std::isnan(hypnogram.confidence(0)));
    }

    void lettersTellEveryStage()
    {
        Hypnogram all(kStageValues + 1);
        for (int value = -1; value < kStageValues; ++value)
            all.set(value + 1, Stage(value), EpochSource::Human);
        const std::string letters = somno::test::lettersOf(all);
        QCOMPARE(std::set(letters.begin(), letters.end()).size(), size_t(kStageValues) + 1);
        QVERIFY(std::ranges::equal(hypnogramOf(letters).stages(), all.stages()));
    }

    void unscoredHasNoSource()
    {
        Hypnogram hypnogram(2);
        hypnogram.set(0, Stage::Rem, EpochSource::Human);
        QCOMPARE(hypnogram.source(0), EpochSource::Human);
        hypnogram.set(0, Stage::Unscored, EpochSource::Human);
        QCOMPARE(hypnogram.source(0), EpochSource::None);
    }

    void bouts()
    {
        const Hypnogram hypnogram = hypnogramOf("WWN.RR");
        const std::vector<EpochRange> expected = {{0, 2}, {2, 3}, {3, 4}, {4, 6}};
        QCOMPARE(hypnogram.bouts(), expected);
        for (const EpochRange &range : expected)
            for (auto i = range.first; i < range.last; ++i)
                QCOMPARE(hypnogram.bout(i), range);
        QVERIFY(Hypnogram().bouts().empty());
        QCOMPARE(hypnogram.count(Stage::Rem), 2);
    }

    void itsStageSetGoesWithIt()
    {
        QVERIFY(Hypnogram(2).stageSet() == StageSet::mouseWithMicroarousal());
        const Hypnogram human(2, 30, StageSet::aasm());
        const Hypnogram copy = human; // NOLINT(performance-unnecessary-copy-initialization)
        QVERIFY(copy.stageSet() == StageSet::aasm());
    }

    /// Mean of the rows that an epoch overlaps, by the time that they share; a silent row has no voice.
    void proposalInEpochsOfAnotherLength()
    {
        Proposal seconds{1, {Stage::Wake, Stage::Nrem}, {}, QStringLiteral("m 1")};
        for (const float wake : {1.0f, 0.5f, 0.0f, 0.25f, std::numeric_limits<float>::quiet_NaN()})
            seconds.probabilities.insert(seconds.probabilities.end(), {wake, 1 - wake});
        const Proposal pairs = seconds.onGrid(2, 3); // 6 s of which 5 are there, the last silent
        QCOMPARE(pairs.size(), 3);
        QCOMPARE(pairs.epochSec, 2.0);
        QCOMPARE(pairs.modelVersion, seconds.modelVersion);
        QCOMPARE(pairs.row(0)[0], 0.75f);
        QCOMPARE(pairs.row(1)[0], 0.125f);
        QVERIFY(std::isnan(pairs.row(2)[0]));
        const Proposal odd = seconds.onGrid(1.5, 2); // 1 and half of 0.5; the other half and 0
        QCOMPARE(odd.row(0)[0], float((1 + 0.5 * 0.5) / 1.5));
        QCOMPARE(odd.row(1)[0], float((0.5 * 0.5 + 0) / 1.5));
        const Proposal halves = pairs.onGrid(1, 6);
        QCOMPARE(halves.row(0)[0], 0.75f);
        QCOMPARE(halves.row(3)[0], 0.125f);
        QVERIFY(std::isnan(halves.row(5)[1]));
        QCOMPARE(seconds.onGrid(1, 5).size(), 5);
        QCOMPARE(Proposal().onGrid(4, 3).size(), 0);
    }

    /// 10 s of a tenth of a second's rounding each: no row of the next epoch has a voice.
    void gridsThatFitDoNotLeak()
    {
        Proposal fine{0.1, {Stage::Wake, Stage::Nrem}, {}, {}};
        for (int i = 0; i < 600; ++i)
            fine.probabilities.insert(fine.probabilities.end(), {i / 100 % 2 ? 1.0f : 0.0f, i / 100 % 2 ? 0.0f : 1.0f});
        const Proposal tens = fine.onGrid(10, 6);
        for (int i = 0; i < 6; ++i)
            QCOMPARE(tens.confidence(i), 1.0f);
    }

    void proposalKeepsSilentEpochsUnscored()
    {
        const Proposal proposal = somno::test::proposalOf("WNR.", 0.8f);
        QCOMPARE(proposal.size(), 4);
        const Hypnogram hypnogram = Hypnogram::fromProposal(proposal);
        QCOMPARE(hypnogram.stage(1), Stage::Nrem);
        QCOMPARE(hypnogram.source(2), EpochSource::Automatic);
        QCOMPARE(hypnogram.confidence(2), 0.8f);
        QCOMPARE(hypnogram.stage(3), Stage::Unscored);
        QCOMPARE(hypnogram.source(3), EpochSource::None);
        QVERIFY(std::isnan(hypnogram.confidence(3)));
    }

    void correctionKeepsWhatTheModelThought()
    {
        Hypnogram hypnogram = Hypnogram::fromProposal(somno::test::proposalOf("WW", 0.7f));
        hypnogram.set(0, Stage::Rem, EpochSource::Human);
        QCOMPARE(hypnogram.proposal().stage(0), Stage::Wake);
        QCOMPARE(hypnogram.confidence(0), 0.7f);
    }
};

QTEST_APPLESS_MAIN(TestHypnogram)
#include "tst_hypnogram.moc"
