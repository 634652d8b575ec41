// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>

#include "sdreamer/evaluator.h"
#include "sdreamer/modelcard.h"
#include "sdreamer/trainer.h"
#include "sdreamer/trainingdata.h"
#include "support/cohort.h"

using namespace somno;
using namespace somno::sdreamer;

namespace {

/// A network small enough to learn something in seconds.
TrainOptions smallOptions()
{
    TrainOptions options;
    options.network.patchLength = 64;
    options.network.modelWidth = 16;
    options.network.heads = 2;
    options.network.feedForward = 16;
    options.network.epochLayers = 1;
    options.network.sequenceLayers = 2;
    options.steps = 12;
    options.batchWindows = 4;
    options.learningRate = 3e-3;
    options.validateEvery = 6;
    options.validationWindows = 4;
    return options;
}

} // namespace

class TestTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void cacheHoldsWhatTheNetworkSees();
    void confirmedEpochsAloneCount();
    void lossFallsAndTheHeadsAreTrained();
    void sameSeedSameWeights();
    void stoppedRunGoesOnWhereItWas();
    void checkpointOfAnotherRunIsRefused();
    void optionsReadBackAndUnknownOnesAreRefused();
    void evaluationFigures();

private:
    QTemporaryDir m_folder;
    std::optional<Manifest> m_manifest;
};

void TestTrainer::initTestCase()
{
    const QJsonObject splits{{"train", QJsonArray{"m1", "m2"}}, {"validation", QJsonArray{"m3"}}, {"test", QJsonArray{"m4"}}};
    const auto manifest = Manifest::load(test::writeManifest(
        m_folder.path(), {{"recordings", test::writeCohort(m_folder.path(), 4, 400)}, {"splits", splits}}));
    QVERIFY(manifest);
    m_manifest = *manifest;
}

void TestTrainer::cacheHoldsWhatTheNetworkSees()
{
    const auto data = TrainingData::prepare(m_manifest->recordings(Split::Train), m_folder.filePath(QStringLiteral("cache")), {});
    QVERIFY2(data, data ? "" : qPrintable(data.error().message));
    QCOMPARE(data->recordingCount(), size_t(2));
    const auto counts = data->classCounts();
    QCOMPARE(counts[0] + counts[1] + counts[2], data->epochCount()); // every simulated epoch has a stage
    const auto windows = data->windows(3);
    QCOMPARE(windows.size(), size_t(2 * (data->epochCount() / 2 / TrainingData::kWindow)));
    std::vector<float> signals(TrainingData::kWindow * TrainingData::kEpochValues);
    std::vector<qint64> labels(TrainingData::kWindow);
    double sum = 0, squares = 0;
    for (const auto &window : windows) {
        data->read(window, signals, labels);
        for (const float value : signals) {
            sum += double(value);
            squares += double(value) * double(value);
        }
        for (const qint64 label : labels)
            QVERIFY(label >= 0 && label <= 2);
    }
    const double count = double(signals.size() * windows.size());
    QVERIFY(std::abs(sum / count) < 0.05); // z-scored, up to the tail that fills no window
    QVERIFY(std::abs(squares / count - 1) < 0.2);
}

void TestTrainer::confirmedEpochsAloneCount()
{
    auto recordings = m_manifest->recordings(Split::Test);
    recordings.front().confirmed = {{100, 110}};
    const auto data = TrainingData::prepare(recordings, m_folder.filePath(QStringLiteral("cache")), {});
    QVERIFY(data);
    const auto counts = data->classCounts();
    QCOMPARE(counts[0] + counts[1] + counts[2], 10);
    QCOMPARE(data->windows(1).size(), size_t(1)); // only the window around them has anything to teach
    std::mt19937_64 random(1);
    for (int i = 0; i < 20; ++i) {
        const auto window = data->draw(random);
        QVERIFY(window.first < 110 && window.first + TrainingData::kWindow > 100);
    }
}

void TestTrainer::lossFallsAndTheHeadsAreTrained()
{
    TrainOptions options = smallOptions();
    options.steps = 60;
    options.validateEvery = 20;
    std::vector<QJsonObject> metrics;
    const auto outcome = train(*m_manifest, options, m_folder.filePath(QStringLiteral("learn")), {},
                               [&](const QJsonObject &figures) { metrics.push_back(figures); });
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message + outcome.error().detail));
    QCOMPARE(metrics.size(), size_t(3));
    QVERIFY(metrics.back()["train_loss"].toDouble() < metrics.front()["train_loss"].toDouble());
    QVERIFY(outcome->network.config().eegHeadTrained && outcome->network.config().emgHeadTrained);
    QVERIFY(outcome->bestStep > 0);
    double best = 1e9;
    for (const QJsonObject &figures : metrics)
        best = std::min(best, figures["validation_loss"].toDouble());
    QCOMPARE(outcome->bestValidationLoss, best);
}

void TestTrainer::sameSeedSameWeights()
{
    const auto weights = [&](const char *folder, quint64 seed) {
        TrainOptions options = smallOptions();
        options.seed = seed;
        const auto outcome = train(*m_manifest, options, m_folder.filePath(QLatin1String(folder)), {});
        return outcome ? outcome->network.weights() : WeightMap();
    };
    const WeightMap first = weights("same1", 4);
    QVERIFY(!first.empty());
    QVERIFY(weights("same2", 4) == first);
    QVERIFY(weights("other", 5) != first);
}

void TestTrainer::stoppedRunGoesOnWhereItWas()
{
    const TrainOptions options = smallOptions();
    const auto unbroken = train(*m_manifest, options, m_folder.filePath(QStringLiteral("unbroken")), {});
    QVERIFY(unbroken);
    const QString folder = m_folder.filePath(QStringLiteral("broken"));
    std::stop_source stop;
    Progress progress;
    progress.stop = stop.get_token();
    progress.report = [&](const QString &phase, qint64 done, qint64) {
        if (phase == QLatin1String("train") && done == 9)
            stop.request_stop();
    };
    const auto stopped = train(*m_manifest, options, folder, progress);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    int firstStep = 0;
    progress = {};
    progress.report = [&](const QString &phase, qint64 done, qint64) {
        if (phase == QLatin1String("train") && firstStep == 0)
            firstStep = int(done);
    };
    const auto resumed = train(*m_manifest, options, folder, progress);
    QVERIFY2(resumed, resumed ? "" : qPrintable(resumed.error().message));
    QCOMPARE(firstStep, 7); // the checkpoint of step 6 is the last before the stop
    QVERIFY(resumed->network.weights() == unbroken->network.weights());
}

void TestTrainer::checkpointOfAnotherRunIsRefused()
{
    TrainOptions options = smallOptions();
    options.learningRate *= 2;
    const auto outcome = train(*m_manifest, options, m_folder.filePath(QStringLiteral("unbroken")), {});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::TrainingDataInvalid);
    QFile checkpoint(m_folder.filePath(QStringLiteral("unbroken/checkpoint.pt")));
    QVERIFY(checkpoint.open(QIODevice::ReadWrite) && checkpoint.resize(1000));
    const auto damaged = train(*m_manifest, smallOptions(), m_folder.filePath(QStringLiteral("unbroken")), {});
    QVERIFY(!damaged);
    QVERIFY(damaged.error().message.contains(QStringLiteral("checkpoint.pt")));
}

void TestTrainer::optionsReadBackAndUnknownOnesAreRefused()
{
    TrainOptions options = smallOptions();
    options.seed = 77;
    options.loss.referenceCompat = true;
    const auto read = TrainOptions::fromJson(options.toJson());
    QVERIFY(read);
    QCOMPARE(read->toJson(), options.toJson());
    const auto unknown = TrainOptions::fromJson({{"learningrate", 1}});
    QVERIFY(!unknown);
    QVERIFY(unknown.error().detail.contains(QStringLiteral("learning_rate")));
    QVERIFY(!TrainOptions::fromJson({{"steps", 0}}));
}

void TestTrainer::evaluationFigures()
{
    const auto outcome = train(*m_manifest, smallOptions(), m_folder.filePath(QStringLiteral("same1")), {});
    TrainOptions options = smallOptions();
    options.seed = 4;
    const auto trained = train(*m_manifest, options, m_folder.filePath(QStringLiteral("same1")), {});
    QVERIFY(!outcome); // the folder belongs to the run with seed 4
    QVERIFY(trained);
    const auto evaluation = evaluate(trained->network, m_manifest->recordings(Split::Test), Input::Both, {});
    QVERIFY2(evaluation, evaluation ? "" : qPrintable(evaluation.error().message));
    QCOMPARE(evaluation->recordings.size(), size_t(1));
    qint64 binned = 0;
    for (const ReliabilityBin &bin : evaluation->reliability)
        binned += bin.epochs;
    QCOMPARE(binned, evaluation->pooled.compared);
    QVERIFY(evaluation->ece >= 0 && evaluation->ece <= 1);
    QVERIFY(evaluation->majorityAccuracy > 1.0 / 3);
    auto confirmed = m_manifest->recordings(Split::Test);
    confirmed.front().confirmed = {{50, 80}};
    QCOMPARE(evaluate(trained->network, confirmed, Input::Both, {})->pooled.compared, 30);

    ModelPackage package;
    package.name = QStringLiteral("small");
    package.version = QStringLiteral("1");
    package.training.simulated = true;
    const TestFigures figures{*evaluation, {}, {}, evaluation->pooled.accuracy};
    const QString card = modelCard(package, options, 60, figures);
    QVERIFY(card.contains(QStringLiteral("simulated recordings only")));
    QVERIFY(card.contains(QString::number(evaluation->pooled.accuracy, 'f', 3)));
    const QJsonValue stored = metricsJson(figures)["test"].toObject()["pooled"].toObject()["accuracy"];
    QCOMPARE(stored.toDouble(), evaluation->pooled.accuracy);
}

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
