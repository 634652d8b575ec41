// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/cohort/trainingset.h"
#include "tests/support/offeredscorings.h"

using namespace somno;
using namespace somno::learning;
using namespace somno::scoring;

class TestTrainingSet : public QObject {
    Q_OBJECT

private:
    const QString m_a = QStringLiteral("/d/a.edf"), m_b = QStringLiteral("/d/b.edf");

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void takesWhatIsSelectedAndThere()
    {
        std::vector<OfferedScoring> offered = {test::offerOf(m_a, QStringLiteral("m1"), test::cycles(600)),
                                               test::offerOf(m_b, QStringLiteral("m2"), test::cycles(600)),
                                               test::offerOf(QStringLiteral("/d/c.edf"), QStringLiteral("m3"), "....")};
        offered[1].missing = true;
        const TrainingSet set = TrainingSet::build(offered, {}, 1);
        QCOMPARE(set.items().size(), size_t(1));
        QCOMPARE(set.items().front().path, m_a);
        QCOMPARE(set.missingFiles(), QStringList{m_b});
        QCOMPARE(set.offered().reviewed.total(), 1200);
        Selection selection;
        selection.leftOutSubjects = {QStringLiteral("m1")};
        const TrainingSet without = TrainingSet::build(offered, selection, 1);
        QVERIFY(without.items().empty());
        QCOMPARE(without.offered().reviewed.total(), 600);
        QCOMPARE(without.total().total(), 0);
    }

    void countsBySplitRecordingAndSubject()
    {
        const std::vector<OfferedScoring> offered
            = {test::offerOf(m_a, QStringLiteral("m1"), test::cycles(3600)),
               test::offerOf(m_a, QStringLiteral("m1"), test::cycles(1800), QStringLiteral("ben")),
               test::offerOf(m_b, QStringLiteral("m2"), test::cycles(2400))};
        const TrainingSet set = TrainingSet::build(offered, {}, 1);
        QCOMPARE(set.total().total(), 7800);
        QCOMPARE(set.total().of(Stage::Rem), 780);
        QCOMPARE(set.secondsOfItem(1).total(), 1800);
        QCOMPARE(set.secondsOfRecording(m_a).total(), 5400);
        QCOMPARE(set.secondsOfSubject(QStringLiteral("m2")).of(Stage::Wake), 1200);
        qint64 used = 0, ofA = 0, ofM2 = 0;
        for (const Split split : kSplits) {
            used += set.secondsOfSplit(split).total();
            ofA += set.secondsOfRecording(m_a, split).total();
            ofM2 += set.secondsOfSubject(QStringLiteral("m2"), split).total();
        }
        QCOMPARE(used, ofA + ofM2);
        QCOMPARE(used + set.guardSec(), 7800);
        QVERIFY(set.guardSec() > 0);
    }

    void scorersOfOneRecordingShareItsDivision()
    {
        const std::vector<OfferedScoring> offered
            = {test::offerOf(m_a, QStringLiteral("m1"), test::cycles(3600)),
               test::offerOf(m_a, QStringLiteral("m1"), test::cycles(3600), QStringLiteral("ben"))};
        const TrainingSet set = TrainingSet::build(offered, {}, 7);
        for (const Split a : kSplits)
            for (const Split b : kSplits)
                if (a != b)
                    QVERIFY(intersection(set.ranges(0, a), widened(set.ranges(1, b), kSplitGuardSec)).empty());
    }

    void aRecordingIsOfOneAnimal()
    {
        std::vector<OfferedScoring> offered;
        for (const char *subject : {"m1", "m2", "m3"})
            offered.push_back(test::offerOf(m_a, QLatin1String(subject), test::cycles(1200), QLatin1String(subject)));
        const TrainingSet set = TrainingSet::build(offered, {}, 1);
        QVERIFY(!set.plan().bySubject);
        QCOMPARE(subjectsOf(set.items()), QStringList{QStringLiteral("m1")});
    }

    void movingASubject()
    {
        std::vector<OfferedScoring> offered;
        for (int i = 0; i < 5; ++i)
            offered.push_back(
                test::offerOf(QStringLiteral("r%1").arg(i), QStringLiteral("m%1").arg(i), test::cycles(600)));
        TrainingSet set = TrainingSet::build(offered, {}, 1);
        QVERIFY(set.plan().bySubject);
        QCOMPARE(set.secondsOfSplit(Split::Test).total(), 600);
        QCOMPARE(set.guardSec(), 0);
        QString trained;
        for (const auto &[subject, split] : set.plan().subjects)
            if (split == Split::Train)
                trained = subject;
        SplitPlan plan = set.plan();
        plan.subjects[trained] = Split::Test;
        set.setPlan(plan);
        QCOMPARE(set.secondsOfSplit(Split::Test).total(), 1200);
        QCOMPARE(set.secondsOfSubject(trained, Split::Train).total(), 0);
    }

    void movingABlockMovesItsGuards()
    {
        TrainingSet set = TrainingSet::build({test::offerOf(m_a, QStringLiteral("m1"), test::cycles(7200))}, {}, 1);
        for (size_t block = 0; block < set.plan().blocks.size(); ++block) {
            const qint64 before = set.secondsOfSplit(Split::Test).total();
            const bool wasTest = set.plan().blocks[block].split == Split::Test;
            SplitPlan plan = set.plan();
            plan.blocks[block].split = Split::Test;
            set.setPlan(plan);
            if (!wasTest)
                QCOMPARE(set.secondsOfSplit(Split::Test).total(), before + set.plan().blocks[block].range.size());
            for (const Split other : {Split::Train, Split::Validation})
                QVERIFY(
                    intersection(set.ranges(0, other), widened(set.ranges(0, Split::Test), kSplitGuardSec)).empty());
        }
        QCOMPARE(set.secondsOfSplit(Split::Test).total(), 7200);
        QCOMPARE(set.guardSec(), 0);
    }
};

QTEST_APPLESS_MAIN(TestTrainingSet)
#include "tst_trainingset.moc"
