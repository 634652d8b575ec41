// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <memory>

#include "app/sdreamer/trainarguments.h"
#include "core/base/folder.h"
#include "core/cohort/simulatedcohort.h"
#include "core/engine/judging/experiment.h"

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
    const QDir cohort(folder.filePath(QStringLiteral("cohort-%1").arg(seed)));
    const QString manifest = cohort.filePath(QStringLiteral("manifest.json"));
    if (QFile::exists(manifest))
        return manifest;
    simulation::CohortRequest request;
    request.subjects = 48;
    request.validation = 6;
    request.test = 12;
    request.each.hours = 1;
    request.each.seed = seed;
    if (auto made = simulateCohort(request, cohort, progress); !made)
        return failure(made.error());
    return manifest;
}

QString pageOf(const ExperimentOutcome &outcome)
{
    return QStringLiteral("## %1\n\n%2\n\n%3")
        .arg(outcome.experiment.name, outcome.experiment.question, outcome.toMarkdown());
}

Result<ExperimentOutcome> experimentInto(const QDir &folder, const Arguments &arguments, VerbOutput &speech)
{
    const Progress progress = speech.progress();
    const auto options = arguments.training.options();
    if (!options)
        return failure(options.error());
    const auto experiment = makeExperiment(QString::fromStdString(arguments.name), *options);
    if (!experiment)
        return failure(experiment.error());
    const auto path = manifestFor(arguments, folder, options->seed, progress);
    if (!path)
        return failure(path.error());
    const auto plan = arguments.training.plan(*path, progress);
    if (!plan)
        return failure(plan.error());
    warnOfIdleSubjects(plan->manifest, progress);
    auto outcome = runExperiment(*experiment, plan->manifest, {folder.path(), {}, plan->device}, progress,
                                 [&](const QJsonObject &figures) { speech.liveMetric(figures); });
    if (outcome)
        if (auto written = writeResults(folder, outcome->experiment.name, outcome->toJson(), pageOf(*outcome));
            !written)
            return failure(written.error());
    return outcome;
}

int runExperimentVerb(Arguments &arguments)
{
    const auto folder = makeFolder(arguments.output);
    if (!folder)
        return arguments.speech.fail(folder.error());
    const auto outcome = experimentInto(*folder, arguments, arguments.speech);
    if (!outcome)
        return arguments.speech.fail(outcome.error());
    if (arguments.speech.isJson())
        arguments.speech.metric(outcome->toJson());
    else if (arguments.json)
        printJson(outcome->toJson());
    else
        std::printf("%s", qUtf8Printable(pageOf(*outcome)));
    arguments.speech.result(folder->filePath(outcome->experiment.name + QStringLiteral(".md")));
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
    CLI::App *verb
        = app.add_subcommand("experiment", "Compare ways of building and training the network, as the paper does");
    verb->add_option("name", arguments->name, "which comparison")->required()->check(CLI::IsMember(names()));
    arguments->training.addTo(*verb, false);
    verb->add_option("-o,--output", arguments->output,
                     "folder for runs and results (NAME.json, NAME.md); experiments in one "
                     "folder share the models that they have in common")
        ->required();
    verb->add_flag("--json", arguments->json, "print all figures as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("Without --manifest, on 48 simulated mice of an hour, 12 of them for the test.\n"
                 "A run that was stopped goes on where it was when the same command is given again.\n"
                 "Example: sdreamer experiment patch-size --steps 400 -o experiments/");
    verb->callback([arguments, &run] { run = [arguments] { return runExperimentVerb(*arguments); }; });
}

} // namespace somno::app
