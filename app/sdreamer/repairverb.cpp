// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <cstdio>
#include <memory>

#include "core/recordings/edf/edfrepair.h"

namespace somno::app {

namespace {

struct RepairOptions {
    std::string source;
    std::string target;
    bool mayReplace = false;
    VerbOutput output;
};

int runRepair(RepairOptions &options)
{
    const QString target = QString::fromStdString(options.target);
    const Progress progress = options.output.progress();
    const auto repair = io::repairEdf(QString::fromStdString(options.source), target, options.mayReplace, progress);
    if (!repair)
        return options.output.fail(repair.error());
    if (!options.output.isJson())
        for (const Deviation &deviation : repair->mended)
            std::fprintf(stderr, "mended: %s\n", qUtf8Printable(deviation.sentence()));
    for (const Deviation &deviation : repair->mended) {
        QJsonObject metric = deviation.toJson();
        metric.insert("name", "mended");
        options.output.metric(metric);
    }
    for (const QString &what : repair->changed)
        progress.warning(what);
    options.output.result(target);
    return ExitDone;
}

} // namespace

void addRepairVerb(CLI::App &app, VerbRun &run)
{
    auto options = std::make_shared<RepairOptions>();
    CLI::App *verb = app.add_subcommand("repair", "Write a clean EDF+ (BDF+) file of what an odd EDF (BDF) file says");
    verb->add_option("input", options->source, "the recording as it is; it is not changed")->required();
    verb->add_option("output", options->target, "file to write")->required();
    verb->add_flag("--force", options->mayReplace, "replace the output where it is there already");
    options->output.addProgressOption(*verb);
    verb->footer(
        "Every sample keeps its value; what could not be used is left out, and said. What is odd about a file:\n"
        "sdreamer info odd.edf\n"
        "Example: sdreamer repair odd.edf clean.edf");
    verb->callback([options, &run] { run = [options] { return runRepair(*options); }; });
}

} // namespace somno::app
