// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/engine/decision/rules.h"
#include "core/engine/judging/evaluator.h"
#include "core/labels/labelfile.h"
#include "core/recordings/recordingfile.h"
#include "tests/support/cohort.h"

using namespace somno;
using namespace somno::sdreamer;
using scoring::Stage;

namespace {

constexpr int kSubjects = 3;
constexpr double kSeconds = 900;

Network smallNetwork()
{
    NetworkConfig config;
    config.modelWidth = 16;
    config.heads = 2;
    config.feedForward = 16;
    return std::move(*Network::create(config, 1));
}

QString number(double value)
{
    return QString::number(value, 'g', 17);
}

} // namespace

/// Evaluation of an untrained network and of the rules on three simulated mice.
class TestEvaluator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const auto manifest = Manifest::load(test::writeManifest(
            m_folder.path(), {{"recordings", test::writeCohort(m_folder.path(), kSubjects, kSeconds)}}));
        QVERIFY(manifest);
        m_recordings = manifest->recordings();
    }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".?")));
        m_warnings.clear();
    }
    void everyFigureIsOfTheSameEpochs();
    void rulesAreThemselves();
    void majorityAndCeilingByHand();
    void ceilingOnlyForSimulations();
    void temperatureChangesConfidenceOnly();
    void labelledRowsGiveTheUncalibratedError();
    void confirmedRangesCount();
    void unlabelledRecordingIsLeftOut();
    void nothingLabelledIsAnError();
    void labelsOfAnotherLength_data();
    void labelsOfAnotherLength();
    void missingFilesAreNamed();
    void absentClassHasNoFigure();
    void jsonHasEveryKey();

private:
    Progress listening()
    {
        Progress progress;
        progress.warn = [this](const QString &warning) { m_warnings << warning; };
        return progress;
    }
    /// Writes labels of one stage (or none) for the first recording and returns it with them.
    ManifestRecording relabelled(EpochIndex epochs, Stage stage)
    {
        scoring::Hypnogram labels(epochs);
        for (EpochIndex i = 0; i < epochs; ++i)
            labels.set(i, stage, stage == Stage::Unscored ? scoring::EpochSource::None : scoring::EpochSource::Human);
        ManifestRecording recording = m_recordings[0];
        recording.labels = m_folder.filePath(QStringLiteral("labels-%1-%2.csv").arg(epochs).arg(int(stage)));
        if (!io::writeLabels(recording.labels, labels))
            qFatal("the labels could not be written");
        return recording;
    }

    QTemporaryDir m_folder;
    std::vector<ManifestRecording> m_recordings;
    QStringList m_warnings;
};

void TestEvaluator::everyFigureIsOfTheSameEpochs()
{
    const Network network = smallNetwork();
    const auto evaluation = evaluate(network, m_recordings, Input::Both, listening());
    QVERIFY2(evaluation, evaluation ? "" : qPrintable(evaluation.error().message));
    QCOMPARE(evaluation->recordings.size(), size_t(kSubjects));
    qint64 sum = 0, binned = 0;
    for (const RecordingEvaluation &one : evaluation->recordings) {
        QCOMPARE(one.rules.compared, one.agreement.compared);
        for (size_t c = 0; c < 3; ++c)
            QCOMPARE(one.rules.perClass[c].support, one.agreement.perClass[c].support);
        sum += one.agreement.compared;
    }
    for (const ReliabilityBin &bin : evaluation->reliability)
        binned += bin.epochs;
    QCOMPARE(evaluation->pooled.compared, sum);
    QCOMPARE(binned, sum);
    for (const auto *other : {&evaluation->rules, &evaluation->majority, &*evaluation->ceiling})
        QCOMPARE(other->compared, sum);
    QVERIFY(sum >= qint64(kSubjects * kSeconds) - kSubjects);
}

void TestEvaluator::rulesAreThemselves()
{
    const auto evaluation = evaluateRules(m_recordings, listening());
    QVERIFY(evaluation);
    QCOMPARE(evaluation->pooled.accuracy, evaluation->rules.accuracy);
    // By hand for one recording
    const auto recording = io::readRecording(m_recordings[1].path);
    const auto proposal = scoreByRules(**recording, io::guessChannels(**recording));
    const auto labels = io::readLabels(m_recordings[1].labels, {.epochSec = 1});
    QVERIFY(proposal && labels);
    const auto agreement = scoring::compareScorings(labels->hypnogram, scoring::Hypnogram::fromProposal(*proposal));
    QCOMPARE(evaluation->recordings[1].agreement.confusion, agreement->confusion);
}

void TestEvaluator::majorityAndCeilingByHand()
{
    const auto evaluation = evaluateRules(m_recordings, listening());
    qint64 most = 0;
    for (const auto &figures : evaluation->pooled.perClass)
        most = std::max(most, figures.support);
    QCOMPARE(evaluation->majority.accuracy, double(most) / double(evaluation->pooled.compared));
    QCOMPARE(evaluation->majorityAccuracy, evaluation->majority.accuracy);
    QVERIFY(std::abs(evaluation->majority.kappa) < 1e-9);
    QVERIFY2(evaluation->ceiling->accuracy > 0.9 && evaluation->ceiling->accuracy < 1,
             qPrintable(number(evaluation->ceiling->accuracy)));
}

void TestEvaluator::ceilingOnlyForSimulations()
{
    auto recordings = m_recordings;
    recordings[2].scorer = QStringLiteral("Dr. Who");
    const auto evaluation = evaluateRules(recordings, listening());
    QVERIFY(evaluation);
    QVERIFY(!evaluation->ceiling);
    QVERIFY(!evaluation->toJson().contains(QStringLiteral("ceiling")));
}

void TestEvaluator::temperatureChangesConfidenceOnly()
{
    const Network network = smallNetwork();
    const auto before = evaluate(network, m_recordings, Input::Both, listening());
    const auto after = evaluate(network, m_recordings, Input::Both, listening(), 3);
    QVERIFY(before && after);
    QCOMPARE(after->pooled.confusion, before->pooled.confusion);
    QCOMPARE(after->eceBefore, before->ece);
    QCOMPARE(before->eceBefore, before->ece);
    QVERIFY(after->ece != before->ece);
    QCOMPARE(after->temperature, 3.0);
}

void TestEvaluator::labelledRowsGiveTheUncalibratedError()
{
    const Network network = smallNetwork();
    const auto rows = labelledRows(network, m_recordings, Input::Both, listening());
    const auto evaluation = evaluate(network, m_recordings, Input::Both, listening(), fitTemperature(*rows));
    QVERIFY(rows && evaluation);
    QCOMPARE(qint64(rows->labels.size()), evaluation->pooled.compared);
    QCOMPARE(calibrationError(reliabilityOf(*rows)), evaluation->eceBefore);
    QVERIFY2(evaluation->ece < evaluation->eceBefore + 1e-3, qPrintable(number(evaluation->ece)));
}

void TestEvaluator::confirmedRangesCount()
{
    auto recordings = m_recordings;
    recordings[0].confirmed = {{100, 200}, {300, 310}};
    recordings[1].confirmed = {{800, 1000}}; // beyond the end
    const auto evaluation = evaluateRules({recordings[0], recordings[1]}, listening());
    QVERIFY(evaluation);
    QCOMPARE(evaluation->recordings[0].agreement.compared, qint64(110));
    QVERIFY(evaluation->recordings[1].agreement.compared <= 100);
    QCOMPARE(m_warnings.size(), 1);
    QVERIFY2(m_warnings[0].contains(QStringLiteral("2.edf")) && m_warnings[0].contains(QStringLiteral("confirmed")),
             qPrintable(m_warnings[0]));
}

void TestEvaluator::unlabelledRecordingIsLeftOut()
{
    const auto evaluation = evaluateRules({relabelled(900, Stage::Unscored), m_recordings[1]}, listening());
    QVERIFY2(evaluation, evaluation ? "" : qPrintable(evaluation.error().message));
    QCOMPARE(evaluation->recordings.size(), size_t(1));
    QCOMPARE(evaluation->recordings[0].subject, m_recordings[1].subject);
    QVERIFY2(m_warnings.filter(QStringLiteral("1.edf")).size() == 1, qPrintable(m_warnings.join(QLatin1Char('\n'))));
    // Confirmed ranges that lie outside leave nothing, either.
    auto outside = m_recordings[0];
    outside.confirmed = {{5000, 6000}};
    QVERIFY(evaluateRules({outside, m_recordings[1]}, listening()));
    QVERIFY(!evaluateRules({outside}, listening()));
}

void TestEvaluator::nothingLabelledIsAnError()
{
    const auto recording = relabelled(900, Stage::Unscored);
    const auto evaluation = evaluateRules({recording}, listening());
    QVERIFY(!evaluation);
    QCOMPARE(evaluation.error().code, ErrorCode::TrainingDataInvalid);
    QVERIFY(evaluation.error().detail.contains(recording.path));
    QVERIFY(!evaluateRules({}, listening()));
}

void TestEvaluator::labelsOfAnotherLength_data()
{
    QTest::addColumn<int>("epochs");
    QTest::addColumn<bool>("evaluated");
    QTest::addColumn<int>("warnings");
    QTest::newRow("a second short") << 899 << true << 0;
    QTest::newRow("a half") << 450 << true << 1;
    QTest::newRow("some seconds long") << 910 << true << 1;
    QTest::newRow("of a longer recording") << 2000 << true << 1;
    QTest::newRow("strictly") << -910 << false << 0;
}

void TestEvaluator::labelsOfAnotherLength()
{
    QFETCH(int, epochs);
    QFETCH(bool, evaluated);
    QFETCH(int, warnings);
    ManifestRecording recording = relabelled(std::abs(epochs), Stage::Wake);
    recording.strictLabels = epochs < 0;
    const auto evaluation = evaluateRules({recording}, listening());
    QCOMPARE(evaluation.has_value(), evaluated);
    QCOMPARE(m_warnings.size(), warnings);
    const QString labelFile = QFileInfo(recording.labels).fileName();
    if (!evaluated)
        QVERIFY(evaluation.error().message.contains(labelFile));
    else
        QVERIFY(evaluation->pooled.compared <= std::min<qint64>(epochs, qint64(kSeconds)));
    if (warnings > 0)
        QVERIFY(m_warnings[0].contains(labelFile));
}

void TestEvaluator::missingFilesAreNamed()
{
    auto recordings = m_recordings;
    recordings[1].path = m_folder.filePath(QStringLiteral("gone.edf"));
    const auto evaluation = evaluateRules(recordings, listening());
    QVERIFY(!evaluation);
    QCOMPARE(evaluation.error().code, ErrorCode::FileNotFound);
    QVERIFY(evaluation.error().message.contains(recordings[1].path));
}

void TestEvaluator::absentClassHasNoFigure()
{
    const Network network = smallNetwork();
    const auto evaluation = evaluateRules({relabelled(900, Stage::Wake)}, listening());
    QVERIFY(evaluation);
    const auto &figures = evaluation->pooled.perClass;
    for (const auto &one : figures)
        if (one.support == 0 && evaluation->pooled.confusion[0][size_t(&one - figures.data())] == 0)
            QVERIFY(std::isnan(one.f1)); // in neither scoring: no part of the mean
    QVERIFY(std::isfinite(evaluation->pooled.macroF1));
    QVERIFY(evaluation->majority.toJson()[QStringLiteral("per_class")][QStringLiteral("REM")][QStringLiteral("f1")]
                .isNull());
    QCOMPARE(evaluation->majority.macroF1, 1.0); // of wake, the only class there is
}

void TestEvaluator::jsonHasEveryKey()
{
    const auto evaluation = evaluateRules(m_recordings, listening());
    const QJsonObject json = evaluation->toJson();
    for (const char *key :
         {"pooled", "recordings", "ece", "reliability", "majority_accuracy", "calibration", "baselines", "ceiling"})
        QVERIFY2(json.contains(QLatin1String(key)), key);
    for (const QJsonValue &agreement : {json["pooled"], json["baselines"]["rules"], json["baselines"]["majority"],
                                        json["ceiling"], json["recordings"][0]["rules"], json["recordings"][0]})
        for (const char *key : {"accuracy", "macro_f1", "kappa", "per_class", "confusion", "n_compared", "n_excluded"})
            QVERIFY2(agreement.toObject().contains(QLatin1String(key)), key);
    for (const char *key : {"temperature", "ece_before", "ece_after"})
        QVERIFY2(json["calibration"].toObject()[QLatin1String(key)].isDouble(), key);
    QCOMPARE(json["reliability"].toArray().size(), 10);
    QCOMPARE(json["recordings"][2]["subject"].toString(), QStringLiteral("m3"));
}

QTEST_GUILESS_MAIN(TestEvaluator)
#include "tst_evaluator.moc"
