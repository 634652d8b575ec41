// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/engine/judging/experiment.h"
#include "tests/support/cohort.h"
#include "tests/support/smallnetwork.h"

using namespace somno;
using namespace somno::sdreamer;

/// The plans of the experiments, and one of them run on a small cohort.
class TestExperiment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void everyPlanCanBeBuilt();
    void unknownNamesAreRefused();
    void batchesHoldAsManyEpochs();
    void distillationComparesFourTrainings();
    void rowsOfOneModelTrainItOnce();
};

void TestExperiment::everyPlanCanBeBuilt()
{
    QCOMPARE(experimentNames().size(), 8);
    for (const QString &name : experimentNames()) {
        const auto experiment = makeExperiment(name, {});
        QVERIFY(experiment);
        QVERIFY(experiment->rows.size() >= 2);
        QSet<QString> labels;
        for (const ExperimentRow &row : experiment->rows) {
            QVERIFY2(row.options.network.validate(), qPrintable(row.label));
            labels.insert(row.label);
        }
        QCOMPARE(labels.size(), qsizetype(experiment->rows.size()));
    }
}

void TestExperiment::unknownNamesAreRefused()
{
    const auto experiment = makeExperiment(QStringLiteral("miracle"), {});
    QVERIFY(!experiment);
    QVERIFY(experiment.error().detail.contains(QStringLiteral("patch-size")));
}

void TestExperiment::batchesHoldAsManyEpochs()
{
    TrainOptions base;
    base.batchWindows = 8;
    const auto experiment = makeExperiment(QStringLiteral("sequence-length"), base);
    QVERIFY(experiment);
    for (const ExperimentRow &row : experiment->rows)
        QCOMPARE(row.options.batchWindows * row.options.network.sequenceLength, 8 * 64);
}

void TestExperiment::distillationComparesFourTrainings()
{
    const auto experiment = makeExperiment(QStringLiteral("distillation"), {});
    QVERIFY(experiment);
    QSet<QString> trainings;
    int noisy = 0;
    for (const ExperimentRow &row : experiment->rows) {
        trainings.insert(QStringLiteral("%1 %2").arg(row.options.loss.alpha).arg(row.options.loss.headCrossEntropy));
        noisy += row.eegNoise > 0 || row.emgNoise > 0;
    }
    QCOMPARE(trainings.size(), 4);
    QCOMPARE(noisy, 8); // noise in either signal, for each training
}

void TestExperiment::rowsOfOneModelTrainItOnce()
{
    QTemporaryDir folder;
    const QJsonObject splits{{"train", QJsonArray{"m1"}}, {"validation", QJsonArray{"m2"}}, {"test", QJsonArray{"m3"}}};
    const auto manifest = Manifest::load(test::writeManifest(
        folder.path(), {{"recordings", test::writeCohort(folder.path(), 3, 300)}, {"splits", splits}}));
    QVERIFY(manifest);
    TrainOptions base = test::smallOptions();
    base.steps = 30;
    base.validateEvery = 30;
    const auto experiment = makeExperiment(QStringLiteral("single-channel"), base);
    QVERIFY(experiment);
    int validations = 0;
    const auto outcome
        = runExperiment(*experiment, *manifest, {folder.path(), {}}, {}, [&](const QJsonObject &) { ++validations; });
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message + outcome.error().detail));
    QCOMPARE(validations, 3); // both, EEG alone, EMG alone
    QCOMPARE(outcome->rows.size(), size_t(5));
    for (const ExperimentRowOutcome &row : outcome->rows) {
        QCOMPARE(row.pooled.compared, 300);
        QVERIFY(row.parameters > 0);
    }
    const auto again
        = runExperiment(*experiment, *manifest, {folder.path(), {}}, {}, [&](const QJsonObject &) { ++validations; });
    QVERIFY(again);
    QCOMPARE(validations, 3); // nothing is trained twice
    QCOMPARE(again->rows[1].pooled.confusion, outcome->rows[1].pooled.confusion);
    const QString table = outcome->toMarkdown();
    QCOMPARE(table.count(QStringLiteral("\n| ")), 5);
    QVERIFY(table.contains(QStringLiteral("paper, other data")));
    QCOMPARE(outcome->toJson()["rows"].toArray().size(), 5);
}

QTEST_GUILESS_MAIN(TestExperiment)
#include "tst_experiment.moc"
