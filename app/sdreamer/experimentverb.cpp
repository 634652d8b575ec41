// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <memory>

#include "cohort.h"
#include "sdreamer/compute.h"
#include "sdreamer/experiment.h"
#include "trainarguments.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    std::string name;
    TrainArguments training;
    std::string output;
    bool json = false;
    VerbOutput speech;
};

/// The manifest that was named, or that of a simulated cohort, made once in the output folder.
Result<QString> manifestFor(const Arguments &arguments, const QDir &folder, quint64 seed, const Progress &progress)
{
    if (!arguments.training.manifest.empty())
        return QString::fromStdString(arguments.training.manifest);
    const QDir cohort(folder.filePath(QStringLiteral("cohort")));
    const QString manifest = cohort.filePath(QStringLiteral("manifest.json"));
    if (QFile::exists(manifest))
        return manifest;
    CohortRequest request;
    request.subjects = 48;
    request.validation = 6;
    request.test = 12;
    request.each.hours = 1;
    request.each.seed = seed;
    if (auto made = simulateCohort(request, cohort, progress); !made)
        return failure(made.error());
    return manifest;
}

Result<ExperimentOutcome> experiment(const Arguments &arguments, const QDir &folder, VerbOutput &speech)
{
    const Progress progress = speech.progress();
    const auto options = arguments.training.options();
    if (!options)
        return failure(options.error());
    const auto plan = makeExperiment(QString::fromStdString(arguments.name), *options);
    if (!plan)
        return failure(plan.error());
    const auto path = manifestFor(arguments, folder, options->seed, progress);
    if (!path)
        return failure(path.error());
    const auto manifest = Manifest::load(*path, options->seed);
    if (!manifest)
        return failure(manifest.error());
    const auto device = chooseDevice(QString::fromStdString(arguments.training.device));
    if (!device)
        return failure(device.error());
    prepareCompute(progress);
    return runExperiment(*plan, *manifest, {folder.path(), {}, *device}, progress, [&](const QJsonObject &figures) {
        speech.metric(figures);
        if (!speech.isJson())
            std::fprintf(stderr, "%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    });
}

int runExperimentVerb(Arguments &arguments)
{
    const QDir folder(QString::fromStdString(arguments.output));
    if (!QDir().mkpath(folder.path()))
        return arguments.speech.fail({ErrorCode::FileNotWritable, QStringLiteral("The folder %1 cannot be made.").arg(folder.path()),
                                      QStringLiteral("Check its parent's permissions, or whether a file has that name.")});
    const auto outcome = experiment(arguments, folder, arguments.speech);
    if (!outcome)
        return arguments.speech.fail(outcome.error());
    const QString base = folder.filePath(outcome->experiment.name);
    const QString table = QStringLiteral("## %1\n\n%2\n\n%3").arg(outcome->experiment.name, outcome->experiment.question, outcome->toMarkdown());
    for (const auto &[path, text] : {std::pair{base + QStringLiteral(".json"), QJsonDocument(outcome->toJson()).toJson()},
                                     std::pair{base + QStringLiteral(".md"), table.toUtf8()}})
        if (auto written = writeTextFile(path, text); !written)
            return arguments.speech.fail(written.error());
    if (arguments.json)
        printJson(outcome->toJson());
    else if (!arguments.speech.isJson())
        std::printf("%s", qUtf8Printable(table));
    arguments.speech.result(base + QStringLiteral(".md"));
    return ExitDone;
}

std::set<std::string> names()
{
    std::set<std::string> all;
    for (const QString &name : experimentNames())
        all.insert(name.toStdString());
    return all;
}

} // namespace

void addExperimentVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("experiment", "Compare ways of building and training the network, as the paper does");
    verb->add_option("name", arguments->name, "which comparison")->required()->check(CLI::IsMember(names()));
    arguments->training.addTo(*verb, false);
    verb->add_option("-o,--output", arguments->output, "folder for runs and results (NAME.json, NAME.md); experiments in one "
                                                       "folder share the models that they have in common")->required();
    verb->add_flag("--json", arguments->json, "print all figures as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("Without --manifest, on 48 simulated mice of an hour, 12 of them for the test.\n"
                 "A run that was stopped goes on where it was when the same command is given again.\n"
                 "Example: sdreamer experiment patch-size --steps 400 -o experiments/");
    verb->callback([arguments, &run] { run = [arguments] { return runExperimentVerb(*arguments); }; });
}

} // namespace somno::app
