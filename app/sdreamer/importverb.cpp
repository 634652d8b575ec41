// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <QCoreApplication>
#include <QDir>
#include <QJsonArray>
#include <algorithm>
#include <memory>

#include "core/engine/checkpoints/checkpoint.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    std::string file;
    std::string output;
    std::string name;
    int heads = 8;
    std::vector<std::string> headsTrained;
    std::string normalisation = "zscore-recording";
    bool json = false;
    VerbOutput speech;
};

ImportOptions optionsFor(const Arguments &arguments)
{
    ImportOptions options;
    options.name = QString::fromStdString(arguments.name);
    options.heads = arguments.heads;
    options.eegTrained = std::ranges::find(arguments.headsTrained, "eeg") != arguments.headsTrained.end();
    options.emgTrained = std::ranges::find(arguments.headsTrained, "emg") != arguments.headsTrained.end();
    options.normalisation
        = normalisationFromName(QString::fromStdString(arguments.normalisation)).value_or(options.normalisation);
    options.command = QStringList(QStringList{QStringLiteral("sdreamer")} + QCoreApplication::arguments().mid(1))
                          .join(QLatin1Char(' '));
    return options;
}

void printImport(const ModelPackage &package, const QString &output, const QJsonArray &warnings)
{
    qint64 parameters = 0;
    for (const auto &[name, tensor] : package.weights)
        parameters += qint64(tensor.values.size());
    const NetworkConfig &network = package.network;
    printJson({{"path", output},
               {"name", package.name},
               {"version", package.version},
               {"architecture", network.toJson()},
               {"tensors", qint64(package.weights.size())},
               {"parameters", parameters},
               {"heads_trained",
                QJsonObject{{"mix", true}, {"eeg", network.eegHeadTrained}, {"emg", network.emgHeadTrained}}},
               {"data_digest", package.training.dataDigest},
               {"warnings", warnings}});
}

int runImport(Arguments &arguments)
{
    QJsonArray warnings;
    Progress progress = arguments.speech.progress();
    progress.warn = [&warnings, tell = progress.warn](const QString &message) {
        warnings.append(message);
        tell(message);
    };
    const QString output = QDir::cleanPath(QString::fromStdString(arguments.output));
    const auto package = importCheckpoint(QString::fromStdString(arguments.file), optionsFor(arguments), progress);
    if (!package)
        return arguments.speech.fail(package.error());
    if (auto saved = package->save(output, WeightPrecision::Float32); !saved)
        return arguments.speech.fail(saved.error());
    if (arguments.json)
        printImport(*package, output, warnings);
    else
        arguments.speech.result(output);
    return ExitDone;
}

} // namespace

void addImportVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand(
        "import", "Make a model of a published PyTorch checkpoint, without executing anything in it");
    verb->add_option("file", arguments->file, "checkpoint of sDREAMER: .pt or .pth.tar")->required();
    verb->add_option("-o,--output", arguments->output, "folder of the new model; an existing one is never changed")
        ->required();
    verb->add_option("--name", arguments->name, "name of the model (the file's)");
    verb->add_option("--heads", arguments->heads, "attention heads that it was trained with; the file does not say")
        ->capture_default_str();
    verb->add_option("--heads-trained", arguments->headsTrained,
                     "single-channel heads that are known to be trained: eeg, emg or eeg,emg (without it, only where "
                     "the name of "
                     "the file or its folder carries a distillation scale above 0)")
        ->delimiter(',')
        ->check(CLI::IsMember({"eeg", "emg"}));
    verb->add_option("--normalisation", arguments->normalisation,
                     "how the signals that it was trained on were normalised")
        ->check(CLI::IsMember({"zscore-recording", "robust-recording", "running-emg", "equalised"}))
        ->capture_default_str();
    verb->add_flag("--json", arguments->json, "print what was imported as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("Example: sdreamer import model_best.pth.tar -o models/published --name published");
    verb->callback([arguments, &run] { run = [arguments] { return runImport(*arguments); }; });
}

} // namespace somno::app
