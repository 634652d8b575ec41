// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <set>

#include "core/engine/judging/learningcurve.h"
#include "core/engine/judging/pairedjudgement.h"
#include "core/engine/training/layerdepth.h"
#include "core/engine/training/trainer.h"
#include "core/engine/training/tuneoptions.h"
#include "tests/support/cohort.h"
#include "tests/support/smallnetwork.h"

using namespace somno;
using namespace somno::sdreamer;

/// Training that starts from a model instead of from random weights.
class TestTuning : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void topLayersAloneLearn();
    void anAnchorHolds();
    void replayIsDrawn();
    void theStartIsToldFirst();
    void restlessWeightsAreNotChosen();
    void whatIsNoBetterThanTheStartIsLeft();
    void whatIsWorseInTheEndGoesPartOfTheWay();
    void stoppedRunCanBeFinished();
    void anotherStartIsAnotherRun();
    void usualOptionsFollowTheModel();
    void modelsAreCompared();
    void aCurveIsMeasuredOnce();
    void aCurveIsAveragedOverAnimals();

private:
    [[nodiscard]] TrainOptions options() const;
    [[nodiscard]] Result<TrainOutcome> tuned(const char *run, const TrainOptions &options, bool finish = false,
                                             const Progress &progress = {}) const;
    [[nodiscard]] double distance(const WeightMap &weights) const;

    QTemporaryDir m_folder;
    std::optional<Manifest> m_manifest;
    ModelPackage m_base;
};

void TestTuning::initTestCase()
{
    const QJsonObject splits{
        {"train", QJsonArray{"m1", "m2"}}, {"validation", QJsonArray{"m3"}}, {"test", QJsonArray{"m4"}}};
    const auto manifest = Manifest::load(test::writeManifest(
        m_folder.path(), {{"recordings", test::writeCohort(m_folder.path(), 4, 400)}, {"splits", splits}}));
    QVERIFY(manifest);
    m_manifest = *manifest;
    auto network = Network::create(test::smallOptions().network, 5);
    QVERIFY(network);
    network->setHeadsTrained(true, true, true);
    m_base.name = QStringLiteral("base");
    m_base.version = QStringLiteral("1");
    m_base.network = network->config();
    m_base.weights = network->weights();
}

TrainOptions TestTuning::options() const
{
    TrainOptions options = test::smallOptions();
    options.network = m_base.network;
    options.filterBank = false;
    return options;
}

Result<TrainOutcome> TestTuning::tuned(const char *run, const TrainOptions &options, bool finish,
                                       const Progress &progress) const
{
    const TuneStart start{&m_base, m_manifest->recordings(Split::Test)};
    return train(*m_manifest, options,
                 {m_folder.filePath(QLatin1String(run)), m_folder.filePath(QStringLiteral("cache")),
                  QStringLiteral("cpu"), finish},
                 progress, {}, &start);
}

double TestTuning::distance(const WeightMap &weights) const
{
    double sum = 0;
    for (const auto &[name, tensor] : m_base.weights)
        for (size_t i = 0; i < tensor.values.size(); ++i)
            sum += std::pow(double(weights.at(name).values[i]) - double(tensor.values[i]), 2);
    return std::sqrt(sum);
}

void TestTuning::topLayersAloneLearn()
{
    TrainOptions top = options();
    top.tunedLayers = TunedLayers::Top;
    const auto outcome = tuned("top", top);
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
    QVERIFY(outcome->bestStep > 0);
    int moved = 0;
    for (const auto &[name, tensor] : outcome->network.weights()) {
        const bool same = tensor == m_base.weights.at(name);
        if (layerDepth(name.toStdString(), m_base.network) > kTopDepth)
            QVERIFY2(same, qPrintable(name));
        else
            moved += !same;
    }
    QVERIFY(moved > 10);
}

void TestTuning::anAnchorHolds()
{
    TrainOptions loose = options(), held = options();
    held.anchor = 30;
    const auto free = tuned("free", loose), anchored = tuned("anchored", held);
    QVERIFY(free && anchored);
    QVERIFY(free->bestStep > 0 && anchored->bestStep > 0);
    QVERIFY(distance(anchored->network.weights()) < 0.8 * distance(free->network.weights()));
}

void TestTuning::replayIsDrawn()
{
    TrainOptions with = options();
    with.replay = 0.5;
    const auto plain = tuned("plain", options()), replayed = tuned("replayed", with);
    QVERIFY(plain && replayed);
    QVERIFY(!(plain->network.weights() == replayed->network.weights()));
}

void TestTuning::theStartIsToldFirst()
{
    std::vector<int> steps;
    const TuneStart start{&m_base, {}};
    const auto outcome = train(
        *m_manifest, options(), {m_folder.filePath(QStringLiteral("told")), m_folder.filePath(QStringLiteral("cache"))},
        {}, [&](const QJsonObject &figures) { steps.push_back(figures.value("step").toInt()); }, &start);
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
    QCOMPARE(steps, (std::vector<int>{0, 6, 12}));
    QVERIFY(outcome->bestStep > 0);
}

void TestTuning::restlessWeightsAreNotChosen()
{
    TrainOptions late = options();
    late.validateEvery = 3;
    late.chooseFrom = 0.75;
    late.learningRate = 1; // every step makes it worse, so that the first validation would be the best
    late.weightAverage = 0;
    int best = 0;
    const TuneStart start{&m_base, {}};
    const auto outcome = train(
        *m_manifest, late, {m_folder.filePath(QStringLiteral("late")), m_folder.filePath(QStringLiteral("cache"))}, {},
        [&](const QJsonObject &figures) { best = figures.value("best_step").toInt(); }, &start);
    QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
    QVERIFY(best >= 9);
}

void TestTuning::whatIsNoBetterThanTheStartIsLeft()
{
    TrainOptions harmful = options();
    QFile labels(m_folder.filePath(QStringLiteral("wrong.csv"))); // nothing of this is so on the validation animal
    QVERIFY(labels.open(QIODevice::WriteOnly));
    labels.write("onset_s,duration_s,stage\n0,400,REM\n");
    labels.close();
    std::vector<ManifestRecording> entries = m_manifest->recordings(Split::Validation);
    entries.front().split = Split::Validation;
    entries.push_back(m_manifest->recordings(Split::Train).front());
    entries.back().labels = labels.fileName();
    entries.back().split = Split::Train;
    const auto wrong = m_manifest->dividedInto(entries, QStringLiteral("wrong.json"));
    QVERIFY(wrong);
    harmful.learningRate = 0.03;
    const TuneStart start{&m_base, {}};
    for (const bool finish : {false, true}) { // the checkpoint knows it as well
        const auto outcome = train(*wrong, harmful,
                                   {m_folder.filePath(QStringLiteral("harmful")),
                                    m_folder.filePath(QStringLiteral("cache")), QStringLiteral("cpu"), finish},
                                   {}, {}, &start);
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        QCOMPARE(outcome->bestStep, 0);
        QCOMPARE(distance(outcome->network.weights()), 0.0);
    }
}

void TestTuning::whatIsWorseInTheEndGoesPartOfTheWay()
{
    // One stage is taught, of which the labels to choose by hold only a little more than of another: somewhat surer of
    // it is better than the start, as sure as the labels to learn from ask for is worse. How far it gets depends on the
    // rate.
    const auto labels = [&](const char *name, const char *rows) {
        QFile file(m_folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::WriteOnly) && file.write(rows) > 0 ? file.fileName() : QString();
    };
    std::vector<ManifestRecording> entries = m_manifest->recordings(Split::Validation);
    entries.push_back(m_manifest->recordings(Split::Train).front());
    entries.front().labels = labels("two.csv", "onset_s,duration_s,stage\n0,220,NREM\n220,180,Wake\n");
    entries.front().split = Split::Validation;
    entries.back().labels = labels("one.csv", "onset_s,duration_s,stage\n0,400,NREM\n");
    entries.back().split = Split::Train;
    const auto oneSided = m_manifest->dividedInto(entries, QStringLiteral("one-sided.json"));
    QVERIFY(oneSided);
    const TuneStart start{&m_base, {}};
    std::set<double> shares;
    for (const double rate : {1e-3, 2e-3, 4e-3, 8e-3, 1.6e-2, 3.2e-2}) {
        TrainOptions options = this->options();
        options.learningRate = rate;
        options.weightAverage = 0;
        double startLoss = std::nan("");
        const auto told = [&](const QJsonObject &figures) {
            if (figures.value("step").toInt() == 0)
                startLoss = figures.value("validation_loss").toDouble();
        };
        const QString run = m_folder.filePath(QStringLiteral("one-sided-%1").arg(rate));
        const auto outcome
            = train(*oneSided, options, {run, m_folder.filePath(QStringLiteral("cache"))}, {}, told, &start);
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().message));
        QVERIFY(outcome->bestValidationLoss < startLoss + 0.03);
        QCOMPARE(outcome->bestStep == 0, distance(outcome->network.weights()) == 0);
        if (outcome->bestStep > 0)
            shares.insert(outcome->share);
    }
    QVERIFY(!shares.empty() && *shares.begin() < 1);
}

void TestTuning::stoppedRunCanBeFinished()
{
    QVERIFY(!tuned("stopped", options(), true)); // nothing was learned there yet
    std::stop_source stop;
    Progress progress;
    progress.stop = stop.get_token();
    progress.report = [&](const QString &phase, qint64 done, qint64) {
        if (phase == QLatin1String("train") && done == 9)
            stop.request_stop();
    };
    const auto cancelled = tuned("stopped", options(), false, progress);
    QVERIFY(!cancelled);
    QCOMPARE(cancelled.error().code, ErrorCode::Cancelled);
    const auto finished = tuned("stopped", options(), true);
    QVERIFY2(finished, finished ? "" : qPrintable(finished.error().message));
    QCOMPARE(finished->bestStep, 6); // the validation before the stop
    QVERIFY(distance(finished->network.weights()) > 0);
}

void TestTuning::anotherStartIsAnotherRun()
{
    QVERIFY(tuned("owned", options()));
    ModelPackage changed = m_base;
    changed.weights.begin()->second.values.front() += 0.5F;
    const TuneStart start{&changed, m_manifest->recordings(Split::Test)};
    const auto refused = train(*m_manifest, options(),
                               {m_folder.filePath(QStringLiteral("owned")), m_folder.filePath(QStringLiteral("cache"))},
                               {}, {}, &start);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(QStringLiteral("another starting model")),
             qPrintable(refused.error().message));
}

void TestTuning::usualOptionsFollowTheModel()
{
    const TrainOptions all = tuneOptions(m_base, TunedLayers::All), top = tuneOptions(m_base, TunedLayers::Top);
    QVERIFY(all.network.toJson() == m_base.network.toJson() && !all.filterBank);
    QVERIFY(all.tunedLayers == TunedLayers::All && top.tunedLayers == TunedLayers::Top);
    QVERIFY(all.trainsHead(Input::Both) && all.trainsHead(Input::Eeg) && all.trainsHead(Input::Emg));
    ModelPackage published = m_base;
    published.network.eegHeadTrained = published.network.emgHeadTrained = false;
    const TrainOptions mixed = tuneOptions(published, TunedLayers::All);
    QVERIFY(mixed.trainsHead(Input::Both)
            && !mixed.trainsHead(Input::Eeg)); // a head of random weights is not taught in passing
    published.network.mixHeadTrained = false;
    published.network.emgHeadTrained = true;
    QCOMPARE(tuneOptions(published, TunedLayers::All).input, Input::Emg);
    const auto back = TrainOptions::fromJson(all.toJson());
    QVERIFY(back && back->toJson() == all.toJson());
}

void TestTuning::modelsAreCompared()
{
    const auto outcome = tuned("compared", options());
    QVERIFY(outcome);
    const auto before = Network::fromPackage(m_base);
    QVERIFY(before);
    std::vector<ManifestRecording> recordings = m_manifest->recordings(Split::Test);
    recordings.front().confirmed = {{0, 150}, {200, 350}};
    const auto judged = compareModels(*before, outcome->network, recordings, Input::Both, {});
    QVERIFY2(judged, judged ? "" : qPrintable(judged.error().message));
    QCOMPARE(judged->after.compared, qint64(300));
    QCOMPARE(judged->before.compared, qint64(300));
    QVERIFY(!judged->bySubject);
    QCOMPARE(judged->units, qint64(6)); // minutes 0 to 5, of which the third ends early and the fourth begins late
    const auto same = compareModels(*before, *before, recordings, Input::Both, {});
    QVERIFY(same);
    QCOMPARE(same->accuracy.value, 0.0);
    QCOMPARE(same->verdict, scoring::Verdict::NotDistinguishable);
}

void TestTuning::aCurveIsMeasuredOnce()
{
    const QDir folder(m_folder.filePath(QStringLiteral("curve")));
    QVERIFY(folder.mkpath(QStringLiteral("animals")));
    const QDir animals(folder.filePath(QStringLiteral("animals")));
    const auto manifest
        = Manifest::load(test::writeManifest(animals, {{"recordings", test::writeCohort(animals, 2, 2400)},
                                                       {"splits", QJsonObject{{"test", QJsonArray{"m1", "m2"}}}}}));
    QVERIFY2(manifest, manifest ? "" : qPrintable(manifest.error().message));
    CurvePlan plan{&m_base, {{QStringLiteral("all"), options()}}, {6}, manifest->recordings(), {}, {}};
    int measured = 0;
    const auto run = [&] {
        return runLearningCurve(plan, {folder.path(), folder.filePath(QStringLiteral("cache"))}, {},
                                [&](const QJsonObject &) { ++measured; });
    };
    const auto runs = run();
    QVERIFY2(runs, runs ? "" : qPrintable(runs.error().message + runs.error().detail));
    QCOMPARE(runs->size(), size_t(2));
    QCOMPARE(measured, 2);
    for (const QJsonObject &one : *runs) {
        QVERIFY(one["own"]["epochs"].toInt() > 600 && one["own"]["difference"]["accuracy"]["low"].isDouble());
        QCOMPARE(one["others"]["epochs"].toInt(), 2400);
        QVERIFY(one["original"].isUndefined());
    }
    const auto again = run(); // read, whole, and not learned anew
    QVERIFY(again);
    QCOMPARE(measured, 2);
    QCOMPARE(curveJson(*again), curveJson(*runs));
    plan.modes = {{QStringLiteral("all-spread"), options(), StretchChoice::Spread},
                  {QStringLiteral("all-proposed"), options(), StretchChoice::Proposed}};
    const auto compared = run();
    QVERIFY2(compared, compared ? "" : qPrintable(compared.error().message + compared.error().detail));
    QCOMPARE(compared->size(), size_t(4));
    for (size_t animal = 0; animal < 2; ++animal) { // tested on the same, taught with other labels
        QCOMPARE((*compared)[animal]["own"]["before"], (*compared)[2 + animal]["own"]["before"]);
        const auto labels = [&](const char *choice) {
            return Manifest::load(folder.filePath(
                QStringLiteral("m%1-6min-all-%2/manifest.json").arg(animal + 1).arg(QLatin1String(choice))));
        };
        const auto spread = labels("spread"), proposed = labels("proposed");
        QVERIFY(spread && proposed);
        QVERIFY(spread->recordings(Split::Train).front().confirmed
                != proposed->recordings(Split::Train).front().confirmed);
        QCOMPARE(spread->recordings(Split::Test).front().confirmed,
                 proposed->recordings(Split::Test).front().confirmed);
    }
}

void TestTuning::aCurveIsAveragedOverAnimals()
{
    const auto judged = [](double before, double after) {
        return QJsonObject{{"before", QJsonObject{{"accuracy", before}}}, {"after", QJsonObject{{"accuracy", after}}}};
    };
    const auto run = [&](const char *mode, double before, double after) {
        return QJsonObject{{"mode", mode},
                           {"minutes", 30},
                           {"seconds", 60},
                           {"own", judged(before, after)},
                           {"others", judged(0.9, 0.91)},
                           {"original", judged(0.96, 0.95)}};
    };
    const QString table = curveTable({run("all", 0.8, 0.9), run("all", 0.9, 0.92), run("heads", 0.8, 0.8)});
    // The mean error falls from 0.15 to 0.09.
    QVERIFY2(
        table.contains(QStringLiteral("| all | 30 | 2 | 0.850 | 0.910 | 40 % | 0.900 | 0.910 | 0.960 | 0.950 | 60 |")),
        qPrintable(table));
    QVERIFY2(table.contains(QStringLiteral("| heads | 30 | 1 | 0.800 | 0.800 | 0 % |")), qPrintable(table));
}

QTEST_GUILESS_MAIN(TestTuning)
#include "tst_tuning.moc"
