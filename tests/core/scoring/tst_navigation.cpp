// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "core/scoring/navigation.h"
#include "tests/support/hypnograms.h"

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

/// Automatic epochs of these stages and confidences; '.' is unscored.
Hypnogram doubted(std::string_view letters, const std::vector<float> &confidence)
{
    Proposal proposal;
    for (size_t i = 0; i < letters.size(); ++i) {
        const Proposal one = somno::test::proposalOf(letters.substr(i, 1), confidence[i]);
        proposal.classes = one.classes;
        proposal.probabilities.insert(proposal.probabilities.end(), one.probabilities.begin(), one.probabilities.end());
    }
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

    void unreviewedRuns()
    {
        Hypnogram h = somno::test::hypnogramOf("WW..NNNNRR", 1, EpochSource::Automatic);
        QCOMPARE(nextUnreviewed(h, -1), Found(0));
        QCOMPARE(nextUnreviewed(h, 0), Found(4)); // unscored time awaits no review
        QCOMPARE(nextUnreviewed(h, 4), Found(8));
        QCOMPARE(nextUnreviewed(h, 8), Found());
        h.set(5, Stage::Nrem, EpochSource::Confirmed);
        QCOMPARE(nextUnreviewed(h, 4), Found(6)); // the rest of a bout that is partly confirmed
        h.set(6, Stage::Nrem, EpochSource::Imported);
        QCOMPARE(nextUnreviewed(h, 5), Found(6));
        QCOMPARE(nextUnreviewed(h, 6), Found(8));
        QCOMPARE(nextUnreviewed(Hypnogram(), 0), Found());
    }

    void orderOfDoubt()
    {
        const Hypnogram h = doubted("WWNNRRWW", {0.9f, 0.7f, 0.6f, 0.5f, 0.4f, 0.9f, 0.95f, 0.99f});
        // Means: W 0.8, N 0.55, R 0.65, W 0.97.
        const auto first = nextInDoubt(h);
        QVERIFY(first);
        QCOMPARE(first->range, (EpochRange{2, 4}));
        QVERIFY(std::abs(first->support - 0.55) < 1e-6);
        const auto second = nextInDoubt(h, first), third = nextInDoubt(h, second), last = nextInDoubt(h, third);
        QCOMPARE(second->range, (EpochRange{4, 6}));
        QCOMPARE(third->range, (EpochRange{0, 2}));
        QCOMPARE(last->range, (EpochRange{6, 8}));
        QVERIFY(!nextInDoubt(h, last));
        QCOMPARE(previousInDoubt(h, *last), third);
        QCOMPARE(previousInDoubt(h, *second), first);
        QVERIFY(!previousInDoubt(h, *first));
    }

    void equalDoubtGoesByTime()
    {
        const Hypnogram h = doubted("WNW", {0.5f, 0.5f, 0.5f});
        auto bout = nextInDoubt(h);
        for (const somno::EpochIndex epoch : {0, 1, 2}) {
            QVERIFY(bout);
            QCOMPARE(bout->range.first, epoch);
            bout = nextInDoubt(h, bout);
        }
        QVERIFY(!bout);
    }

    void theOrderFollowsEdits()
    {
        Hypnogram h = doubted("WWNNRR", {0.9f, 0.9f, 0.4f, 0.6f, 0.7f, 0.7f});
        const auto first = nextInDoubt(h);
        QCOMPARE(first->range, (EpochRange{2, 4}));
        h.set(2, Stage::Rem, EpochSource::Human); // corrected; its neighbour is a bout of its own now
        QCOMPARE(nextInDoubt(h)->range, (EpochRange{3, 4}));
        QCOMPARE(nextInDoubt(h, first)->range, (EpochRange{3, 4})); // 0.6 comes after 0.5
        h.set(3, Stage::Nrem, EpochSource::Confirmed);
        QCOMPARE(nextInDoubt(h, first)->range, (EpochRange{4, 6})); // the place stays, though its bout is gone
        h.set(4, Stage::Rem, EpochSource::Confirmed);
        h.set(5, Stage::Rem, EpochSource::Confirmed);
        QCOMPARE(nextInDoubt(h)->range, (EpochRange{0, 2}));
        h.set(0, Stage::Unscored, EpochSource::None);
        h.set(1, Stage::Wake, EpochSource::Human);
        QVERIFY(!nextInDoubt(h));
        QVERIFY(!nextInDoubt(Hypnogram()));
    }

    void importedBoutsAreDoubtedWhereTheModelDisagrees()
    {
        Hypnogram h = doubted("NNNNNN", {0.8f, 0.8f, 0.8f, 0.8f, 0.6f, 0.6f});
        h.set(0, Stage::Nrem, EpochSource::Imported);
        h.set(1, Stage::Rem, EpochSource::Imported);          // the model gives REM 0.1
        h.set(2, Stage::Microarousal, EpochSource::Imported); // of which the model says nothing
        const auto first = nextInDoubt(h);
        QCOMPARE(first->range, (EpochRange{1, 2}));
        QVERIFY(std::abs(first->support - 0.1) < 1e-6);
        const auto second = nextInDoubt(h, first);
        QCOMPARE(second->range, (EpochRange{3, 6})); // mean 0.67
        const auto third = nextInDoubt(h, second);
        QCOMPARE(third->range, (EpochRange{0, 1}));
        const auto last = nextInDoubt(h, third);
        QCOMPARE(last->range, (EpochRange{2, 3}));
        QVERIFY(!nextInDoubt(h, last));
    }

    void withoutProposalTheOrderIsThatOfTime()
    {
        const Hypnogram h = somno::test::hypnogramOf("W.NR", 1, EpochSource::Imported);
        const auto first = nextInDoubt(h);
        QCOMPARE(first->range, (EpochRange{0, 1}));
        QCOMPARE(nextInDoubt(h, first)->range, (EpochRange{2, 3}));
    }

    void doubtOverADayIsQuick()
    {
        const std::string letters = [] {
            std::string text;
            for (int i = 0; i < 86'400; ++i)
                text += "WNR"[(i / 7) % 3];
            return text;
        }();
        std::vector<float> confidence(letters.size());
        for (size_t i = 0; i < confidence.size(); ++i)
            confidence[i] = 0.4f + 0.5f * float(i * 7919 % 1000) / 1000;
        const Hypnogram day = doubted(letters, confidence);
        qint64 best = std::numeric_limits<qint64>::max(); // of several, as other work may come between
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer timer;
            timer.start();
            const auto first = nextInDoubt(day);
            const auto second = nextInDoubt(day, first);
            best = std::min(best, timer.nsecsElapsed() / 2);
            QVERIFY(first && second && first->support <= second->support);
        }
        QVERIFY2(best < 20'000'000, qPrintable(QStringLiteral("%1 us").arg(best / 1000)));
    }

    void confidentEpochsAreFound()
    {
        Hypnogram h = doubted("WWWN.RR", {0.95f, 0.96f, 0.94f, 1.0f, 0, 0.97f, 0.99f});
        QCOMPARE(confidentRuns(h, 0.95), (std::vector<EpochRange>{{0, 2}, {3, 4}, {5, 7}}));
        QCOMPARE(confidentRuns(h, 0), (std::vector<EpochRange>{{0, 4}, {5, 7}})); // never the unscored one
        h.set(1, Stage::Wake, EpochSource::Confirmed);
        h.set(3, Stage::Nrem, EpochSource::Human);
        h.set(5, Stage::Rem, EpochSource::Imported);
        h.set(6, Stage::Wake, EpochSource::Automatic); // not what the model is sure of
        QCOMPARE(confidentRuns(h, 0.95), (std::vector<EpochRange>{{0, 1}}));
        QVERIFY(confidentRuns(somno::test::hypnogramOf("WW", 1, EpochSource::Automatic), 0).empty());
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
