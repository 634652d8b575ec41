// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "core/engine/judging/crossvalidation.h"
#include "tests/support/cohort.h"
#include "tests/support/smallnetwork.h"

using namespace somno;
using namespace somno::sdreamer;

/// Division by subject, and a whole small cross-validation.
class TestCrossValidation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void everySubjectIsTestedOnceAndNeverLearnedFrom();
    void impossibleDivisionsAreRefused();
    void figuresAreOfAllFolds();

private:
    QTemporaryDir m_folder;
    std::optional<Manifest> m_manifest;
};

void TestCrossValidation::initTestCase()
{
    const auto manifest = Manifest::load(
        test::writeManifest(m_folder.path(), {{"recordings", test::writeCohort(m_folder.path(), 5, 300)}}));
    QVERIFY(manifest);
    m_manifest = *manifest;
}

void TestCrossValidation::everySubjectIsTestedOnceAndNeverLearnedFrom()
{
    const auto folds = m_manifest->folds(3, 7);
    QVERIFY(folds);
    QStringList tested;
    for (const Manifest &fold : *folds) {
        QStringList all = fold.subjects(Split::Train) + fold.subjects(Split::Validation) + fold.subjects(Split::Test);
        QVERIFY(!fold.subjects(Split::Train).isEmpty() && !fold.subjects(Split::Validation).isEmpty());
        QCOMPARE(all.size(), 5);
        all.removeDuplicates();
        QCOMPARE(all.size(), 5); // nobody stands in two splits
        tested += fold.subjects(Split::Test);
    }
    tested.sort();
    QCOMPARE(tested, (QStringList{"m1", "m2", "m3", "m4", "m5"}));
    QCOMPARE(m_manifest->folds(3, 7)->front().subjects(Split::Test), folds->front().subjects(Split::Test));
}

void TestCrossValidation::impossibleDivisionsAreRefused()
{
    for (const int count : {0, 1, 6}) {
        const auto folds = m_manifest->folds(count, 1);
        QVERIFY(!folds);
        QCOMPARE(folds.error().code, ErrorCode::TrainingDataInvalid);
        QVERIFY(folds.error().message.contains(QString::number(count)));
    }
}

void TestCrossValidation::figuresAreOfAllFolds()
{
    TrainOptions options = test::smallOptions();
    options.steps = 4;
    options.validateEvery = 4;
    QSet<int> foldsSeen;
    const auto result = crossValidate(*m_manifest, options, 2, {m_folder.filePath(QStringLiteral("run")), {}}, {},
                                      [&](const QJsonObject &figures) { foldsSeen.insert(figures["fold"].toInt()); });
    QVERIFY2(result, result ? "" : qPrintable(result.error().message + result.error().detail));
    QCOMPARE(foldsSeen, (QSet<int>{1, 2}));
    QCOMPARE(result->folds.size(), size_t(2));
    QCOMPARE(result->pooled.compared, 5 * 300); // every subject's recording, once
    QCOMPARE(result->rules.compared, result->pooled.compared);
    const QJsonObject json = result->toJson();
    const double mean = json["accuracy"].toObject()["mean"].toDouble();
    const auto accuracyOf = [&](int fold) {
        return json["folds"].toArray()[fold].toObject()["pooled"].toObject()["accuracy"].toDouble();
    };
    QVERIFY(std::abs(mean - (accuracyOf(0) + accuracyOf(1)) / 2) < 1e-12);
    QVERIFY(std::abs(json["accuracy"].toObject()["sd"].toDouble()
                     - std::abs(accuracyOf(0) - accuracyOf(1)) / std::sqrt(2.0))
            < 1e-12);
    QVERIFY(result->toMarkdown().contains(QString::number(mean, 'f', 3)));
}

QTEST_GUILESS_MAIN(TestCrossValidation)
#include "tst_crossvalidation.moc"
