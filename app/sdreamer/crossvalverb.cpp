// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <memory>

#include "app/sdreamer/trainarguments.h"
#include "core/base/folder.h"
#include "core/engine/judging/crossvalidation.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    TrainArguments training;
    std::string output;
    int folds = 5;
    bool json = false;
    VerbOutput speech;
};

Result<CrossValidation> crossValidateInto(const QDir &folder, const Arguments &arguments, VerbOutput &speech)
{
    const Progress progress = speech.progress();
    const auto plan = arguments.training.plan(QString::fromStdString(arguments.training.manifest), progress);
    if (!plan)
        return failure(plan.error());
    auto result = crossValidate(plan->manifest, plan->options, arguments.folds, {folder.path(), {}, plan->device},
                                progress, [&](const QJsonObject &figures) { speech.liveMetric(figures); });
    if (result)
        if (auto written = writeResults(folder, QStringLiteral("crossval"), result->toJson(), result->toMarkdown());
            !written)
            return failure(written.error());
    return result;
}

int runCrossval(Arguments &arguments)
{
    const auto folder = makeFolder(arguments.output);
    if (!folder)
        return arguments.speech.fail(folder.error());
    const auto result = crossValidateInto(*folder, arguments, arguments.speech);
    if (!result)
        return arguments.speech.fail(result.error());
    if (arguments.speech.isJson())
        arguments.speech.metric(result->toJson());
    else if (arguments.json)
        printJson(result->toJson());
    else
        std::printf("%s", qUtf8Printable(result->toMarkdown()));
    arguments.speech.result(folder->filePath(QStringLiteral("crossval.json")));
    return ExitDone;
}

} // namespace

void addCrossvalVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("crossval", "Train and test once a fold; folds go by subject");
    arguments->training.addTo(*verb, true);
    verb->add_option("--folds", arguments->folds, "folds; each subject is tested in exactly one")
        ->check(CLI::Range(2, 1000))
        ->capture_default_str();
    verb->add_option("-o,--output", arguments->output, "folder for runs and results (crossval.json, crossval.md)")
        ->required();
    verb->add_flag("--json", arguments->json, "print all figures as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("A run that was stopped goes on where it was when the same command is given again.\n"
                 "Example: sdreamer crossval --manifest cohort/manifest.json --folds 5 --steps 800 -o crossval/");
    verb->callback([arguments, &run] { run = [arguments] { return runCrossval(*arguments); }; });
}

} // namespace somno::app
