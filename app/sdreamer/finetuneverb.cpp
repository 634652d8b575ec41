// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verb.h"

#include <QFileInfo>
#include <memory>

#include "app/sdreamer/finetune.h"

namespace somno::app {

void addFinetuneVerb(CLI::App &app, VerbRun &run)
{
    struct Arguments {
        FinetuneArguments tuning;
        VerbOutput speech;
    };
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand("finetune", "Teach a model your own labels, and judge it on epochs held out");
    arguments->tuning.addTo(*verb);
    arguments->speech.addProgressOption(*verb);
    verb->footer("The manifest divides by subject (\"splits\") or, where labels are of few animals, by stretches of a recording\n"
                 "(\"split\" and \"confirmed\" of each entry, 64 s apart). One that does neither is divided by subject from three subjects on,\n"
                 "else by stretches, as the window does. What is worse on the part to choose by goes part of the way, or keeps the\n"
                 "old weights, and says so. A stage that no label names is held to what the old version finds of it.\n"
                 "Before and after are judged on the manifest's test part, and a model that learned from simulated mice also\n"
                 "on simulated mice that no training saw: what was forgotten shows there.\n"
                 "A run that was stopped goes on where it was when the same command is given again.\n"
                 "Example: sdreamer finetune --manifest corrected/manifest.json --model starter -o models/mine");
    verb->callback([arguments, &run] {
        run = [arguments] {
            VerbOutput &speech = arguments->speech;
            const auto judged = finetune(arguments->tuning, speech.progress(), [&](const QJsonObject &figures) { speech.liveMetric(figures); });
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
