// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <memory>

#include "app/sdreamer/trainarguments.h"
#include "core/base/folder.h"
#include "core/cohort/simulatedcohort.h"
#include "core/engine/judging/learningcurve.h"
#include "core/engine/network/compute.h"
#include "core/engine/teaching/reminders.h"
#include "core/engine/training/optionsfile.h"
#include "core/engine/training/tuneoptions.h"
#include "core/model/modellibrary.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    std::string model = "starter", output, config, condition = "unlike";
    std::vector<double> minutes{10, 30, 120};
    std::vector<std::string> modes{"heads", "all"};
    int animals = 4;
    quint64 seed = 73001;
    double hours = 6;
    bool json = false, proposals = false;
    VerbOutput speech;
};

/// Simulated animals, made once in the output folder.
Result<std::vector<ManifestRecording>> makeAnimals(const Arguments &arguments, const QDir &folder,
                                                   const Progress &progress)
{
    const QDir place(folder.filePath(QStringLiteral("animals")));
    const QString path = place.filePath(QStringLiteral("manifest.json"));
    if (!QFileInfo::exists(path)) {
        simulation::CohortRequest request;
        request.each.seed = arguments.seed;
        request.each.hours = arguments.hours;
        request.each.stratum = simulation::Stratum::Typical;
        for (size_t i = 0; i < simulation::kConditionNames.size(); ++i)
            if (arguments.condition == simulation::kConditionNames[i])
                request.each.condition = simulation::Condition(i);
        request.subjects = request.test = arguments.animals;
        if (auto made = simulateCohort(request, place, progress); !made)
            return failure(made.error());
    }
    const auto manifest = Manifest::load(path);
    if (!manifest)
        return failure(manifest.error());
    return manifest->recordings();
}

/// What decides the figures is kept beside them: those of other arguments are never taken for these.
Result<> keepArguments(const Arguments &arguments, const ModelPackage &base, const QDir &folder)
{
    const auto config = readOptionsFile(QString::fromStdString(arguments.config));
    if (!config)
        return failure(config.error());
    const QJsonObject own{{"model", QString::fromLatin1(weightsDigest(base.weights).toHex())},
                          {"seed", QString::number(arguments.seed)},
                          {"animals", arguments.animals},
                          {"hours", arguments.hours},
                          {"condition", QString::fromStdString(arguments.condition)},
                          {"config", *config}};
    QFile file(folder.filePath(QStringLiteral("arguments.json")));
    if (file.open(QIODevice::ReadOnly)) {
        if (QJsonDocument::fromJson(file.readAll()).object() == own)
            return {};
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("%1 holds a curve of another model or other arguments.").arg(folder.path()),
                       QStringLiteral("Choose another folder with -o."));
    }
    const QByteArray text = QJsonDocument(own).toJson();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.flush())
        return {};
    return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(file.fileName()),
                   file.errorString());
}

Result<std::vector<CurveMode>> makeModes(const Arguments &arguments, const ModelPackage &base)
{
    auto object = readOptionsFile(QString::fromStdString(arguments.config));
    if (!object)
        return failure(object.error());
    object->insert(QStringLiteral("normalisation"), normalisationName(base.network.normalisation));
    std::vector<CurveMode> modes;
    for (const std::string &name : arguments.modes) {
        const TrainOptions usual = tuneOptions(base, name == "heads" ? TunedLayers::Top : TunedLayers::All);
        auto options = TrainOptions::fromJson(*object, &usual);
        if (!options)
            return failure(options.error());
        if (arguments.proposals) {
            modes.push_back({QString::fromStdString(name + "-spread"), *options, StretchChoice::Spread});
            modes.push_back({QString::fromStdString(name + "-proposed"), std::move(*options), StretchChoice::Proposed});
        } else {
            modes.push_back({QString::fromStdString(name), std::move(*options)});
        }
    }
    return modes;
}

Result<std::vector<QJsonObject>> measure(const Arguments &arguments, const QDir &folder, VerbOutput &speech)
{
    const Progress progress = speech.progress();
    const auto model = findModel(QString::fromStdString(arguments.model));
    if (!model)
        return failure(model.error());
    const auto base = ModelPackage::load(*model);
    if (!base)
        return failure(base.error());
    if (auto kept = keepArguments(arguments, *base, folder); !kept)
        return failure(kept.error());
    auto modes = makeModes(arguments, *base);
    if (!modes)
        return failure(modes.error());
    prepareCompute(progress);
    auto animals = makeAnimals(arguments, folder, progress);
    if (!animals)
        return failure(animals.error());
    auto replay = simulatedReplay(folder.filePath(QStringLiteral("replay")), progress);
    if (!replay)
        return failure(replay.error());
    auto original = simulatedOriginal(folder.filePath(QStringLiteral("original")), progress);
    if (!original)
        return failure(original.error());
    const CurvePlan plan{
        &*base, std::move(*modes), arguments.minutes, std::move(*animals), std::move(*replay), std::move(*original)};
    return runLearningCurve(plan, {folder.path(), folder.filePath(QStringLiteral("cache"))}, progress,
                            [&](const QJsonObject &figures) { speech.metric(figures); });
}

int runLearningCurveVerb(Arguments &arguments)
{
    VerbOutput &speech = arguments.speech;
    const auto folder = makeFolder(arguments.output);
    if (!folder)
        return speech.fail(folder.error());
    const auto runs = measure(arguments, *folder, speech);
    if (!runs)
        return speech.fail(runs.error());
    const QString name = QStringLiteral("learning-curve");
    if (auto written = writeResults(*folder, name, curveJson(*runs), curveTable(*runs)); !written)
        return speech.fail(written.error());
    if (!speech.isJson() && arguments.json)
        printJson(curveJson(*runs));
    else if (!speech.isJson())
        std::printf("%s", qUtf8Printable(curveTable(*runs)));
    speech.result(folder->filePath(name + QStringLiteral(".md")));
    return ExitDone;
}

} // namespace

void addLearningCurveVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("learningcurve",
                                        "Measure what fine-tuning gains from minutes of labels, on simulated animals");
    verb->add_option("--model", arguments->model, "model to start from, by name or folder")->capture_default_str();
    verb->add_option("--minutes", arguments->minutes, "labelled minutes of one animal")->capture_default_str();
    verb->add_option("--modes", arguments->modes, "layers that learn")
        ->check(CLI::IsMember({"heads", "all"}))
        ->capture_default_str();
    verb->add_option("--animals", arguments->animals, "simulated animals, each learned from in turn")
        ->check(CLI::Range(2, 99))
        ->capture_default_str();
    verb->add_option("--hours", arguments->hours, "length of each recording, 60 to 140 % of it")
        ->check(CLI::Range(1.0, 48.0))
        ->capture_default_str();
    verb->add_option("--seed", arguments->seed, "of the simulated animals")->capture_default_str();
    verb->add_option("--condition", arguments->condition, "what kind of animals, as of simulate")
        ->capture_default_str();
    verb->add_option("--config", arguments->config, "training options (JSON) over the usual ones of a fine-tuning");
    verb->add_flag("--proposals", arguments->proposals,
                   "compare labels of evenly spread stretches with labels of those that the program "
                   "would propose next; half of each recording is the test of both");
    verb->add_option("-o,--output", arguments->output,
                     "folder for runs and results (learning-curve.json, learning-curve.md)")
        ->required();
    verb->add_flag("--json", arguments->json, "print all figures as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("A measurement that was stopped goes on where it was when the same command is given again.\n"
                 "Example: sdreamer learningcurve --minutes 10 30 120 -o curve/");
    verb->callback([arguments, &run] { run = [arguments] { return runLearningCurveVerb(*arguments); }; });
}

} // namespace somno::app
