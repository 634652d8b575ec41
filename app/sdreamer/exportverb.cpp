// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <QJsonArray>
#include <memory>

#include "core/engine/checkpoints/checkpoint.h"
#include "core/model/modellibrary.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    std::string model;
    std::string output;
    bool json = false;
    VerbOutput speech;
};

int runExport(Arguments &arguments)
{
    QJsonArray warnings;
    Progress progress = arguments.speech.progress();
    progress.warn = [&warnings, tell = progress.warn](const QString &message) {
        warnings.append(message);
        tell(message);
    };
    const QString output = QString::fromStdString(arguments.output);
    const auto folder = findModel(QString::fromStdString(arguments.model));
    if (!folder)
        return arguments.speech.fail(folder.error());
    const auto package = ModelPackage::load(*folder);
    if (!package)
        return arguments.speech.fail(package.error());
    if (auto written = exportCheckpoint(*package, output, progress); !written)
        return arguments.speech.fail(written.error());
    if (arguments.json)
        printJson({{"path", output},
                   {"model", package->title()},
                   {"architecture", package->network.toJson()},
                   {"tensors", qint64(package->weights.size())},
                   {"warnings", warnings}});
    else
        arguments.speech.result(output);
    return ExitDone;
}

} // namespace

void addExportVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand(
        "export", "Write a model's weights as a state dictionary that PyTorch's torch.load() opens");
    verb->add_option("model", arguments->model, "name of an installed model, or its folder")->required();
    verb->add_option("-o,--output", arguments->output, "file to write, .pt; an existing one is never changed")
        ->required();
    verb->add_flag("--json", arguments->json, "print what was written as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("Example: sdreamer export starter -o starter.pt");
    verb->callback([arguments, &run] { run = [arguments] { return runExport(*arguments); }; });
}

} // namespace somno::app
