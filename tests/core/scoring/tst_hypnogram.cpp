// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

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
