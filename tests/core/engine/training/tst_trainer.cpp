// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <torch/torch.h>

#include <QTemporaryDir>
#include <QtTest>
#include <optional>
#include <set>

#include "core/engine/judging/evaluator.h"
#include "core/engine/judging/modelcard.h"
#include "core/engine/training/trainer.h"
#include "core/engine/training/trainingdata.h"
#include "core/engine/training/windowbatch.h"
#include "core/recordings/recordingfile.h"
#include "tests/support/cohort.h"
#include "tests/support/smallnetwork.h"

using namespace somno;
using namespace somno::sdreamer;
using test::smallOptions;

class TestTrainer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void cacheHoldsWhatTheNetworkSees();
    void confirmedEpochsAloneCount();
    void silentSecondsDoNotCount();
    void rareStagesAreDrawnMoreOften();
    void everyEpochIsCoveredOnce();
    void stagesTheNetworkLacksDoNotCount();
    void augmentationIsRepeatable();
    void windowsAreMovedAsAWhole();
    void lossFallsAndTheHeadsAreTrained();
    void everyArchitectureLearns_data();
    void everyArchitectureLearns();
    void oneSignalTrainsItsHeadAlone();
    void missingClassIsToldAndEmptyLabelsAreLeftOut();
    void sameSeedSameWeights();
    void stoppedRunGoesOnWhereItWas_data();
    void stoppedRunGoesOnWhereItWas();
    void checkpointOfAnotherRunIsRefused();
    void aRunBelongsToItsSplit();
    void labelsOfAnotherLengthAreSaidOrRefused();
    void oneSignalNeedsOneChannel();
    void optionsReadBackAndUnknownOnesAreRefused();
    void evaluationFigures();

private:
    [[nodiscard]] QString cache() const { return m_folder.filePath(QStringLiteral("cache")); }

    QTemporaryDir m_folder;
    std::optional<Manifest> m_manifest;
};

void TestTrainer::initTestCase()
{
    const QJsonObject splits{
        {"train", QJsonArray{"m1", "m2"}}, {"validation", QJsonArray{"m3"}}, {"test", QJsonArray{"m4"}}};
    const auto manifest = Manifest::load(test::writeManifest(
        m_folder.path(), {{"recordings", test::writeCohort(m_folder.path(), 4, 400)}, {"splits", splits}}));
    QVERIFY(manifest);
    m_manifest = *manifest;
}

void TestTrainer::cacheHoldsWhatTheNetworkSees()
{
    const auto data = TrainingData::prepare(m_manifest->recordings(Split::Train), {},
                                            m_folder.filePath(QStringLiteral("cache")), {});
    QVERIFY2(data, data ? "" : qPrintable(data.error().message));
    QCOMPARE(data->recordingCount(), size_t(2));
    const auto counts = data->classCounts();
    QCOMPARE(counts[0] + counts[1] + counts[2], data->epochCount()); // every simulated epoch has a stage
    const auto windows = data->windows(3);
    QCOMPARE(windows.size(), size_t(2 * (data->epochCount() / 2 / 64)));
    QCOMPARE(data->windowEpochs(), 64);
    std::vector<float> signals(64 * TrainingData::kEpochValues);
    std::vector<qint64> labels(64);
    double sum = 0, squares = 0;
    for (const auto &window : windows) {
        data->readSignals(window, signals);
        data->readLabels(window, labels);
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
    const auto data = TrainingData::prepare(recordings, {}, m_folder.filePath(QStringLiteral("cache")), {});
    QVERIFY(data);
    const auto counts = data->classCounts();
    QCOMPARE(counts[0] + counts[1] + counts[2], 10);
    QCOMPARE(data->windows(1).size(), size_t(1)); // only the window around them has anything to teach
    std::mt19937_64 random(1);
    for (int i = 0; i < 20; ++i) {
        const auto window = data->draw(random);
        QVERIFY(window.first < 110 && window.first + 64 > 100);
    }
}

void TestTrainer::silentSecondsDoNotCount()
{
    simulation::SimulationRequest request;
    request.hours = 200.0 / 3600;
    request.rateHz = 128;
    auto recording = simulation::simulate(request);
    QVERIFY(recording);
    for (signal::Channel &channel : recording->channels) { // both contacts lost for 20 s, and the EMG's for 10 more
        auto samples = std::get<std::vector<qint16>>(channel.samples->data());
        const qint64 last = channel.label == QLatin1String("EMG") ? 60 : 50;
        std::fill(samples.begin() + 30 * 128, samples.begin() + last * 128, qint16(0));
        channel.samples = std::make_shared<const signal::SampleStore>(std::move(samples));
    }
    const QString path = m_folder.filePath(QStringLiteral("lost.edf"));
    QVERIFY(io::writeEdf(path, *recording));
    ManifestRecording lost;
    lost.path = lost.labels = path;
    NetworkConfig network;
    network.normalisation = Normalisation::Equalised;
    const auto data = TrainingData::prepare({lost}, network, cache(), {});
    QVERIFY2(data, data ? "" : qPrintable(data.error().message));
    std::vector<qint64> labels(64);
    data->readLabels({0, 0}, labels);
    for (int i = 0; i < 64; ++i)
        if (i != 29 && i != 50) // their neighbours are filtered together with them
            QCOMPARE(labels[size_t(i)] < 0, i >= 30 && i < 50);
}

void TestTrainer::rareStagesAreDrawnMoreOften()
{
    const auto data = TrainingData::prepare(m_manifest->recordings(Split::Train), {}, cache(), {});
    QVERIFY(data);
    const auto counts = data->classCounts();
    const auto rarest = size_t(std::min_element(counts.begin(), counts.end()) - counts.begin());
    const auto shareOf = [&](ClassBalance balance) {
        std::mt19937_64 random(1);
        std::vector<qint64> labels(64);
        qint64 found = 0;
        for (int i = 0; i < 400; ++i) {
            data->readLabels(data->draw(random, balance), labels);
            found += std::count(labels.begin(), labels.end(), qint64(rarest));
        }
        return double(found) / (400 * 64);
    };
    QVERIFY(shareOf(ClassBalance::Sampling) > 1.2 * shareOf(ClassBalance::None));
}

void TestTrainer::everyEpochIsCoveredOnce()
{
    NetworkConfig network;
    network.sequenceLength = 48; // does not divide 400
    const auto data = TrainingData::prepare(m_manifest->recordings(Split::Train), network, cache(), {});
    QVERIFY(data);
    EpochIndex covered = 0;
    for (const auto &window : data->allWindows()) {
        QVERIFY(window.first + 48 <= data->epochCount() / 2);
        covered += 48 - window.keepFrom;
    }
    QCOMPARE(covered, data->epochCount());
}

void TestTrainer::stagesTheNetworkLacksDoNotCount()
{
    NetworkConfig network;
    network.classes = {scoring::Stage::Nrem, scoring::Stage::Wake};
    const auto three = TrainingData::prepare(m_manifest->recordings(Split::Train), {}, cache(), {});
    const auto two = TrainingData::prepare(m_manifest->recordings(Split::Train), network, cache(), {});
    QVERIFY(three && two);
    QCOMPARE(two->classCounts().size(), size_t(2));
    QCOMPARE(two->classCounts()[0], three->classCounts()[1]); // in the network's own order
    QCOMPARE(two->classCounts()[1], three->classCounts()[0]);
}

void TestTrainer::augmentationIsRepeatable()
{
    const auto data = TrainingData::prepare(m_manifest->recordings(Split::Train), {}, cache(), {});
    QVERIFY(data);
    const std::vector<TrainingData::Window> windows{{0, 0}, {1, 100}};
    TrainOptions options;
    options.channelDropout = 1;
    const auto changed = [&](std::vector<quint64> seeds) {
        WindowBatch batch = readBatch(*data, windows);
        augment(batch, options, seeds);
        return batch.signals;
    };
    const torch::Tensor once = changed({1, 2});
    QVERIFY(once.equal(changed({1, 2})));
    QVERIFY(once[0].equal(changed({1, 3})[0])); // a window knows only its own seed
    QVERIFY(!once[1].equal(changed({1, 3})[1]));
    for (int i = 0; i < 2; ++i) // one channel of each is flat, never both
        QCOMPARE(once[i].abs().sum({0, 2, 3}).eq(0).sum().item<int>(), 1);
}

void TestTrainer::windowsAreMovedAsAWhole()
{
    const auto data = TrainingData::prepare(m_manifest->recordings(Split::Train), {}, cache(), {});
    QVERIFY(data);
    TrainOptions options;
    options.gainSpread = options.emgGainSpread = options.noise = 0;
    options.shift = 0.4;
    const std::vector<TrainingData::Window> windows{{0, 100}};
    const WindowBatch before = readBatch(*data, windows);
    const auto inOrder = [](const WindowBatch &batch, int channel) {
        return batch.signals[0].select(1, channel).abs().flatten();
    }; // gains change the sign
    std::set<int64_t> moves;
    for (quint64 seed = 1; seed <= 8; ++seed) {
        WindowBatch after = readBatch(*data, windows);
        augment(after, options, std::vector<quint64>{seed});
        std::optional<int64_t> moved[2];
        for (int channel = 0; channel < 2; ++channel)
            for (int64_t by = -205; by <= 205; ++by) // 0.4 s
                if (inOrder(before, channel).roll(by).equal(inOrder(after, channel)))
                    moved[channel] = by;
        QVERIFY(moved[0] && moved[0] == moved[1]);
        QVERIFY(after.labels.equal(before.labels));
        moves.insert(*moved[0]);
    }
    QVERIFY(moves.size() > 5);
}

void TestTrainer::everyArchitectureLearns_data()
{
    QTest::addColumn<QString>("architecture");
    QTest::addColumn<bool>("shared");
    QTest::newRow("SeqNewMoE2, attention of its own") << "SeqNewMoE2" << false;
    QTest::newRow("SeqHMoE") << "SeqHMoE" << true;
    QTest::newRow("Epoch") << "Epoch" << true;
}

void TestTrainer::everyArchitectureLearns()
{
    QFETCH(QString, architecture);
    QFETCH(bool, shared);
    TrainOptions options = smallOptions();
    options.network.architecture = architecture;
    options.network.sharedAttention = shared;
    options.network.sequenceLength = 16;
    options.network.dropPath = 0.1;
    options.network.epochLayers = 2;
    options.balance = ClassBalance::Weighted;
    options.batchWindows = 8;
    options.steps = 40;
    options.validateEvery = 10;
    std::vector<double> losses;
    const auto outcome = train(*m_manifest, options, {m_folder.filePath(architecture), cache()}, {},
                               [&](const QJsonObject &figures) { losses.push_back(figures["train_loss"].toDouble()); });
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message + outcome.error().detail));
    QVERIFY(losses.back() < losses.front());
}

void TestTrainer::oneSignalTrainsItsHeadAlone()
{
    TrainOptions options = smallOptions();
    options.input = Input::Emg;
    const auto outcome = train(*m_manifest, options, {m_folder.filePath(QStringLiteral("emg")), cache()}, {});
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
    const NetworkConfig &config = outcome->network.config();
    QVERIFY(!config.mixHeadTrained && !config.eegHeadTrained && config.emgHeadTrained);
    const std::vector<float> samples(64 * 512, 1.f);
    const auto refused = outcome->network.logits(samples, samples, 1, 64, Input::Both);
    QVERIFY(!refused);
    QVERIFY(refused.error().detail.contains(QStringLiteral("--input emg")));
    QVERIFY(outcome->network.logits({}, samples, 1, 64, Input::Emg));

    options = smallOptions();
    options.loss.alpha = options.loss.headCrossEntropy = 0;
    QVERIFY(!options.trainsHead(Input::Eeg) && options.trainsHead(Input::Both));
    options.loss.alpha = 1;
    QVERIFY(options.trainsHead(Input::Eeg));
}

void TestTrainer::missingClassIsToldAndEmptyLabelsAreLeftOut()
{
    NetworkConfig network;
    network.classes = {scoring::Stage::N2, scoring::Stage::N3};
    const auto empty = TrainingData::prepare(m_manifest->recordings(Split::Train), network, cache(), {});
    QVERIFY(!empty);
    TrainOptions options = smallOptions();
    options.network.classes = {scoring::Stage::Wake, scoring::Stage::Nrem, scoring::Stage::N3};
    options.steps = 1;
    QStringList warnings;
    Progress progress;
    progress.warn = [&](const QString &message) { warnings << message; };
    QVERIFY(train(*m_manifest, options, {m_folder.filePath(QStringLiteral("n3")), cache()}, progress));
    QCOMPARE(warnings.size(), 1);
    QVERIFY(warnings.front().contains(QStringLiteral("N3")));
}

void TestTrainer::lossFallsAndTheHeadsAreTrained()
{
    TrainOptions options = smallOptions();
    options.steps = 60;
    options.validateEvery = 20;
    std::vector<QJsonObject> metrics;
    const auto outcome = train(*m_manifest, options, {m_folder.filePath(QStringLiteral("learn")), cache()}, {},
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
        const auto outcome = train(*m_manifest, options, {m_folder.filePath(QLatin1String(folder)), cache()}, {});
        return outcome ? outcome->network.weights() : WeightMap();
    };
    const WeightMap first = weights("same1", 4);
    QVERIFY(!first.empty());
    QVERIFY(weights("same2", 4) == first);
    QVERIFY(weights("other", 5) != first);
}

void TestTrainer::stoppedRunGoesOnWhereItWas_data()
{
    QTest::addColumn<int>("stopAt");
    QTest::newRow("between validations") << 9;
    QTest::newRow("before a validation") << 6;
}

void TestTrainer::stoppedRunGoesOnWhereItWas()
{
    QFETCH(int, stopAt);
    const TrainOptions options = smallOptions();
    std::vector<int> validations, resumedValidations;
    const auto unbroken
        = train(*m_manifest, options, {m_folder.filePath(QStringLiteral("unbroken%1").arg(stopAt)), cache()}, {},
                [&](const QJsonObject &figures) { validations.push_back(figures["step"].toInt()); });
    QVERIFY(unbroken);
    const QString folder = m_folder.filePath(QStringLiteral("broken%1").arg(stopAt));
    std::stop_source stop;
    Progress progress;
    progress.stop = stop.get_token();
    progress.report = [&](const QString &phase, qint64 done, qint64) {
        if (phase == QLatin1String("train") && done == stopAt)
            stop.request_stop();
    };
    const auto note = [&](const QJsonObject &figures) { resumedValidations.push_back(figures["step"].toInt()); };
    const auto stopped = train(*m_manifest, options, {folder, cache()}, progress, note);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    int firstStep = 0;
    progress = {};
    progress.report = [&](const QString &phase, qint64 done, qint64) {
        if (phase == QLatin1String("train") && firstStep == 0)
            firstStep = int(done);
    };
    const auto resumed = train(*m_manifest, options, {folder, cache()}, progress, note);
    QVERIFY2(resumed, resumed ? "" : qPrintable(resumed.error().message));
    QCOMPARE(firstStep, stopAt + 1);           // a stop keeps the steps that were done
    QCOMPARE(resumedValidations, validations); // none is left out, none is made twice
    QVERIFY(resumed->network.weights() == unbroken->network.weights());
}

void TestTrainer::checkpointOfAnotherRunIsRefused()
{
    TrainOptions options = smallOptions();
    options.learningRate *= 2;
    const auto outcome = train(*m_manifest, options, {m_folder.filePath(QStringLiteral("unbroken9")), cache()}, {});
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::TrainingDataInvalid);
    QFile checkpoint(m_folder.filePath(QStringLiteral("unbroken9/checkpoint.pt")));
    QVERIFY(checkpoint.open(QIODevice::ReadWrite) && checkpoint.resize(1000));
    const auto damaged
        = train(*m_manifest, smallOptions(), {m_folder.filePath(QStringLiteral("unbroken9")), cache()}, {});
    QVERIFY(!damaged);
    QVERIFY(damaged.error().message.contains(QStringLiteral("checkpoint.pt")));
}

void TestTrainer::aRunBelongsToItsSplit()
{
    TrainOptions options = smallOptions();
    options.steps = 1;
    const TrainPlace place{m_folder.filePath(QStringLiteral("split")), cache()};
    QVERIFY(train(*m_manifest, options, place, {}));
    const auto folds = m_manifest->folds(3, 5);
    QVERIFY(folds);
    int refused = 0;
    for (const Manifest &other : *folds)
        if (other.subjects(Split::Train) != m_manifest->subjects(Split::Train)) {
            QVERIFY(!train(other, options, place, {})); // its weights have seen who is now tested
            ++refused;
        }
    QVERIFY(refused > 0);
}

void TestTrainer::labelsOfAnotherLengthAreSaidOrRefused()
{
    auto recordings = m_manifest->recordings(Split::Train);
    QFile labels(m_folder.filePath(QStringLiteral("long.csv")));
    QVERIFY(labels.open(QIODevice::WriteOnly));
    labels.write("onset_s,duration_s,stage\n");
    for (int i = 0; i < 4000; ++i)
        labels.write(QStringLiteral("%1,1,Wake\n").arg(i).toLatin1());
    labels.close();
    recordings.front().labels = labels.fileName();
    QStringList warnings;
    Progress progress;
    progress.warn = [&warnings](const QString &message) { warnings << message; };
    QVERIFY(TrainingData::prepare(recordings, {}, cache(), progress));
    QCOMPARE(warnings.filter(QStringLiteral("beyond the end of the recording")).size(), 1);
    recordings.front().strictLabels = true; // whatever was cached
    const auto data = TrainingData::prepare(recordings, {}, cache(), {});
    QVERIFY(!data);
    QVERIFY2(data.error().message.contains(QStringLiteral("long.csv")), qPrintable(data.error().message));
}

void TestTrainer::oneSignalNeedsOneChannel()
{
    ManifestRecording one = m_manifest->recordings(Split::Train).front();
    const auto simulated = io::readRecording(one.path);
    QVERIFY(simulated);
    signal::Recording eegOnly = **simulated;
    std::erase_if(eegOnly.channels,
                  [](const signal::Channel &channel) { return channel.label == QLatin1String("EMG"); });
    one.path = m_folder.filePath(QStringLiteral("eeg-only.edf"));
    QVERIFY(io::writeEdf(one.path, eegOnly));
    QVERIFY(!TrainingData::prepare({one}, {}, cache(), {}));
    const auto data = TrainingData::prepare({one}, {}, cache(), {}, Input::Eeg);
    QVERIFY2(data, data ? "" : qPrintable(data.error().message));
    std::vector<float> signals(64 * TrainingData::kEpochValues);
    data->readSignals({0, 0}, signals);
    double eeg = 0, emg = 0;
    for (size_t i = 0; i < signals.size(); ++i)
        (i % TrainingData::kEpochValues < kSamplesPerEpoch ? eeg : emg) += std::abs(double(signals[i]));
    QVERIFY(eeg > 0);
    QCOMPARE(emg, 0.0);
}

void TestTrainer::optionsReadBackAndUnknownOnesAreRefused()
{
    TrainOptions options = smallOptions();
    options.seed = 77;
    options.loss.referenceCompat = true;
    options.balance = ClassBalance::Sampling;
    options.input = Input::Eeg;
    options.network.normalisation = Normalisation::RunningEmg;
    const auto read = TrainOptions::fromJson(options.toJson());
    QVERIFY(read);
    QCOMPARE(read->toJson(), options.toJson());
    const auto unknown = TrainOptions::fromJson({{"learningrate", 1}});
    QVERIFY(!unknown);
    QVERIFY(unknown.error().detail.contains(QStringLiteral("learning_rate")));
    QVERIFY(!TrainOptions::fromJson({{"steps", 0}}));
    QVERIFY(!TrainOptions::fromJson({{"learning_rate", -1}}));
    QVERIFY(!TrainOptions::fromJson({{"channel_dropout", 2}}));
    QVERIFY(!TrainOptions::fromJson({{"shift", 0.6}}));
    for (const QJsonObject &wrong :
         {QJsonObject{{"steps", "50"}}, QJsonObject{{"seed", -3}}, QJsonObject{{"weight_average", 1}},
          QJsonObject{{"steps", 1.5}}, QJsonObject{{"temperature_squared", 0}}, QJsonObject{{"network", "SeqHMoE"}},
          QJsonObject{{"network", QJsonObject{{"patch_lenght", 32}}}},
          QJsonObject{{"network", QJsonObject{{"patch_length", "32"}}}},
          QJsonObject{{"network", QJsonObject{{"patch_length", 17}}}}}) {
        const auto refused = TrainOptions::fromJson(wrong);
        QVERIFY2(!refused, QJsonDocument(wrong).toJson());
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    }
    const auto partial = TrainOptions::fromJson({{"network", QJsonObject{{"type", "Epoch"}}}});
    QVERIFY(partial);
    QCOMPARE(partial->network.patchLength, trainedNetwork().patchLength); // what is left out stays as it is
    for (const char *key : {"class_balance", "normalisation", "input"}) {
        const auto misspelt = TrainOptions::fromJson({{QLatin1String(key), "blind"}});
        QVERIFY(!misspelt);
        QVERIFY(misspelt.error().message.contains(QStringLiteral("blind")));
    }
}

void TestTrainer::evaluationFigures()
{
    const auto outcome = train(*m_manifest, smallOptions(), {m_folder.filePath(QStringLiteral("same1")), cache()}, {});
    TrainOptions options = smallOptions();
    options.seed = 4;
    auto trained = train(*m_manifest, options, {m_folder.filePath(QStringLiteral("same1")), cache()}, {});
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
    TestFigures figures;
    figures.both = *evaluation;
    figures.float32Accuracy = evaluation->pooled.accuracy;
    const QString card = modelCard(package, options, 60, figures);
    QVERIFY(card.contains(QStringLiteral("simulated recordings only")));
    QVERIFY(card.contains(QString::number(evaluation->pooled.accuracy, 'f', 3)));
    const QJsonValue stored = metricsJson(figures)["test"].toObject()["pooled"].toObject()["accuracy"];
    QCOMPARE(stored.toDouble(), evaluation->pooled.accuracy);

    // A stage that is not held out has no change, and none of 0.000 either; one of few epochs has no interval.
    const auto judged = scoring::judge({scoring::Stage::Wake, scoring::Stage::Nrem, scoring::Stage::Rem},
                                       std::vector<scoring::PairedCounts>(10, {{{0, 0, 0}, {0, 60, 0}, {0, 0, 1}},
                                                                               {{0, 0, 0}, {10, 50, 0}, {0, 0, 1}}}),
                                       false);
    QVERIFY(judged);
    TrainOutcome course{.network = std::move(trained->network)};
    course.bestStep = 10;
    course.seconds = 60;
    package.parent = QStringLiteral("starter 3");
    const auto tunedCard = [&] { return modelCard(package, options, course, TuneFigures{*judged, {}}); };
    const QString tuned = tunedCard();
    QVERIFY2(tuned.contains(QStringLiteral("| F1 of Wake (0 epochs) | – | 0.000 | – | too few epochs |")),
             qPrintable(tuned));
    QVERIFY2(tuned.contains(QStringLiteral("| F1 of REM (10 epochs) | 1.000 | 1.000 | 0.000 | too few epochs |")),
             qPrintable(tuned));
    QVERIFY(!tuned.contains(QStringLiteral("change nothing")) && !tuned.contains(QStringLiteral("of the way")));
    course.share = 0.25;
    QVERIFY(tunedCard().contains(QStringLiteral("went 25 % of the way from starter 3")));
    course.bestStep = 0; // its committee alone is another one
    QVERIFY(tunedCard().contains(
        QStringLiteral("Its committee learned; the weights of its network are those of starter 3")));
    package.metrics.insert(QStringLiteral("unchanged"), true);
    QVERIFY(tunedCard().contains(QStringLiteral("These labels change nothing")));
}

QTEST_GUILESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
