// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "scoring/navigation.h"
#include "support/hypnograms.h"

using namespace somno::scoring;
using Found = std::optional<somno::EpochIndex>;

namespace {

constexpr double kThreshold = 0.6;

/// Automatic epochs, uncertain where the mask has a '?', confident elsewhere.
Hypnogram withUncertain(std::string_view letters, std::string_view mask)
{
    Proposal proposal = somno::test::proposalOf(letters, 0.9f);
    const Proposal doubtful = somno::test::proposalOf(letters, 0.5f);
    for (size_t i = 0; i < mask.size(); ++i)
        if (mask[i] == '?')
            std::copy_n(doubtful.probabilities.begin() + std::ptrdiff_t(3 * i), 3,
                        proposal.probabilities.begin() + std::ptrdiff_t(3 * i));
    return Hypnogram::fromProposal(proposal);
}

} // namespace

class TestNavigation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void uncertainRuns()
    {
        const Hypnogram h = withUncertain("WWWWNNNN", "?.??...?");
        QCOMPARE(nextUncertain(h, -1, kThreshold), Found(0));
        QCOMPARE(nextUncertain(h, 0, kThreshold), Found(2));
        QCOMPARE(nextUncertain(h, 2, kThreshold), Found(7)); // not the rest of the run it stands in
        QCOMPARE(nextUncertain(h, 7, kThreshold), Found());
        QCOMPARE(previousUncertain(h, 8, kThreshold), Found(7));
        QCOMPARE(previousUncertain(h, 7, kThreshold), Found(2));
        QCOMPARE(previousUncertain(h, 3, kThreshold), Found(2));
        QCOMPARE(previousUncertain(h, 0, kThreshold), Found());
    }

    void correctedEpochsAreCertain()
    {
        Hypnogram h = withUncertain("WWWW", ".??.");
        h.set(1, Stage::Nrem, EpochSource::Human);
        QVERIFY(!isUncertain(h, 1, kThreshold));
        QCOMPARE(nextUncertain(h, 0, kThreshold), Found(2)); // the rest of the run is still to be seen
        h.set(2, Stage::Nrem, EpochSource::Imported);
        QCOMPARE(nextUncertain(h, -1, kThreshold), Found());
    }

    void withoutProposalNothingIsUncertain()
    {
        const Hypnogram h = somno::test::hypnogramOf("WNR", 1, EpochSource::Automatic);
        QCOMPARE(nextUncertain(h, -1, 1.0), Found());
    }

    void unscoredRuns()
    {
        const Hypnogram h = somno::test::hypnogramOf("..WW..N.");
        QCOMPARE(nextUnscored(h, -1), Found(0));
        QCOMPARE(nextUnscored(h, 0), Found(4));
        QCOMPARE(nextUnscored(h, 5), Found(7));
        QCOMPARE(nextUnscored(h, 7), Found());
        QCOMPARE(previousUnscored(h, 7), Found(4));
        QCOMPARE(previousUnscored(h, 0), Found());
    }

    void boutBoundaries()
    {
        const Hypnogram h = somno::test::hypnogramOf("WWNNNR");
        QCOMPARE(nextBoutBoundary(h, 0), Found(2));
        QCOMPARE(nextBoutBoundary(h, 2), Found(5));
        QCOMPARE(nextBoutBoundary(h, 5), Found());
        QCOMPARE(previousBoutBoundary(h, 5), Found(2));
        QCOMPARE(previousBoutBoundary(h, 4), Found(2));
        QCOMPARE(previousBoutBoundary(h, 1), Found(0));
        QCOMPARE(previousBoutBoundary(h, 0), Found());
    }

    void anyStartIsAllowed()
    {
        const Hypnogram h = somno::test::hypnogramOf("W.");
        for (const somno::EpochIndex from : {std::numeric_limits<somno::EpochIndex>::min(), somno::EpochIndex(-5)}) {
            QCOMPARE(nextUnscored(h, from), Found(1));
            QCOMPARE(previousUnscored(h, from), Found());
        }
        QCOMPARE(nextBoutBoundary(h, 1000), Found());
        QCOMPARE(previousBoutBoundary(h, std::numeric_limits<somno::EpochIndex>::max()), Found(1));
        QCOMPARE(nextUnscored(Hypnogram(), 0), Found());
        QCOMPARE(previousBoutBoundary(Hypnogram(), 0), Found());
    }
};

QTEST_APPLESS_MAIN(TestNavigation)
#include "tst_navigation.moc"
