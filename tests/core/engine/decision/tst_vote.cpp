// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>
#include <cmath>
#include <limits>

#include "core/engine/decision/vote.h"
#include "core/model/networkconfig.h"

using namespace somno;
using namespace somno::sdreamer;
using scoring::Stage;

namespace {

ChannelOpinion opinion(const char *name, const std::vector<std::array<float, 3>> &rows, bool isBroken = false)
{
    ChannelOpinion one{QString::fromLatin1(name), {}, isBroken};
    one.proposal.classes = mouseClasses();
    for (const auto &row : rows)
        one.proposal.probabilities.insert(one.proposal.probabilities.end(), row.begin(), row.end());
    return one;
}

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

} // namespace

class TestVote : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void theSurerOneDecides()
    {
        const Vote vote = voteOf({opinion("A", {{0.98f, 0.01f, 0.01f}, {0.3f, 0.4f, 0.3f}}),
                                  opinion("B", {{0.2f, 0.6f, 0.2f}, {0.01f, 0.01f, 0.98f}})});
        QCOMPARE(vote.proposal.stage(0), Stage::Wake);
        QCOMPARE(vote.proposal.stage(1), Stage::Rem);
        for (EpochIndex i = 0; i < 2; ++i) {
            const auto row = vote.proposal.row(i);
            QVERIFY(std::abs(row[0] + row[1] + row[2] - 1) < 1e-5f);
        }
    }

    void oneChannelIsItself()
    {
        const auto only = opinion("A", {{0.5f, 0.3f, 0.2f}, {kNaN, kNaN, kNaN}});
        const Vote vote = voteOf({only});
        QVERIFY(std::abs(vote.proposal.row(0)[0] - 0.5f) < 1e-6f);
        QCOMPARE(vote.proposal.stage(1), Stage::Unscored);
        QVERIFY(vote.remarks.isEmpty());
    }

    void whereOneIsSilentTheOtherSpeaks()
    {
        const Vote vote = voteOf({opinion("A", {{kNaN, kNaN, kNaN}}), opinion("B", {{0.1f, 0.8f, 0.1f}})});
        QCOMPARE(vote.proposal.stage(0), Stage::Nrem);
    }

    void brokenChannelsHaveNoVote()
    {
        const Vote vote = voteOf({opinion("A", {{0.99f, 0.005f, 0.005f}}, true), opinion("B", {{0.2f, 0.6f, 0.2f}})});
        QCOMPARE(vote.proposal.stage(0), Stage::Nrem);
        QCOMPARE(vote.remarks.size(), 1);
        QVERIFY(vote.remarks[0].contains("\"A\" shows nothing") && vote.remarks[0].contains("no vote"));
        const Vote all = voteOf({opinion("A", {{0.9f, 0.05f, 0.05f}}, true)});
        QCOMPARE(all.proposal.stage(0), Stage::Wake);
        QVERIFY(!all.remarks[0].contains("no vote"));
    }

    void theOneThatIsContradictedIsNamed()
    {
        std::vector<std::array<float, 3>> sleeps(100, {0.05f, 0.9f, 0.05f}), wakes(100, {0.8f, 0.1f, 0.1f});
        const Vote vote = voteOf({opinion("A", sleeps), opinion("B", sleeps), opinion("C", wakes)});
        QCOMPARE(vote.remarks.size(), 1);
        QVERIFY(vote.remarks[0].contains("\"C\" stands against the others in 100 %"));
    }

    void whoKnowsNothing()
    {
        const Vote vote
            = voteOf({opinion("A", {{1 / 3.f, 1 / 3.f, 1 / 3.f}}), opinion("B", {{1 / 3.f, 1 / 3.f, 1 / 3.f}})});
        QVERIFY(std::isfinite(vote.proposal.row(0)[0]));
    }
};

QTEST_GUILESS_MAIN(TestVote)
#include "tst_vote.moc"
