// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/cohort/findings.h"
#include "tests/support/offeredscorings.h"

using namespace somno;
using namespace somno::learning;
using namespace somno::scoring;

namespace {

const QString kA = QStringLiteral("/d/a.edf"), kM1 = QStringLiteral("m1");

const Finding *find(const std::vector<Finding> &findings, FindingKind kind)
{
    const auto found = std::ranges::find(findings, kind, &Finding::kind);
    return found == findings.end() ? nullptr : &*found;
}

std::vector<Finding> examine(const std::vector<OfferedScoring> &offered, const Selection &selection = {})
{
    return findingsOf(TrainingSet::build(offered, selection, 1));
}

/// One animal judges; who did so before is learned from.
std::vector<Finding> judgedBy(TrainingSet &set, const QString &judge)
{
    SplitPlan plan = set.plan();
    for (auto &[subject, split] : plan.subjects)
        split = subject == judge ? Split::Test : split == Split::Test ? Split::Train : split;
    set.setPlan(std::move(plan));
    return findingsOf(set);
}

std::vector<OfferedScoring> animals(int count, const std::string &letters)
{
    std::vector<OfferedScoring> offered;
    for (int i = 0; i < count; ++i)
        offered.push_back(test::offerOf(QStringLiteral("/d/r%1.edf").arg(i), QStringLiteral("m%1").arg(i), letters));
    return offered;
}

} // namespace

class TestFindings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void plentyOfLabelsHaveNone() { QVERIFY(examine(animals(5, test::cycles(7200))).empty()); }

    void onlyCorrections()
    {
        // Auto-scored, then every tenth minute corrected and nothing confirmed.
        OfferedScoring offer = test::offerOf(kA, kM1, "");
        offer.hypnogram = test::hypnogramOf(test::cycles(7200), 1, EpochSource::Automatic);
        const auto review = [&](EpochIndex first, EpochIndex last, EpochSource source) {
            for (EpochIndex i = first; i < last; ++i)
                offer.hypnogram.set(i, offer.hypnogram.stage(i), source);
        };
        for (EpochIndex minute = 0; minute < 120; minute += 10)
            review(60 * minute, 60 * minute + 60, EpochSource::Human);
        const auto findings = examine({offer});
        const Finding *found = find(findings, FindingKind::OnlyCorrections);
        QVERIFY(found && found->severity == Severity::Warning && found->text.startsWith(QStringLiteral("Only 0 %")));
        for (EpochIndex minute = 0; minute < 120; minute += 10)
            review(60 * minute + 60, 60 * minute + 240, EpochSource::Confirmed);
        QVERIFY(!find(examine({offer}), FindingKind::OnlyCorrections));
    }

    void onlyAgreement()
    {
        OfferedScoring offer = test::offerOf(kA, kM1, "");
        offer.hypnogram = test::hypnogramOf(test::cycles(7200), 1, EpochSource::Confirmed);
        QVERIFY(find(examine({offer}), FindingKind::OnlyAgreement));
        for (EpochIndex i = 1000; i < 1200; ++i)
            offer.hypnogram.set(i, Stage::Rem, EpochSource::Human);
        QVERIFY(!find(examine({offer}), FindingKind::OnlyAgreement));
    }

    void nothingReviewed()
    {
        OfferedScoring offer = test::offerOf(kA, kM1, "");
        offer.hypnogram = test::hypnogramOf(test::cycles(3600), 1, EpochSource::Automatic);
        auto findings = examine({offer});
        QCOMPARE(findings.size(), size_t(1));
        QCOMPARE(findings.front().kind, FindingKind::NothingReviewed);
        QVERIFY(isBlocked(findings));
        QVERIFY(!findings.front().text.contains(QLatin1String("imported")));
        offer.hypnogram = test::hypnogramOf(test::cycles(3600), 1, EpochSource::Imported);
        findings = examine({offer});
        QVERIFY(findings.front().text.contains(QLatin1String("60 min of imported")));
        Selection selection;
        selection.importedCounts = true;
        QVERIFY(!isBlocked(examine({offer}, selection)));
        QVERIFY(isBlocked(examine({}, selection)));
    }

    void tooLittle()
    {
        const auto findings = examine({test::offerOf(kA, kM1, test::cycles(310))});
        const Finding *found = find(findings, FindingKind::TooLittle);
        QVERIFY(found && found->severity == Severity::Blocking);
        QVERIFY(found->text.contains(QLatin1String("Only 5 min 10 s")));
        QVERIFY(!find(examine({test::offerOf(kA, kM1, test::cycles(320))}), FindingKind::TooLittle));
    }

    void oneClass()
    {
        const auto findings = examine({test::offerOf(kA, kM1, std::string(3600, 'W'))});
        QVERIFY(find(findings, FindingKind::OneClass));
        QVERIFY(isBlocked(findings));
        QVERIFY(!find(findings, FindingKind::LittleOfClass));
    }

    void noClass()
    {
        OfferedScoring offer = test::offerOf(kA, kM1, std::string(3600, 'W'));
        for (EpochIndex i = 0; i < 3600; ++i)
            offer.hypnogram.set(i, i < 1800 ? Stage::MovementTime : Stage(kFirstOwnStage), EpochSource::Human);
        auto findings = examine({offer});
        QCOMPARE(findings.size(), size_t(1));
        QCOMPARE(findings.front().kind, FindingKind::OneClass);
        QVERIFY(isBlocked(findings));
        for (EpochIndex i = 0; i < 1800; ++i) // beside one class these count for nothing
            offer.hypnogram.set(i, Stage::N2, EpochSource::Human);
        findings = examine({offer});
        QVERIFY(find(findings, FindingKind::OneClass) && isBlocked(findings));
        for (EpochIndex i = 0; i < 900; ++i)
            offer.hypnogram.set(i, Stage::Wake, EpochSource::Human);
        QVERIFY(!find(examine({offer}), FindingKind::OneClass));
    }

    void littleOfAClassNamesItsAnimals()
    {
        auto offered = animals(3, std::string(1800, 'W') + std::string(1800, 'N'));
        offered[1].hypnogram
            = test::hypnogramOf(std::string(1800, 'N') + std::string(240, 'R') + std::string(900, 'W'));
        const auto findings = examine(offered);
        const Finding *found = find(findings, FindingKind::LittleOfClass);
        QVERIFY(found && found->severity == Severity::Warning);
        QVERIFY(found->text.startsWith(QLatin1String("4 min of REM in one animal: too little to judge")));
        QVERIFY(!isBlocked(findings));
        // One animal cannot both teach and test.
        QVERIFY(find(findings, FindingKind::ClassNotHeldOut) || find(findings, FindingKind::ClassNotLearned));
    }

    void missingClass()
    {
        const auto findings = examine(animals(3, std::string(1800, 'W') + std::string(1800, 'N')));
        const Finding *found = find(findings, FindingKind::LittleOfClass);
        QVERIFY(found && found->text.contains(QLatin1String("no REM")));
    }

    void splitsThatWereEmptiedByHand()
    {
        TrainingSet set = TrainingSet::build({test::offerOf(kA, kM1, test::cycles(7200))}, {}, 1);
        QVERIFY(!isBlocked(findingsOf(set)));
        SplitPlan plan = set.plan();
        for (SplitBlock &block : plan.blocks)
            if (block.split == Split::Test)
                block.split = Split::Train;
        set.setPlan(plan);
        const auto findings = findingsOf(set);
        QCOMPARE(findings.front().kind, FindingKind::NotDivided); // blocking ones come first
        QVERIFY(isBlocked(findings));
        QVERIFY(find(findings, FindingKind::ClassNotHeldOut));
    }

    void labelsThatTheStartingModelKnows()
    {
        OfferedScoring offer = test::offerOf(kA, kM1, test::cycles(7200));
        offer.learned = {{0, 3600}};
        const auto partly = examine({offer});
        const Finding *found = find(partly, FindingKind::AlreadyLearned);
        QVERIFY(found && found->severity == Severity::Warning);
        QVERIFY2(found->text.contains(QLatin1String("60 min of these labels")), qPrintable(found->text));
        QVERIFY(!isBlocked(partly));
        offer.learned = {{0, 1 << 30}};
        const auto wholly = examine({offer});
        found = find(wholly, FindingKind::AlreadyLearned);
        QVERIFY(found && found->severity == Severity::Blocking);
        QVERIFY(!find(wholly, FindingKind::NotDivided)); // said once
    }

    void littleHeldOut()
    {
        QVERIFY(find(examine({test::offerOf(kA, kM1, test::cycles(900))}), FindingKind::LittleHeldOut));
        QVERIFY(!find(examine({test::offerOf(kA, kM1, test::cycles(7200))}), FindingKind::LittleHeldOut));
    }

    void littleOfAClassHeldOut()
    {
        // Six animals; all have REM but the one that is to judge, which has a second of it.
        auto offered = animals(6, test::cycles(7200));
        std::string letters = test::cycles(7200);
        std::ranges::replace(letters, 'R', 'N');
        letters[100] = 'R';
        offered[0] = test::offerOf(offered[0].path, offered[0].subject, letters);
        TrainingSet set = TrainingSet::build(offered, {}, 1);
        const auto findings = judgedBy(set, offered[0].subject);
        const Finding *found = find(findings, FindingKind::LittleOfClassHeldOut);
        QVERIFY(found && found->severity == Severity::Warning);
        QVERIFY2(found->text.contains(QLatin1String("Of REM, only 1 s")), qPrintable(found->text));
        QVERIFY(!find(examine(animals(6, test::cycles(7200))), FindingKind::LittleOfClassHeldOut));
    }

    void whatAModelSaidIsHeldOut()
    {
        auto offered = animals(6, test::cycles(7200));
        offered[0].hypnogram = test::hypnogramOf(test::cycles(7200), 1, EpochSource::Confirmed);
        TrainingSet set = TrainingSet::build(offered, {}, 1);
        const auto findings = judgedBy(set, offered[0].subject);
        QVERIFY(find(findings, FindingKind::AgreementHeldOut) && !isBlocked(findings));
        QVERIFY(!find(judgedBy(set, offered[1].subject), FindingKind::AgreementHeldOut));
    }

    void importedLabelsThatDoNotCount()
    {
        auto offered = animals(5, test::cycles(7200));
        offered[4].hypnogram = test::hypnogramOf(test::cycles(7200), 1, EpochSource::Imported);
        const auto findings = examine(offered);
        const Finding *found = find(findings, FindingKind::ImportedLeftOut);
        QVERIFY(found && found->severity == Severity::Warning);
        QVERIFY2(found->text.startsWith(QLatin1String("2.0 h of imported labels do not count")),
                 qPrintable(found->text));
        Selection all;
        all.importedCounts = true;
        QVERIFY(!find(examine(offered, all), FindingKind::ImportedLeftOut));
    }

    void movedFile()
    {
        auto offered = animals(4, test::cycles(7200));
        offered[2].missing = true;
        const auto findings = examine(offered);
        const Finding *found = find(findings, FindingKind::MissingFile);
        QVERIFY(found && found->severity == Severity::Warning);
        QVERIFY(found->text.contains(QLatin1String("r2.edf")));
        QVERIFY(!isBlocked(findings));
        for (OfferedScoring &offer : offered)
            offer.missing = true;
        QVERIFY(isBlocked(examine(offered)));
    }

    void conflictTellsItsShare()
    {
        const std::string letters = test::cycles(7200);
        std::string other = letters;
        for (size_t i = 0; i < 864; ++i)
            other[i] = 'R';
        const auto a = test::offerOf(kA, kM1, letters);
        auto findings = examine({a, test::offerOf(kA, kM1, other, QStringLiteral("ben"))});
        const Finding *found = find(findings, FindingKind::Conflict);
        QVERIFY(found && found->severity == Severity::Warning);
        QVERIFY2(found->text.startsWith(QLatin1String("anna and ben disagree on 11 % of the 2.0 h of a.edf")),
                 qPrintable(found->text));
        QVERIFY(!find(examine({a, test::offerOf(kA, kM1, letters, QStringLiteral("ben"))}), FindingKind::Conflict));
    }

    void aHundredthIsWorthAWord()
    {
        const std::string letters = test::cycles(7200);
        const auto disagreeing = [&](size_t seconds) {
            std::string other = letters;
            std::fill_n(other.begin(), seconds, 'R');
            return examine({test::offerOf(kA, kM1, letters), test::offerOf(kA, kM1, other, QStringLiteral("ben"))});
        };
        QVERIFY(!find(disagreeing(71), FindingKind::Conflict));
        const auto findings = disagreeing(72);
        const Finding *found = find(findings, FindingKind::Conflict);
        QVERIFY(found);
        QVERIFY2(found->text.contains(QLatin1String("disagree on 1.0 %")), qPrintable(found->text));
    }

    void animalsThatTheJudgementSpeaksOf()
    {
        QVERIFY(find(examine(animals(1, test::cycles(7200))), FindingKind::OneAnimal));
        const auto two = examine(animals(2, test::cycles(7200)));
        QVERIFY(find(two, FindingKind::SameAnimals)->text.contains(QLatin1String("2 animals")));
        QVERIFY(!find(two, FindingKind::OneAnimal));
    }
};

QTEST_APPLESS_MAIN(TestFindings)
#include "tst_findings.moc"
