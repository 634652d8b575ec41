// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <QFileInfo>
#include <memory>

#include "core/engine/teaching/finetune.h"

namespace somno::app {

namespace {

void addArguments(CLI::App &verb, sdreamer::FinetuneArguments &tuning)
{
    verb.add_option("--manifest", tuning.manifest, "recordings with labels, subjects and splits (JSON)")->required();
    verb.add_option("--model", tuning.model, "model to start from, by name or folder")->capture_default_str();
    verb.add_option("-o,--output", tuning.output, "folder of the new version; must not exist")->required();
    verb.add_option("--mode", tuning.mode,
                    "layers that learn: heads and the last block, or all; auto by the amount of labels")
        ->check(CLI::IsMember({"auto", "heads", "all"}))
        ->capture_default_str();
    verb.add_option("--config", tuning.config,
                    "training options (JSON) that replace the usual ones of a fine-tuning (train --help lists them)");
    verb.add_option("--steps", tuning.steps, "most optimisation steps")->check(CLI::PositiveNumber);
    verb.add_option("--seed", tuning.seed, "seed")->check(CLI::NonNegativeNumber);
    verb.add_option("--device", tuning.device, "where to compute")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
        ->capture_default_str();
    verb.add_option("--threads", tuning.threads, "processors to compute on (default: all)")->check(CLI::PositiveNumber);
    verb.add_option("--memory", tuning.memory,
                    "most MB of memory; what needs more ends with an error (default: no limit)")
        ->check(CLI::PositiveNumber);
    verb.add_option(
            "--replay", tuning.replay,
            "recordings mixed in so that it does not forget: none, simulated, a manifest, or auto (simulated where its "
            "first ancestor learned from simulations)")
        ->capture_default_str();
    verb.add_option("--original", tuning.original,
                    "recordings on which forgetting is judged: as --replay, never the same ones")
        ->capture_default_str();
    verb.add_option("--run", tuning.runFolder, "folder for cache and checkpoint (default: OUTPUT.run)");
    verb.add_option("--name", tuning.name, "name of the new version (default: that of the model it starts from)");
    verb.add_option("--model-version", tuning.version, "its version (default: the date)");
    verb.add_flag("--finish", tuning.finish,
                  "no further step: judge and keep the best weights of a run that was stopped");
}

} // namespace

void addFinetuneVerb(CLI::App &app, VerbRun &run)
{
    struct Arguments {
        sdreamer::FinetuneArguments tuning;
        VerbOutput speech;
    };
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("finetune", "Teach a model your own labels, and judge it on epochs held out");
    addArguments(*verb, arguments->tuning);
    arguments->speech.addProgressOption(*verb);
    verb->footer(
        "The manifest divides by subject (\"splits\") or, where labels are of few animals, by stretches of a "
        "recording\n"
        "(\"split\" and \"confirmed\" of each entry, 64 s apart). One that does neither is divided by subject from "
        "three subjects on,\n"
        "else by stretches, as the window does. What is worse on the part to choose by goes part of the way, or keeps "
        "the\n"
        "old weights, and says so. A stage that no label names is held to what the old version finds of it.\n"
        "Before and after are judged on the manifest's test part, and a model that learned from simulated mice also\n"
        "on simulated mice that no training saw: what was forgotten shows there.\n"
        "A run that was stopped goes on where it was when the same command is given again.\n"
        "Example: sdreamer finetune --manifest corrected/manifest.json --model starter -o models/mine");
    verb->callback([arguments, &run] {
        run = [arguments] {
            VerbOutput &speech = arguments->speech;
            const auto judged = sdreamer::finetune(arguments->tuning, speech.progress(),
                                                   [&](const QJsonObject &figures) { speech.liveMetric(figures); });
            if (!judged)
                return speech.fail(judged.error());
            if (!speech.isJson())
                std::fprintf(stderr, "%s\n", qPrintable(*judged));
            speech.result(QString::fromStdString(arguments->tuning.output));
            return int(ExitDone);
        };
    });
}

} // namespace somno::app
