// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/scoring/reviewprogress.h"
#include "tests/support/hypnograms.h"

using namespace somno::scoring;

class TestReviewProgress : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void sourcesThatAreReviewed()
    {
        for (const auto source : {EpochSource::None, EpochSource::Automatic, EpochSource::Human, EpochSource::Imported,
                                  EpochSource::Confirmed}) {
            const bool byScorer = source == EpochSource::Human || source == EpochSource::Confirmed;
            QCOMPARE(isReviewed(source), byScorer);
            QCOMPARE(awaitsReview(source), !byScorer && source != EpochSource::None);
            QCOMPARE(isKeptFromModels(source), byScorer || source == EpochSource::Imported);
        }
    }

    void countsEachState()
    {
        Hypnogram hypnogram = somno::test::hypnogramOf("WNRN..WW", 1, EpochSource::Automatic);
        hypnogram.set(1, Stage::Nrem, EpochSource::Imported);
        hypnogram.set(2, Stage::Rem, EpochSource::Human);
        hypnogram.set(3, Stage::Nrem, EpochSource::Confirmed);
        const ReviewProgress progress = reviewProgress(hypnogram);
        QCOMPARE(progress, (ReviewProgress{8, 6, 2}));
        QCOMPARE(progress.scoredFraction(), 0.75);
        QCOMPARE(progress.reviewedFraction(), 0.25);
    }

    void withoutEpochsNothingIsDone()
    {
        const ReviewProgress progress = reviewProgress(Hypnogram());
        QCOMPARE(progress, ReviewProgress());
        QCOMPARE(progress.scoredFraction(), 0.0);
        QCOMPARE(progress.reviewedFraction(), 0.0);
    }

    void aHundredPercentIsAll()
    {
        QCOMPARE(wholePercent(0), 0);
        QCOMPARE(wholePercent(86'399.0 / 86'400), 99);
        QCOMPARE(wholePercent(1), 100);
        for (int percent = 0; percent <= 100; ++percent)
            QCOMPARE(wholePercent(ReviewProgress{100, 100, percent}.reviewedFraction()), percent);
    }
};

QTEST_APPLESS_MAIN(TestReviewProgress)
#include "tst_reviewprogress.moc"
