// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <memory>
#include <utility>

#include "app/sdreamer/trainarguments.h"
#include "core/base/folder.h"
#include "core/engine/judging/modelcard.h"
#include "core/engine/teaching/newmodel.h"
#include "core/engine/training/trainer.h"
#include "core/model/modelpackage.h"

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

Result<> trainAndSave(const Arguments &arguments, VerbOutput &speech)
{
    const Progress progress = speech.progress();
    const QString output = QString::fromStdString(arguments.output);
    if (QFileInfo::exists(output))
        return failure(ErrorCode::FileNotWritable,
                       QStringLiteral("%1 exists; a model version is never overwritten.").arg(output),
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
    const QString runFolder
        = arguments.runFolder.empty() ? output + QStringLiteral(".run") : QString::fromStdString(arguments.runFolder);
    if (auto made = makeFolder(runFolder.toStdString()); !made)
        return failure(made.error());
    const auto outcome = train(manifest, options, {runFolder, {}, device}, progress,
                               [&](const QJsonObject &figures) { speech.liveMetric(figures); });
    if (!outcome)
        return failure(outcome.error());
    auto package = describeModel(manifest, *outcome, options);
    if (!package)
        return failure(package.error());
    package->name = QString::fromStdString(arguments.name);
    package->version = QString::fromStdString(arguments.version);
    const WeightPrecision precision = arguments.float32 ? WeightPrecision::Float32 : WeightPrecision::Float16;
    const UntestedModel untested(QDir(runFolder).filePath(QStringLiteral("candidate")));
    const auto network = storeUntested(*package, untested.path, precision);
    if (!network)
        return failure(network.error());
    const auto figures = testModel(*network, outcome->network, options.input, manifest, nullptr, progress);
    if (!figures)
        return failure(figures.error());
    takeTemperatures(*package, *figures);
    package->metrics = metricsJson(*figures);
    package->card = modelCard(*package, options, outcome->seconds, *figures);
    return package->save(output, precision);
}

/// The options of a file as they are where it leaves them out, in lines.
std::string usualOptions()
{
    constexpr qsizetype kColumns = 110;
    QString text, line;
    for (const QString &part :
         QString::fromUtf8(QJsonDocument(TrainOptions().toJson()).toJson(QJsonDocument::Compact)).split(u',')) {
        if (line.size() + part.size() > kColumns)
            text += std::exchange(line, QString()) + u'\n';
        line += part + u',';
    }
    return (text + line.chopped(1)).toStdString();
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
                 "Example: sdreamer train --manifest cohort/manifest.json --steps 1200 --seed 1 -o models/mine\n\n"
                 "What --config may hold, with the values of what it leaves out (docs/training.md):\n"
                 + usualOptions());
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
