// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/exitstatus.h"
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <QJsonArray>
#include <cstdio>
#include <memory>

#include "core/labels/labelformat.h"
#include "core/recordings/recordingformat.h"
#include "core/scoring/stageset.h"

namespace somno::app {

namespace {

/// Which words and numbers mean what, of a format with codes of its own: "1 REM, 2 Wake".
QString codesText(const io::LabelFormat &format)
{
    QStringList codes;
    for (auto code = format.codes.cbegin(); code != format.codes.cend(); ++code)
        codes << QStringLiteral("%1 %2").arg(code.key(), *code == scoring::Stage::Unscored ? QStringLiteral("unscored")
                                                                                           : scoring::stageName(*code));
    codes.sort();
    return codes.join(QStringLiteral(", "));
}

void printText()
{
    std::printf("recordings\n");
    for (const io::RecordingFormat *format : io::recordingFormats())
        std::printf("  %-16s %-36s %s\n", qUtf8Printable(format->id), qUtf8Printable(format->name),
                    qUtf8Printable(endings(format->suffixes)));
    std::printf("labels (r: read, w: written)\n");
    for (const io::LabelFormat *format : io::labelFormats()) {
        std::printf("  %-16s %-36s %c%c %s\n", qUtf8Printable(format->id), qUtf8Printable(format->name),
                    format->canRead() ? 'r' : '-', format->canWrite() ? 'w' : '-',
                    qUtf8Printable(endings(format->suffixes)));
        if (!format->codes.isEmpty())
            std::printf("  %-16s codes: %s\n", "", qUtf8Printable(codesText(*format)));
    }
}

QJsonObject toJson()
{
    QJsonArray recordings;
    for (const io::RecordingFormat *format : io::recordingFormats())
        recordings.append(QJsonObject{
            {"id", format->id}, {"name", format->name}, {"endings", QJsonArray::fromStringList(format->suffixes)}});
    QJsonArray labels;
    for (const io::LabelFormat *format : io::labelFormats())
        labels.append(QJsonObject{{"id", format->id},
                                  {"name", format->name},
                                  {"endings", QJsonArray::fromStringList(format->suffixes)},
                                  {"reads", format->canRead()},
                                  {"writes", format->canWrite()},
                                  {"codes", codesText(*format)}});
    return {{"recordings", recordings}, {"labels", labels}};
}

} // namespace

void addFormatsVerb(CLI::App &app, VerbRun &run)
{
    auto json = std::make_shared<bool>(false);
    CLI::App *verb = app.add_subcommand("formats", "List the formats of recordings and labels");
    verb->add_flag("--json", *json, "print JSON");
    verb->footer("The first column is what --format and --to of other verbs take.\n\n"
                 "Example: sdreamer formats");
    verb->callback([json, &run] {
        run = [json] {
            *json ? printJson(toJson()) : printText();
            return int(ExitDone);
        };
    });
}

} // namespace somno::app
