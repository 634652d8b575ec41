// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "core/cohort/labelledstretches.h"
#include "tests/support/scoredbouts.h"

using namespace somno;
using namespace somno::sdreamer;
using scoring::EpochRange;
using scoring::Ranges;
using scoring::sizeOf;

namespace {

constexpr EpochIndex kHours = 6 * 3600;

void verifyDistance(const LabelledStretches &stretches)
{
    const std::array parts{&stretches.train, &stretches.validation, &stretches.test};
    for (size_t i = 0; i < parts.size(); ++i)
        for (size_t j = i + 1; j < parts.size(); ++j)
            QVERIFY(scoring::intersection(scoring::widened(*parts[i], learning::kSplitGuardSec), *parts[j]).empty());
}

} // namespace

class TestLabelledStretches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void theyKeepTheirDistance()
    {
        for (const double minutes : {10.0, 30.0, 120.0}) {
            const auto stretches = labelledStretches(kHours, minutes);
            verifyDistance(stretches);
            QCOMPARE(sizeOf(stretches.train) + sizeOf(stretches.validation), EpochIndex(minutes * 60));
            QVERIFY(!stretches.validation.empty() && stretches.train.size() > stretches.validation.size());
            QVERIFY(sizeOf(stretches.test) > 3600);
        }
    }

    void halfOfThePoolsRecordingIsTheTest()
    {
        for (const EpochIndex epochs : {EpochIndex(2400), EpochIndex(kHours), EpochIndex(kHours + 777)}) {
            const LabelledStretches pool = labelPool(epochs);
            verifyDistance(pool);
            QVERIFY(!pool.validation.empty() && pool.train.size() >= 3 * pool.validation.size());
            QVERIFY(sizeOf(pool.train) + sizeOf(pool.validation) >= sizeOf(pool.test));
            QVERIFY(sizeOf(pool.test) > epochs / 5);
        }
    }

    void spreadStretchesLieInThePool()
    {
        const LabelledStretches pool = labelPool(kHours);
        const auto spread = spreadStretches(pool, 30);
        QVERIFY(spread);
        QCOMPARE(sizeOf(spread->train) + sizeOf(spread->validation), EpochIndex(1800));
        QVERIFY(scoring::difference(spread->train, pool.train).empty());
        QVERIFY(scoring::difference(spread->validation, pool.validation).empty());
        QCOMPARE(spread->test, pool.test);
        const auto tooMany = spreadStretches(labelPool(2400), 30);
        QVERIFY(!tooMany);
        QCOMPARE(tooMany.error().code, ErrorCode::InvalidArgument);
    }

    void proposedStretchesAreTheDoubtfulOnes()
    {
        // Sure of all but ten minutes of the pool, and of a part of the test, where nobody may be sent.
        const LabelledStretches pool = labelPool(kHours);
        const EpochRange doubtful = pool.train[1], hidden = pool.test[1];
        std::vector<test::ScoredBout> bouts;
        for (EpochIndex i = 0; i < kHours; i += 100) {
            const bool isDoubtful
                = (i >= doubtful.first + 100 && i < doubtful.first + 700) || (i >= hidden.first && i < hidden.last);
            bouts.push_back({i / 100 % 2 == 0 ? 'W' : 'N', 100, isDoubtful ? 0.4F : 0.99F});
        }
        const scoring::Proposal scored = test::proposalOf(bouts);
        const auto truth = scoring::Hypnogram::fromProposal(scored);
        const auto spread = spreadStretches(pool, 24);
        QVERIFY(spread);
        const LabelledStretches proposed = proposedStretches(pool, *spread, scored, truth);
        QCOMPARE(sizeOf(proposed.train), sizeOf(spread->train));
        QCOMPARE(sizeOf(proposed.validation), sizeOf(spread->validation));
        QVERIFY(scoring::difference(proposed.train, pool.train).empty());
        QVERIFY(scoring::difference(proposed.validation, pool.validation).empty());
        QCOMPARE(proposed.test, pool.test);
        QCOMPARE(sizeOf(scoring::intersection(proposed.train, {{doubtful.first + 100, doubtful.first + 700}})),
                 EpochIndex(600));
    }

    void aPoolIsUsedUp()
    {
        // Nothing is proposed where the model says nothing: what cannot be had is not waited for.
        const LabelledStretches pool = labelPool(2400);
        const auto spread = spreadStretches(pool, 10);
        QVERIFY(spread);
        const scoring::Proposal silent = test::proposalOf({{'.', 2400}});
        const LabelledStretches proposed = proposedStretches(pool, *spread, silent, scoring::Hypnogram(2400));
        QVERIFY(proposed.train.empty() && proposed.validation.empty());
        QCOMPARE(proposed.test, pool.test);
    }

    void theyAreWrittenAsAManifest()
    {
        const QTemporaryDir folder;
        ManifestRecording animal;
        animal.path = animal.labels = QStringLiteral("m1.edf");
        animal.subject = QStringLiteral("m1");
        animal.scorer = QStringLiteral("anna");
        const LabelledStretches stretches{{{0, 100}, {200, 300}}, {{400, 500}}, {{600, 700}}};
        const auto manifest = writeStretches(animal, stretches, folder.filePath(QStringLiteral("manifest.json")));
        QVERIFY2(manifest, manifest ? "" : qPrintable(manifest.error().message));
        QCOMPARE(manifest->recordings(Split::Train).front().confirmed, stretches.train);
        QCOMPARE(manifest->recordings(Split::Test).front().confirmed, stretches.test);
        const auto refused = writeStretches(animal, stretches, folder.filePath(QStringLiteral("no/folder.json")));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::FileNotWritable);
    }
};

QTEST_GUILESS_MAIN(TestLabelledStretches)
#include "tst_labelledstretches.moc"
