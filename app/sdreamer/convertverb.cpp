// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/labeloptions.h"
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <memory>

namespace somno::app {

namespace {

struct ConvertOptions {
    std::string input;
    std::string target;
    std::string targetFormat;
    bool withSource = false;
    LabelOptions labels;
    VerbOutput output;
};

int runConvert(ConvertOptions &options)
{
    const QString target = QString::fromStdString(options.target);
    const Progress progress = options.output.progress();
    const auto labels = options.labels.read(options.input, progress);
    if (!labels)
        return options.output.fail(labels.error());
    const auto start = options.labels.recordingStart();
    if (!start)
        return options.output.fail(start.error());
    io::LabelWriteOptions writing;
    writing.recordingStart = start->isValid() ? *start : labels->start;
    writing.format = QString::fromStdString(options.targetFormat);
    writing.withSource = options.withSource;
    const auto lost = io::writeLabels(target, labels->hypnogram, writing);
    if (!lost)
        return options.output.fail(lost.error());
    for (const QString &what : *lost)
        progress.warning(QStringLiteral("%1 does not hold %2.").arg(target, what));
    options.output.result(target);
    return ExitDone;
}

} // namespace

void addConvertVerb(CLI::App &app, VerbRun &run)
{
    auto options = std::make_shared<ConvertOptions>();
    CLI::App *verb
        = app.add_subcommand("convert", "Turn a label file into another format, by the ending of its name ("
                                            + io::labelWriteEndings().join(QStringLiteral(", ")).toStdString() + ")");
    verb->add_option("input", options->input, "labels to read; a recording's own EDF+ annotations will do")->required();
    verb->add_option("output", options->target, "file to write")->required();
    verb->add_option("--to", options->targetFormat, "format to write (default: by the ending of its name)");
    options->labels.addTo(*verb);
    verb->add_flag("--source", options->withSource, "CSV: add a column that says who set each epoch");
    options->output.addProgressOption(*verb);
    verb->footer("Example: sdreamer convert hypnogram.edf hypnogram.csv --epoch 4\n"
                 "         sdreamer convert night.csv night-hypnogram.edf --recording night.edf");
    verb->callback([options, &run] { run = [options] { return runConvert(*options); }; });
}

} // namespace somno::app
