// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verb.h"

#include <QDir>
#include <QJsonDocument>
#include <memory>

#include "sdreamer/compute.h"
#include "sdreamer/crossvalidation.h"
#include "trainarguments.h"

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

Result<CrossValidation> crossValidateManifest(const Arguments &arguments, const QDir &folder, VerbOutput &speech)
{
    const Progress progress = speech.progress();
    const auto options = arguments.training.options();
    if (!options)
        return failure(options.error());
    const auto manifest = Manifest::load(QString::fromStdString(arguments.training.manifest), options->seed);
    if (!manifest)
        return failure(manifest.error());
    const auto device = chooseDevice(QString::fromStdString(arguments.training.device));
    if (!device)
        return failure(device.error());
    prepareCompute(progress);
    return crossValidate(*manifest, *options, arguments.folds, {folder.path(), {}, *device}, progress,
                         [&](const QJsonObject &figures) { speech.metric(figures); });
}

int runCrossval(Arguments &arguments)
{
    const QDir folder(QString::fromStdString(arguments.output));
    if (!QDir().mkpath(folder.path()))
        return arguments.speech.fail({ErrorCode::FileNotWritable, QStringLiteral("The folder %1 cannot be made.").arg(folder.path()),
                                      QStringLiteral("Check its parent's permissions, or whether a file has that name.")});
    const auto result = crossValidateManifest(arguments, folder, arguments.speech);
    if (!result)
        return arguments.speech.fail(result.error());
    const QString json = folder.filePath(QStringLiteral("crossval.json"));
    const QString table = folder.filePath(QStringLiteral("crossval.md"));
    for (const auto &[path, text] : {std::pair{json, QJsonDocument(result->toJson()).toJson()}, std::pair{table, result->toMarkdown().toUtf8()}})
        if (auto written = writeTextFile(path, text); !written)
            return arguments.speech.fail(written.error());
    if (arguments.json)
        printJson(result->toJson());
    else if (!arguments.speech.isJson())
        std::printf("%s", qUtf8Printable(result->toMarkdown()));
    arguments.speech.result(json);
    return ExitDone;
}

} // namespace

void addCrossvalVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("crossval", "Train and test once a fold; folds go by subject");
    arguments->training.addTo(*verb, true);
    verb->add_option("--folds", arguments->folds, "folds; each subject is tested in exactly one")->check(CLI::Range(2, 1000))->capture_default_str();
    verb->add_option("-o,--output", arguments->output, "folder for runs and results (crossval.json, crossval.md)")->required();
    verb->add_flag("--json", arguments->json, "print all figures as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("A run that was stopped goes on where it was when the same command is given again.\n"
                 "Example: sdreamer crossval --manifest cohort/manifest.json --folds 5 --steps 800 -o crossval/");
    verb->callback([arguments, &run] { run = [arguments] { return runCrossval(*arguments); }; });
}

} // namespace somno::app
