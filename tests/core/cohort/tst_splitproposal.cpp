// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <set>

#include "core/cohort/splitproposal.h"
#include "tests/support/offeredscorings.h"

using namespace somno;
using namespace somno::learning;
using namespace somno::scoring;

namespace {

TrainingItem item(const QString &name, const QString &subject, const std::string &letters)
{
    return *itemOf(test::offerOf(name, subject, letters), false);
}

std::array<Ranges, 3> divided(const SplitPlan &plan, const std::vector<TrainingItem> &items, const QString &path)
{
    return splitRanges(plan, path, items.front().subject, labelledRanges(items, path));
}

/// The fewest unused epochs between ranges of different splits.
EpochIndex nearest(const std::array<Ranges, 3> &parts)
{
    EpochIndex least = 1 << 30;
    for (size_t a = 0; a < 3; ++a)
        for (size_t b = 0; b < 3; ++b)
            for (const EpochRange &left : parts[a])
                for (const EpochRange &right : parts[b])
                    if (a != b && left.first <= right.first)
                        least = std::min(least, right.first - left.last);
    return least;
}

std::string scattered(int patches, int labelled, int pause)
{
    std::string letters;
    for (int i = 0; i < patches; ++i)
        letters += std::string(size_t(labelled), "WNR"[i % 3]) + std::string(size_t(pause), '.');
    return letters;
}

} // namespace

class TestSplitProposal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void bySubjectFromThreeOn()
    {
        std::vector<TrainingItem> items;
        for (int i = 0; i < 10; ++i)
            items.push_back(item(QStringLiteral("r%1").arg(i), QStringLiteral("m%1").arg(i), test::cycles(1200)));
        const SplitPlan plan = proposeSplit(items, 1);
        QVERIFY(plan.bySubject);
        QVERIFY(plan.blocks.empty());
        QCOMPARE(plan.subjects.size(), size_t(10));
        std::array<int, 3> count{};
        for (const auto &[subject, split] : plan.subjects)
            ++count[size_t(split)];
        QCOMPARE(count, (std::array<int, 3>{6, 2, 2}));
        QCOMPARE(proposeSplit(items, 1), plan);
        std::set<QString> tested; // other seeds test other animals
        for (quint64 seed = 1; seed < 20; ++seed)
            for (const auto &[subject, split] : proposeSplit(items, seed).subjects)
                if (split == Split::Test)
                    tested.insert(subject);
        QVERIFY(tested.size() > 5);
    }

    void everyClassIsInTheTestWhereItCanBe()
    {
        std::vector<TrainingItem> items; // REM in two of eight animals only: one tests, one teaches
        for (int i = 0; i < 8; ++i)
            items.push_back(item(QStringLiteral("r%1").arg(i), QStringLiteral("m%1").arg(i),
                                 i < 2 ? test::cycles(1200) : std::string(600, 'W') + std::string(600, 'N')));
        for (quint64 seed = 0; seed < 10; ++seed) {
            const SplitPlan plan = proposeSplit(items, seed);
            const std::set<Split> withRem
                = {plan.subjects.at(QStringLiteral("m0")), plan.subjects.at(QStringLiteral("m1"))};
            QCOMPARE(withRem, (std::set<Split>{Split::Train, Split::Test}));
        }
    }

    void everyClassIsInTheValidationToo()
    {
        std::vector<TrainingItem> items; // REM in three of ten animals only: one for each part
        for (int i = 0; i < 10; ++i)
            items.push_back(item(QStringLiteral("r%1").arg(i), QStringLiteral("m%1").arg(i),
                                 i < 3 ? test::cycles(1200) : std::string(600, 'W') + std::string(600, 'N')));
        for (quint64 seed = 0; seed < 10; ++seed) {
            const SplitPlan plan = proposeSplit(items, seed);
            std::set<Split> withRem;
            for (const char *subject : {"m0", "m1", "m2"})
                withRem.insert(plan.subjects.at(QLatin1String(subject)));
            QCOMPARE(withRem.size(), size_t(3));
        }
    }

    void anAnimalWithHardlyALabelJudgesNothing()
    {
        std::vector<TrainingItem> items;
        for (int i = 0; i < 4; ++i)
            items.push_back(
                item(QStringLiteral("r%1").arg(i), QStringLiteral("m%1").arg(i), i == 3 ? "WWW" : test::cycles(1200)));
        const SplitPlan plan = proposeSplit(items, 4);
        QVERIFY(plan.bySubject);
        QCOMPARE(plan.subjects.at(QStringLiteral("m3")), Split::Train);
        items.erase(items.begin());
        QVERIFY(!proposeSplit(items, 4).bySubject); // two are left
        QVERIFY(!proposeSplit(items, 4, SplitBy::Subjects).bySubject);
    }

    void knownAnimalsJudgeLast()
    {
        std::vector<TrainingItem> items;
        for (int i = 0; i < 10; ++i) {
            items.push_back(item(QStringLiteral("r%1").arg(i), QStringLiteral("m%1").arg(i), test::cycles(1200)));
            items.back().knownAnimal = i < 7;
        }
        for (quint64 seed = 0; seed < 10; ++seed) {
            const SplitPlan plan = proposeSplit(items, seed);
            QVERIFY(plan.bySubject);
            int tested = 0;
            for (const auto &[subject, split] : plan.subjects)
                if (split == Split::Test) {
                    ++tested;
                    QVERIFY(subject >= QStringLiteral("m7"));
                }
            QCOMPARE(tested, 2);
        }
        for (int i = 8; i < 10; ++i)
            items[size_t(i)].knownAnimal = true;
        QCOMPARE(proposeSplit(items, 1).subjects.at(QStringLiteral("m7")), Split::Test); // the only new one
        items[7].knownAnimal = true;
        QVERIFY(!proposeSplit(items, 1).bySubject);
    }

    void whatIsLearnedJudgesNothing()
    {
        std::vector<TrainingItem> items = {item(QStringLiteral("r"), QStringLiteral("m"), test::cycles(7200))};
        items.front().learned = {{0, 2400}, {3000, 3600}};
        for (quint64 seed = 0; seed < 5; ++seed) {
            const SplitPlan plan = proposeSplit(items, seed);
            const auto parts = splitRanges(plan, QStringLiteral("r"), {}, items.front().usable, items.front().learned);
            QVERIFY(intersection(parts[size_t(Split::Test)], widened(items.front().learned, kSplitGuardSec)).empty());
            const double share = double(sizeOf(parts[size_t(Split::Test)])) / 7200; // the rest gives more of the test
            QVERIFY2(share > 0.12 && share < 0.28, qPrintable(QString::number(share)));
            QVERIFY(nearest(parts) >= kSplitGuardSec);
        }
        SplitPlan all{false, {}, {{QStringLiteral("r"), {0, 7200}, Split::Test}}};
        const auto parts = splitRanges(all, QStringLiteral("r"), {}, items.front().usable, items.front().learned);
        QCOMPARE(parts[size_t(Split::Test)], (Ranges{{2464, 2936}, {3664, 7200}}));
        QVERIFY(sizeOf(parts[size_t(Split::Train)]) > 2000); // what is known may be learned from again
        const SplitPlan subject{true, {{QStringLiteral("m"), Split::Test}}, {}};
        QCOMPARE(splitRanges(subject, QStringLiteral("r"), QStringLiteral("m"), {{0, 7200}},
                             {{0, 2400}})[size_t(Split::Test)],
                 (Ranges{{2464, 7200}}));
    }

    void blocks_data()
    {
        QTest::addColumn<QString>("letters");
        QTest::addColumn<int>("leastBlocks");
        QTest::newRow("just enough") << QString::fromStdString(test::cycles(320)) << 3;
        QTest::newRow("half an hour") << QString::fromStdString(test::cycles(1800)) << 5;
        QTest::newRow("four hours") << QString::fromStdString(test::cycles(14400)) << 40;
        QTest::newRow("a day") << QString::fromStdString(test::cycles(86400)) << 40;
        QTest::newRow("patches far apart") << QString::fromStdString(scattered(20, 30, 300)) << 5;
        QTest::newRow("patches close together") << QString::fromStdString(scattered(60, 30, 20)) << 5;
    }
    void blocks()
    {
        QFETCH(QString, letters);
        QFETCH(int, leastBlocks);
        const QString path = QStringLiteral("r");
        const std::vector<TrainingItem> items = {item(path, QStringLiteral("m"), letters.toStdString())};
        const auto labelled = double(sizeOf(items.front().usable));
        for (quint64 seed = 0; seed < 5; ++seed) {
            const SplitPlan plan = proposeSplit(items, seed);
            QVERIFY(!plan.bySubject);
            QVERIFY(int(plan.blocks.size()) >= leastBlocks);
            QCOMPARE(proposeSplit(items, seed), plan);
            for (size_t i = 1; i < plan.blocks.size(); ++i)
                QVERIFY(plan.blocks[i].range.first >= plan.blocks[i - 1].range.last);
            const auto parts = divided(plan, items, path);
            QVERIFY(nearest(parts) >= kSplitGuardSec);
            for (const Split held : {Split::Validation, Split::Test}) {
                const double share = double(sizeOf(parts[size_t(held)])) / labelled;
                QVERIFY2(share > 0.12 && share < 0.28, qPrintable(QString::number(share)));
            }
            QVERIFY(sizeOf(parts[0]) >= kSmallestPartSec);
            for (const Ranges &part : parts)
                QVERIFY(difference(part, items.front().usable).empty());
        }
    }

    void blocksAreSpread()
    {
        const std::vector<TrainingItem> items = {item(QStringLiteral("r"), QStringLiteral("m"), test::cycles(86400))};
        const auto parts = divided(proposeSplit(items, 3), items, QStringLiteral("r"));
        for (const Ranges &part : parts) // something of each in every quarter of the day
            for (EpochIndex quarter = 0; quarter < 4; ++quarter)
                QVERIFY(sizeOf(intersection(part, {{quarter * 21600, (quarter + 1) * 21600}})) > 0);
        QVERIFY(sizeOf(parts[0]) > 0.55 * 86400); // guards cost little where labels are plentiful
    }

    void cutsFollowPauses()
    {
        const std::vector<TrainingItem> items
            = {item(QStringLiteral("r"), QStringLiteral("m"), scattered(20, 30, 300))};
        const auto parts = divided(proposeSplit(items, 3), items, QStringLiteral("r"));
        QCOMPARE(sizeOf(parts[0]) + sizeOf(parts[1]) + sizeOf(parts[2]),
                 sizeOf(items.front().usable)); // no guard needed
    }

    void shortRecordingsAreDividedAsAWhole()
    {
        std::vector<TrainingItem> items;
        for (int i = 0; i < 10; ++i)
            items.push_back(item(QStringLiteral("r%1").arg(i), i % 2 ? QStringLiteral("m1") : QStringLiteral("m2"),
                                 test::cycles(310)));
        const SplitPlan plan = proposeSplit(items, 1);
        QCOMPARE(plan.blocks.size(), size_t(10));
        QCOMPARE(std::ranges::count(plan.blocks, Split::Test, &SplitBlock::split), 2);
        QCOMPARE(std::ranges::count(plan.blocks, Split::Validation, &SplitBlock::split), 2);
    }

    void tooLittleIsNotDivided()
    {
        const std::vector<TrainingItem> items = {item(QStringLiteral("r"), QStringLiteral("m"), test::cycles(300))};
        const SplitPlan plan = proposeSplit(items, 1);
        QCOMPARE(plan.blocks.size(), size_t(1));
        QCOMPARE(plan.blocks.front().split, Split::Train);
        QVERIFY(proposeSplit({}, 1).blocks.empty());
    }
};

QTEST_APPLESS_MAIN(TestSplitProposal)
#include "tst_splitproposal.moc"
