// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/openingarguments.h"
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"

#include <QJsonArray>
#include <cstdio>
#include <memory>

#include "core/recordings/recordingformat.h"
#include "core/signal/channelchoice.h"

namespace somno::app {

namespace {

using signal::Channel;
using signal::Recording;

const QString kStartFormat = QStringLiteral("yyyy-MM-ddTHH:mm:ss.zzz");

struct InfoOptions {
    std::string path;
    OpeningArguments opening;
    bool json = false;
    VerbOutput output;
};

QJsonValue labelOrNull(const Recording &recording, int channel)
{
    return channel < 0 ? QJsonValue() : QJsonValue(recording.channels[size_t(channel)].label);
}

std::vector<std::pair<Ticks, Ticks>> segments(const Recording &recording)
{
    std::vector<std::pair<Ticks, Ticks>> all;
    for (const signal::Segment &segment : recording.time.segments())
        all.emplace_back(segment.first, segment.last());
    return all;
}

/// What lies between the segments, and before the first.
std::vector<std::pair<Ticks, Ticks>> gaps(const Recording &recording)
{
    std::vector<std::pair<Ticks, Ticks>> all;
    Ticks end = 0;
    for (const signal::Segment &segment : recording.time.segments()) {
        if (segment.first > end)
            all.emplace_back(end, segment.first);
        end = segment.last();
    }
    return all;
}

QJsonObject channelJson(const Channel &channel)
{
    QJsonObject json{{"label", channel.label},
                     {"unit", channel.unit},
                     {"rate_hz", channel.rate.hz()},
                     {"samples", channel.sampleCount},
                     {"physical_min", channel.physicalMin},
                     {"physical_max", channel.physicalMax},
                     {"transducer", channel.transducer},
                     {"prefilter", channel.prefilter}};
    if (!channel.unusable.isEmpty())
        json.insert("unusable", channel.unusable);
    return json;
}

/// [from, to] of each, in seconds from the start.
QJsonArray stretches(std::span<const std::pair<Ticks, Ticks>> all)
{
    const auto seconds = [](Ticks ticks) { return double(ticks) / double(kTicksPerSecond); };
    QJsonArray json;
    for (const auto &[first, last] : all)
        json.append(QJsonArray{seconds(first), seconds(last)});
    return json;
}

void printInfoJson(const Recording &recording)
{
    QJsonArray channels, warnings, deviations;
    for (const Channel &channel : recording.channels)
        channels.append(channelJson(channel));
    for (const Deviation &deviation : recording.deviations) {
        warnings.append(deviation.sentence());
        deviations.append(deviation.toJson());
    }
    const io::ChannelChoice choice = io::guessChannels(recording);
    printJson({{"path", recording.path},
               {"channels", channels},
               {"start", recording.start.toString(kStartFormat)},
               {"duration_s", recording.durationSec()},
               {"segments", stretches(segments(recording))},
               {"gaps", stretches(gaps(recording))},
               {"annotations", qint64(recording.annotations.size())},
               {"eeg", labelOrNull(recording, choice.eeg)},
               {"emg", labelOrNull(recording, choice.emg)},
               {"deviations", deviations},
               {"warnings", warnings}});
}

void printInfoText(const Recording &recording)
{
    const io::ChannelChoice choice = io::guessChannels(recording);
    std::printf("%s\n", qUtf8Printable(recording.path));
    std::printf("start        %s\n", qUtf8Printable(recording.start.toString(kStartFormat)));
    std::printf("duration     %.10g s\n", recording.durationSec());
    if (const auto between = gaps(recording); !between.empty())
        std::printf("gaps         %zu, %.10g s in all\n", between.size(),
                    double(recording.time.duration() - recording.time.storedDuration()) / double(kTicksPerSecond));
    std::printf("annotations  %zu\n\n", recording.annotations.size());
    std::printf("%3s  %-16s  %-8s  %12s  %12s\n", "#", "label", "unit", "rate [Hz]", "samples");
    for (size_t i = 0; i < recording.channels.size(); ++i) {
        const Channel &channel = recording.channels[i];
        QString role = int(i) == choice.eeg ? QStringLiteral("  EEG") : QString();
        if (int(i) == choice.emg)
            role = QStringLiteral("  EMG");
        if (!channel.unusable.isEmpty())
            role = QStringLiteral("  cannot be used: ") + channel.unusable;
        std::printf("%3zu  %-16s  %-8s  %12.9g  %12lld%s\n", i + 1, qUtf8Printable(channel.label),
                    qUtf8Printable(channel.unit), channel.rate.hz(), static_cast<long long>(channel.sampleCount),
                    qUtf8Printable(role));
    }
    for (const Deviation &deviation : recording.deviations)
        std::printf("\nwarning: %s\n", qUtf8Printable(deviation.sentence()));
}

int runInfo(InfoOptions &options)
{
    const QString path = QString::fromStdString(options.path);
    const auto recording = io::openRecording(path, io::Opening::quick(path), options.opening.options());
    if (!recording)
        return options.output.fail(recording.error());
    if (options.json)
        printInfoJson(**recording);
    else
        printInfoText(**recording);
    return ExitDone;
}

} // namespace

void addInfoVerb(CLI::App &app, VerbRun &run)
{
    auto options = std::make_shared<InfoOptions>();
    CLI::App *verb
        = app.add_subcommand("info", "Show what a recording holds: channels, exact rates, start, annotations");
    verb->add_option("recording", options->path, "a recording (" + io::recordingFormatNames().toStdString() + ")")
        ->required();
    options->opening.addTo(*verb);
    verb->add_flag("--json", options->json, "print JSON");
    verb->footer("Example: sdreamer info mouse7.edf --json\n         sdreamer info mouse7.csv --rate 512");
    verb->callback([options, &run] { run = [options] { return runInfo(*options); }; });
}

} // namespace somno::app
