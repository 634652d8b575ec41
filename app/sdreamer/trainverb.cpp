// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <algorithm>
#include <memory>

#include "sdreamer/compute.h"
#include "sdreamer/modelcard.h"
#include "sdreamer/modelpackage.h"
#include "sdreamer/trainer.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    std::string manifest;
    std::string config;
    std::string output;
    std::string runFolder;
    std::string name;
    std::string version = "1.0";
    int steps = 0;
    qint64 seed = -1;
    bool float32 = false;
    VerbOutput speech;
};

Result<TrainOptions> readOptions(const Arguments &arguments)
{
    QJsonObject object;
    if (!arguments.config.empty()) {
        QFile file(QString::fromStdString(arguments.config));
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(file.fileName()), file.errorString());
        QJsonParseError parse;
        object = QJsonDocument::fromJson(file.readAll(), &parse).object();
        if (parse.error != QJsonParseError::NoError)
            return failure(ErrorCode::InvalidArgument, QStringLiteral("%1 is not JSON.").arg(file.fileName()), parse.errorString());
    }
    auto options = TrainOptions::fromJson(object);
    if (options && arguments.steps > 0)
        options->steps = arguments.steps;
    if (options && arguments.seed >= 0)
        options->seed = quint64(arguments.seed);
    return options;
}

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

/// Figures on the test subjects from the weights as they will be stored.
Result<TestFigures> test(const ModelPackage &package, const TrainOutcome &outcome, const QString &candidate,
                         WeightPrecision precision, const Manifest &manifest, const Progress &progress)
{
    QDir(candidate).removeRecursively(); // left by a run that was stopped while testing
    if (auto saved = package.save(candidate, precision); !saved)
        return failure(saved.error());
    const auto stored = ModelPackage::load(candidate);
    if (!stored)
        return failure(stored.error());
    const auto network = Network::fromPackage(*stored);
    if (!network)
        return failure(network.error());
    const auto recordings = manifest.recordings(Split::Test);
    TestFigures figures;
    auto both = evaluate(*network, recordings, Input::Both, progress);
    if (!both)
        return failure(both.error());
    figures.both = *both;
    for (auto [trained, input, place] : {std::tuple{network->config().eegHeadTrained, Input::Eeg, &figures.eegOnly},
                                         std::tuple{network->config().emgHeadTrained, Input::Emg, &figures.emgOnly}}) {
        if (!trained)
            continue;
        auto alone = evaluate(*network, recordings, input, progress);
        if (!alone)
            return failure(alone.error());
        *place = *alone;
    }
    auto exact = evaluate(outcome.network, recordings, Input::Both, progress);
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
    const auto options = readOptions(arguments);
    if (!options)
        return failure(options.error());
    const auto manifest = Manifest::load(QString::fromStdString(arguments.manifest), options->seed);
    if (!manifest)
        return failure(manifest.error());
    if (manifest->recordings(Split::Test).empty())
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("The manifest holds back no test subjects."),
                       QStringLiteral("Name some under \"splits\": without them no honest figure can be given."));
    const QString runFolder = arguments.runFolder.empty() ? output + QStringLiteral(".run") : QString::fromStdString(arguments.runFolder);
    if (!QDir().mkpath(runFolder))
        return failure(ErrorCode::FileNotWritable, QStringLiteral("The folder %1 cannot be made.").arg(runFolder));
    prepareCompute(progress);
    const auto outcome = train(*manifest, *options, {runFolder, {}}, progress, [&](const QJsonObject &figures) {
        speech.metric(figures);
        if (!speech.isJson())
            std::fprintf(stderr, "%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    });
    if (!outcome)
        return failure(outcome.error());
    auto package = describe(arguments, *manifest, *outcome, *options);
    if (!package)
        return failure(package.error());
    const WeightPrecision precision = arguments.float32 ? WeightPrecision::Float32 : WeightPrecision::Float16;
    const auto figures = test(*package, *outcome, QDir(runFolder).filePath(QStringLiteral("candidate")), precision, *manifest, progress);
    if (!figures)
        return failure(figures.error());
    package->metrics = metricsJson(*figures);
    package->card = modelCard(*package, *options, outcome->seconds, *figures);
    return package->save(output, precision);
}

} // namespace

void addTrainVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("train", "Train a model from scratch on labelled recordings");
    verb->add_option("--manifest", arguments->manifest, "recordings with labels and subjects (JSON)")->required();
    verb->add_option("--config", arguments->config, "training options (JSON)");
    verb->add_option("-o,--output", arguments->output, "folder of the new model; must not exist")->required();
    verb->add_option("--run", arguments->runFolder, "folder for cache and checkpoint (default: OUTPUT.run)");
    verb->add_option("--name", arguments->name, "name of the model")->default_val("model");
    verb->add_option("--model-version", arguments->version, "its version")->capture_default_str();
    verb->add_option("--steps", arguments->steps, "optimisation steps (overrides the options file)")->check(CLI::PositiveNumber);
    verb->add_option("--seed", arguments->seed, "seed (overrides the options file)")->check(CLI::NonNegativeNumber);
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
