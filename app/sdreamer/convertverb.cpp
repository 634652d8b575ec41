// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <memory>

#include "core/labels/labelfile.h"
#include "core/recordings/recordingfile.h"

namespace somno::app {

namespace {

struct ConvertOptions {
    std::string input;
    std::string target;
    std::string recording;
    double epochSec = 0;
    bool withSource = false;
    VerbOutput output;
};

/// Start clock of a recording or of labels that are one, too.
QDateTime startOf(const QString &path)
{
    const auto recording = io::openRecording(path);
    return recording ? (*recording)->start : QDateTime();
}

int runConvert(ConvertOptions &options)
{
    const QString input = QString::fromStdString(options.input);
    const QString target = QString::fromStdString(options.target);
    const Progress progress = options.output.progress();
    const auto labels = io::readLabels(input, {.epochSec = options.epochSec});
    if (!labels)
        return options.output.fail(labels.error());
    for (const Deviation &deviation : labels->deviations)
        progress.warning(deviation.sentence());
    io::LabelWriteOptions writing;
    if (!options.recording.empty())
        writing.recordingStart = startOf(QString::fromStdString(options.recording));
    else if (labels->format->contents & io::LabelContent::StartClock)
        writing.recordingStart = startOf(input);
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
    verb->add_option("--recording", options->recording,
                     "recording of these labels, for its start clock (a CSV has none)")
        ->check(CLI::ExistingFile);
    verb->add_option("--epoch", options->epochSec, "epoch length in seconds (default: that of the input)")
        ->check(CLI::Range(0.1, 3600.0));
    verb->add_flag("--source", options->withSource, "CSV: add a column that says who set each epoch");
    options->output.addProgressOption(*verb);
    verb->footer("Example: sdreamer convert hypnogram.edf hypnogram.csv --epoch 4\n"
                 "         sdreamer convert night.csv night-hypnogram.edf --recording night.edf");
    verb->callback([options, &run] { run = [options] { return runConvert(*options); }; });
}

} // namespace somno::app
