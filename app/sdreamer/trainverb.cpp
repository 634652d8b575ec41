// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <memory>

#include "sdreamer/compute.h"
#include "sdreamer/modelcard.h"
#include "sdreamer/modelpackage.h"
#include "sdreamer/trainer.h"
#include "trainarguments.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    TrainArguments training;
    std::string output;
    std::string runFolder;
    std::string name;
    std::string version = "1.0";
    bool float32 = false;
    VerbOutput speech;
};

/// The package without figures: what it is and what it learned from.
Result<ModelPackage> describe(const Arguments &arguments, const Manifest &manifest, const TrainOutcome &outcome,
                              const TrainOptions &options)
{
    const auto digest = manifest.digest();
    if (!digest)
        return failure(digest.error());
    ModelPackage package;
    package.name = QString::fromStdString(arguments.name);
    package.version = QString::fromStdString(arguments.version);
    package.network = outcome.network.config();
    package.weights = outcome.network.weights();
    package.training.dataDigest = QString::fromLatin1(*digest);
    package.training.seed = options.seed;
    package.training.subjects = manifest.subjects(Split::Train);
    package.training.hours = double(outcome.trainEpochs) / 3600.0;
    package.training.date = QDateTime::currentDateTimeUtc();
    QStringList command{QStringLiteral("sdreamer")};
    command << QCoreApplication::arguments().mid(1);
    package.training.command = command.join(QLatin1Char(' '));
    const auto recordings = manifest.recordings(Split::Train);
    package.training.simulated = std::all_of(recordings.begin(), recordings.end(),
                                             [](const auto &r) { return r.scorer == QLatin1String("simulator"); });
    return package;
}

/// A folder that goes with its owner, and with one that was killed: what is in it is no model yet.
struct Candidate {
    explicit Candidate(const QString &folder) : path(folder) { remove(); }
    ~Candidate() { remove(); }
    Candidate(const Candidate &) = delete;
    Candidate &operator=(const Candidate &) = delete;
    void remove() const { QDir(path).removeRecursively(); }

    const QString path;
};

/// The package as it will be stored, saved beside the run and loaded again.
Result<Network> storeCandidate(ModelPackage package, const QString &candidate, WeightPrecision precision)
{
    package.name += QStringLiteral(" (training not finished)");
    if (auto saved = package.save(candidate, precision); !saved)
        return failure(saved.error());
    const auto stored = ModelPackage::load(candidate);
    if (!stored)
        return failure(stored.error());
    auto network = Network::fromPackage(*stored);
    if (network)
        network->setPrecision(Precision::Auto); // its figures are of the way in which it will score
    return network;
}

double fittedTemperature(const LabelledRows &rows, const Progress &progress)
{
    const double temperature = fitTemperature(rows);
    if (temperature > kLeastTemperature * 1.01 && temperature < kLargestTemperature / 1.01)
        return temperature;
    progress.warning(QStringLiteral("The confidence could not be calibrated: the validation subjects give no temperature between %1 and %2. "
                                    "The model trained too little, or they are too few.").arg(kLeastTemperature).arg(kLargestTemperature));
    return 1;
}

/// Figures on the test subjects from one head of the weights as they will be stored, whose temperature the validation
/// subjects give.
Result<Evaluation> testHead(const Network &network, Input input, const Manifest &manifest, const Progress &progress)
{
    const auto labelled = labelledRows(network, manifest.recordings(Split::Validation), input, progress);
    if (!labelled)
        return failure(labelled.error());
    return evaluate(network, manifest.recordings(Split::Test), input, progress, fittedTemperature(*labelled, progress));
}

Result<TestFigures> test(const Network &network, const Network &exactNetwork, Input input, const Manifest &manifest,
                         const Progress &progress)
{
    TestFigures figures;
    auto both = testHead(network, input, manifest, progress);
    if (!both)
        return failure(both.error());
    figures.both = *both;
    figures.input = input;
    Progress silent = progress; // what is wrong with a recording has been said
    silent.warn = nullptr;
    for (auto [trained, single, place] : {std::tuple{network.config().eegHeadTrained, Input::Eeg, &figures.eegOnly},
                                          std::tuple{network.config().emgHeadTrained, Input::Emg, &figures.emgOnly}}) {
        if (!trained || single == input)
            continue;
        auto alone = testHead(network, single, manifest, silent);
        if (!alone)
            return failure(alone.error());
        *place = *alone;
    }
    auto exact = evaluate(exactNetwork, manifest.recordings(Split::Test), input, silent);
    if (!exact)
        return failure(exact.error());
    figures.float32Accuracy = exact->pooled.accuracy;
    return figures;
}

Result<> trainAndSave(const Arguments &arguments, VerbOutput &speech)
{
    const Progress progress = speech.progress();
    const QString output = QString::fromStdString(arguments.output);
    if (QFileInfo::exists(output))
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 exists; a model version is never overwritten.").arg(output),
                       QStringLiteral("Choose another folder with -o."));
    const auto plan = arguments.training.plan(QString::fromStdString(arguments.training.manifest), progress);
    if (!plan)
        return failure(plan.error());
    const auto &[options, manifest, device] = *plan;
    warnOfIdleSubjects(manifest, progress);
    if (manifest.recordings(Split::Test).empty())
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("The manifest holds back no test subjects."),
                       QStringLiteral("Name some under \"splits\": without them no honest figure can be given."));
    if (auto usable = checkRecordings(manifest.recordings(Split::Test), progress); !usable)
        return failure(usable.error());
    const QString runFolder = arguments.runFolder.empty() ? output + QStringLiteral(".run") : QString::fromStdString(arguments.runFolder);
    if (auto made = makeFolder(runFolder.toStdString()); !made)
        return failure(made.error());
    const auto outcome = train(manifest, options, {runFolder, {}, device}, progress,
                               [&](const QJsonObject &figures) { speech.liveMetric(figures); });
    if (!outcome)
        return failure(outcome.error());
    auto package = describe(arguments, manifest, *outcome, options);
    if (!package)
        return failure(package.error());
    const WeightPrecision precision = arguments.float32 ? WeightPrecision::Float32 : WeightPrecision::Float16;
    const Candidate candidate(QDir(runFolder).filePath(QStringLiteral("candidate")));
    const auto network = storeCandidate(*package, candidate.path, precision);
    if (!network)
        return failure(network.error());
    const auto figures = test(*network, outcome->network, options.input, manifest, progress);
    if (!figures)
        return failure(figures.error());
    package->temperatures[options.input] = figures->both.temperature;
    if (figures->eegOnly)
        package->temperatures[Input::Eeg] = figures->eegOnly->temperature;
    if (figures->emgOnly)
        package->temperatures[Input::Emg] = figures->emgOnly->temperature;
    package->metrics = metricsJson(*figures);
    package->card = modelCard(*package, options, outcome->seconds, *figures);
    return package->save(output, precision);
}

} // namespace

void addTrainVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("train", "Train a model from scratch on labelled recordings");
    arguments->training.addTo(*verb, true);
    verb->add_option("-o,--output", arguments->output, "folder of the new model; must not exist")->required();
    verb->add_option("--run", arguments->runFolder, "folder for cache and checkpoint (default: OUTPUT.run)");
    verb->add_option("--name", arguments->name, "name of the model")->default_val("model");
    verb->add_option("--model-version", arguments->version, "its version")->capture_default_str();
    verb->add_flag("--float32", arguments->float32, "store weights as float32 instead of float16");
    arguments->speech.addProgressOption(*verb);
    verb->footer("A run that was stopped goes on where it was when the same command is given again.\n"
                 "Example: sdreamer train --manifest cohort/manifest.json --steps 1200 --seed 1 -o models/mine");
    verb->callback([arguments, &run] {
        run = [arguments] {
            if (auto trained = trainAndSave(*arguments, arguments->speech); !trained)
                return arguments->speech.fail(trained.error());
            arguments->speech.result(QString::fromStdString(arguments->output));
            return int(ExitDone);
        };
    });
}

} // namespace somno::app
