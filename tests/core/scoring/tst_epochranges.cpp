// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "core/scoring/epochranges.h"

using namespace somno;
using namespace somno::scoring;

namespace {

constexpr EpochIndex kLength = 60;

/// Any ranges within kLength, as they come.
Ranges anyRanges(std::mt19937 &random)
{
    Ranges ranges;
    for (size_t i = random() % 8; i > 0; --i) {
        const EpochIndex first = EpochIndex(random() % kLength);
        ranges.push_back({first, std::min<EpochIndex>(kLength, first + EpochIndex(random() % 12))});
    }
    return ranges;
}

std::vector<bool> epochsOf(const Ranges &ranges)
{
    std::vector<bool> epochs(kLength, false);
    for (const EpochRange &range : ranges)
        std::fill(epochs.begin() + range.first, epochs.begin() + range.last, true);
    return epochs;
}

bool isCanonical(const Ranges &ranges)
{
    for (size_t i = 0; i < ranges.size(); ++i)
        if (ranges[i].isEmpty() || (i > 0 && ranges[i].first <= ranges[i - 1].last))
            return false;
    return true;
}

} // namespace

class TestEpochRanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void unitesWhatTouches()
    {
        QCOMPARE(united({{5, 8}, {0, 2}, {2, 3}, {7, 7}, {6, 10}}), (Ranges{{0, 3}, {5, 10}}));
        QCOMPARE(united({{0, 2}, {4, 6}, {9, 10}}, 2), (Ranges{{0, 6}, {9, 10}}));
        QVERIFY(united({}).empty());
    }

    void widensButNotBelowZero() { QCOMPARE(widened({{3, 5}, {20, 21}}, 4), (Ranges{{0, 9}, {16, 25}})); }

    void agreesWithEpochByEpoch()
    {
        std::mt19937 random(1);
        for (int i = 0; i < 2000; ++i) {
            const Ranges a = united(anyRanges(random)), b = united(anyRanges(random));
            const auto inA = epochsOf(a), inB = epochsOf(b);
            const Ranges both = intersection(a, b), rest = difference(a, b);
            QVERIFY(isCanonical(a) && isCanonical(rest));
            const auto inBoth = epochsOf(both), inRest = epochsOf(rest);
            for (size_t e = 0; e < size_t(kLength); ++e) {
                QCOMPARE(bool(inBoth[e]), inA[e] && inB[e]);
                QCOMPARE(bool(inRest[e]), inA[e] && !inB[e]);
            }
            QCOMPARE(sizeOf(both) + sizeOf(rest), sizeOf(a));
        }
    }
};

QTEST_APPLESS_MAIN(TestEpochRanges)
#include "tst_epochranges.moc"
