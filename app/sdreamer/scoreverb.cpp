// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>

#include "app/sdreamer/loadmodel.h"
#include "app/sdreamer/openingarguments.h"
#include "app/sdreamer/scoretargets.h"
#include "app/sdreamer/strictness.h"
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"
#include "core/engine/decision/doubts.h"
#include "core/engine/decision/rules.h"
#include "core/engine/decision/scorer.h"
#include "core/engine/decision/vote.h"
#include "core/engine/network/compute.h"
#include "core/labels/labelfile.h"
#include "core/model/modellibrary.h"
#include "core/recordings/recordingformat.h"
#include "core/scoring/statistics.h"
#include "core/signal/channelchoice.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct ScoreArguments {
    std::vector<std::string> recordings;
    std::string eeg;
    std::string emg;
    OpeningArguments opening;
    std::string input = "both";
    std::string model = kDefaultModel.toStdString();
    double epochSec = 1;
    int views = 0; // as usual
    std::string device = "auto";
    std::string precision = "auto";
    std::string output;
    std::string format = "csv";
    bool alone = false;
    bool strict = false;
    bool json = false;
    VerbOutput speech;
};

/// A model and how it is asked.
struct Model {
    LoadedModel loaded;
    ScoreOptions options;
    bool alone = false; ///< without its committee

    [[nodiscard]] ScoreOptions asked() const
    {
        ScoreOptions all = options;
        all.committee = alone ? nullptr : &loaded.committee;
        return all;
    }
};

/// One scored recording, for the summary.
struct Scored {
    ScoreTarget target;
    QString eeg;
    QString emg;
    double durationSec = 0;
    double readSec = 0;
    double prepareSec = 0;
    double networkSec = 0;
    double writeSec = 0;
    double meanConfidence = 0; ///< NaN when nothing is scored
    QStringList doubts = {};   ///< what speaks against trusting it
    scoring::SleepStatistics statistics;

    [[nodiscard]] double realTimeFactor() const { return durationSec / (readSec + prepareSec + networkSec + writeSec); }
};

Result<Model> prepareModel(const ScoreArguments &arguments, const Progress &progress)
{
    ScoreOptions options;
    options.input = inputFromName(QString::fromStdString(arguments.input)).value_or(Input::Both);
    options.epochSec = arguments.epochSec;
    options.views = arguments.views;
    const Precision precision
        = precisionFromName(QString::fromStdString(arguments.precision)).value_or(Precision::Auto);
    auto loaded = loadModel(QString::fromStdString(arguments.model), options.input,
                            QString::fromStdString(arguments.device), precision, progress);
    if (!loaded)
        return failure(loaded.error());
    if (loaded->simulated)
        progress.warning(
            QStringLiteral("The model %1 learned from simulated recordings only: check its labels, the uncertain "
                           "ones first, before you rely on them.")
                .arg(loaded->title));
    options.temperature = loaded->temperature;
    if (loaded->device != QLatin1String("cpu"))
        options.threads = 1;
    Model model{std::move(*loaded), options, arguments.alone};
    return model;
}

/// Seconds since the last call.
double lap(QElapsedTimer &timer)
{
    const double seconds = double(timer.nsecsElapsed()) * 1e-9;
    timer.restart();
    return seconds;
}

/// One choice for each EEG channel: `--eeg A,B` names two, unless a channel is called that.
Result<std::vector<io::ChannelChoice>> neededChannels(const ScoreArguments &arguments, const Model &model,
                                                      const signal::Recording &recording)
{
    const QString all = QString::fromStdString(arguments.eeg);
    QStringList labels{all};
    if (recording.channelIndex(all) < 0 && model.options.input != Input::Emg)
        labels = all.split(QLatin1Char(','));
    std::vector<io::ChannelChoice> choices;
    for (const QString &label : labels) {
        const auto choice = io::chooseChannels(recording, label.trimmed(), QString::fromStdString(arguments.emg));
        if (!choice)
            return failure(choice.error());
        auto needed
            = channelsFor(recording, *choice, model.loaded.network ? model.loaded.network->config() : NetworkConfig(),
                          model.options.input);
        if (!needed)
            return failure(needed.error());
        if (std::ranges::none_of(choices, [&](const io::ChannelChoice &other) { return other.eeg == needed->eeg; }))
            choices.push_back(*needed);
    }
    return choices;
}

Result<> writeScoring(const ScoreTarget &target, const scoring::Hypnogram &hypnogram, const QDateTime &start,
                      const Progress &progress)
{
    const auto losses = io::writeLabels(target.output, hypnogram, {.recordingStart = start, .format = target.format});
    if (!losses)
        return failure(losses.error());
    for (const QString &loss : *losses)
        progress.warning(QStringLiteral("%1 does not hold %2.").arg(target.output, loss));
    return {};
}

/// What the model says from one pair of channels; the time goes into `scored`, and so do the doubts.
Result<ChannelOpinion> propose(const Model &model, const signal::Recording &recording, const io::ChannelChoice &choice,
                               Scored &scored, const Progress &progress)
{
    const QString name = choice.eeg < 0 ? QString() : recording.channels[size_t(choice.eeg)].label;
    QElapsedTimer timer;
    timer.start();
    if (!model.loaded.network) {
        auto proposal = scoreByRules(recording, choice, model.options.epochSec, progress);
        scored.networkSec += lap(timer);
        if (!proposal)
            return failure(proposal.error());
        return ChannelOpinion{name, std::move(*proposal)};
    }
    const ScoreOptions options = model.asked();
    const auto prepared = prepareRecording(recording, choice, model.loaded.network->config().normalisation, progress,
                                           options.asksCommittee());
    if (!prepared)
        return failure(prepared.error());
    for (const QString &warning : prepared->warnings)
        progress.warning(warning);
    scored.prepareSec += lap(timer);
    auto decision = decidePrepared(*prepared, *model.loaded.network, options, progress);
    scored.networkSec += lap(timer);
    if (!decision)
        return failure(decision.error());
    scored.doubts = decision->doubts;
    return ChannelOpinion{name, std::move(decision->proposal),
                          options.asksCommittee() && choice.eeg >= 0 && showsNoSleep(prepared->features)};
}

/// From one pair of channels, or the vote of several EEG channels.
Result<scoring::Proposal> proposeFromAll(const Model &model, const signal::Recording &recording,
                                         const std::vector<io::ChannelChoice> &choices, Scored &scored,
                                         const Progress &progress)
{
    std::vector<ChannelOpinion> opinions;
    QStringList doubts;
    for (const io::ChannelChoice &choice : choices) {
        auto opinion = propose(model, recording, choice, scored, progress);
        if (!opinion)
            return failure(opinion.error());
        opinions.push_back(std::move(*opinion));
        if (choices.size() > 1 && !opinions.back().isBroken) // of a broken one the vote will speak
            for (const QString &doubt : scored.doubts)
                doubts << QStringLiteral("From the EEG channel \"%1\": %2").arg(opinions.back().channel, doubt);
    }
    if (opinions.size() == 1)
        return std::move(opinions.front().proposal);
    Vote vote = voteOf(opinions);
    scored.doubts = vote.remarks + doubts;
    return std::move(vote.proposal);
}

/// Of the epochs that stay unscored, and why.
void warnOfSilence(const signal::Recording &recording, const scoring::Proposal &proposal, const Progress &progress)
{
    const QString name = QFileInfo(recording.path).fileName();
    const EpochIndex broken = recording.time.brokenEpochs(toTicks(proposal.epochSec));
    EpochIndex silent = -broken;
    for (EpochIndex i = 0; i < proposal.size(); ++i)
        silent += proposal.stage(i) == scoring::Stage::Unscored ? 1 : 0;
    if (broken > 0)
        progress.warning(QStringLiteral("%1: it has gaps; %2 of %3 epochs touch one and stay unscored.")
                             .arg(name)
                             .arg(broken)
                             .arg(proposal.size()));
    if (silent > 0 && silent < proposal.size() - broken) // of a recording without any signal it has been said
        progress.warning(
            QStringLiteral(
                "%1: %2 of %3 epochs stay unscored, because no signal changes there. Check the electrodes, or "
                "whether the file kept enough digital steps.")
                .arg(name)
                .arg(silent)
                .arg(proposal.size()));
}

/// Reads only the channels that the model needs, and of these never more than a few windows at a time.
Result<Scored> scoreOne(const ScoreArguments &arguments, const Model &model, const ScoreTarget &target,
                        const Progress &progress)
{
    Scored scored{.target = target};
    QElapsedTimer timer;
    timer.start();
    const auto recording = io::openRecording(target.recording, {.progress = progress}, arguments.opening.options());
    if (!recording)
        return failure(recording.error());
    const auto choices = neededChannels(arguments, model, **recording);
    if (!choices)
        return failure(choices.error());
    const QString name = QFileInfo(target.recording).fileName();
    if (auto taken = takeDeviations(name, (*recording)->deviations, arguments.strict, progress); !taken)
        return failure(taken.error());
    scored.readSec = lap(timer);
    const auto label = [&](int index) { return index < 0 ? QString() : (*recording)->channels[size_t(index)].label; };
    QStringList eeg;
    for (const io::ChannelChoice &choice : *choices)
        eeg << label(choice.eeg);
    scored.eeg = eeg.join(QStringLiteral(", "));
    scored.emg = label(choices->front().emg);
    scored.durationSec = (*recording)->durationSec();
    const QDateTime start = (*recording)->start;

    auto proposal = proposeFromAll(model, **recording, *choices, scored, progress);
    if (!proposal)
        return failure(proposal.error());
    warnOfSilence(**recording, *proposal, progress);
    for (const QString &doubt : scored.doubts)
        progress.warning(name + QStringLiteral(": ") + doubt);
    proposal->modelVersion = model.loaded.title;
    const auto hypnogram = scoring::Hypnogram::fromProposal(*proposal);
    timer.restart();
    if (auto written = writeScoring(target, hypnogram, start, progress); !written)
        return failure(written.error());
    scored.writeSec = lap(timer);
    scored.meanConfidence = proposal->meanConfidence();
    scored.statistics = scoring::sleepStatistics(hypnogram);
    return scored;
}

QJsonObject toJson(const Scored &scored)
{
    const QJsonObject statistics = scored.statistics.toJson();
    return {{"recording", scored.target.recording},
            {"output", scored.target.output},
            {"eeg", scored.eeg},
            {"emg", scored.emg},
            {"duration_s", scored.durationSec},
            {"stages", statistics["stages"]},
            {"unscored_s", statistics["unscored_s"]},
            {"doubts", QJsonArray::fromStringList(scored.doubts)},
            {"mean_confidence", std::isnan(scored.meanConfidence) ? QJsonValue() : QJsonValue(scored.meanConfidence)},
            {"seconds", QJsonObject{{"read", scored.readSec},
                                    {"prepare", scored.prepareSec},
                                    {"network", scored.networkSec},
                                    {"write", scored.writeSec}}},
            {"real_time_factor", scored.realTimeFactor()}};
}

void printSummary(const Scored &scored, const LoadedModel &model)
{
    const double totalSec = scored.readSec + scored.prepareSec + scored.networkSec + scored.writeSec;
    std::printf("%s\n", qUtf8Printable(scored.target.recording));
    std::printf("  model            %s on %s, EEG \"%s\", EMG \"%s\"\n", qUtf8Printable(model.title),
                qUtf8Printable(model.device), qUtf8Printable(scored.eeg), qUtf8Printable(scored.emg));
    for (const scoring::StageStatistics &s : scored.statistics.stages)
        std::printf("  %-16s %9.0f s  %5.1f %%\n", qUtf8Printable(s.name), s.totalSec, s.percentOfScored);
    std::printf("  %-16s %9.0f s\n", "unscored", scored.statistics.unscoredSec);
    if (!std::isnan(scored.meanConfidence))
        std::printf("  mean confidence  %9.3f\n", scored.meanConfidence);
    std::printf("  computed in      %9.1f s  (read %.1f, prepare %.1f, network %.1f, write %.1f)\n", totalSec,
                scored.readSec, scored.prepareSec, scored.networkSec, scored.writeSec);
    std::printf("  real-time factor %9.0f\n", scored.realTimeFactor());
}

/// The error, its message naming the recording also where the failure was met far from the file.
Error naming(Error error, const QString &recording)
{
    const QString name = QFileInfo(recording).fileName();
    if (error.code != ErrorCode::Cancelled && !error.message.contains(name))
        error.message.prepend(name + QStringLiteral(": "));
    return error;
}

int scoreAll(ScoreArguments &arguments, const Model &model, const std::vector<ScoreTarget> &targets,
             const QJsonArray &warnings, const Progress &progress)
{
    QJsonArray recordings;
    QJsonArray failed;
    for (const ScoreTarget &target : targets) {
        const auto scored = scoreOne(arguments, model, target, progress);
        if (!scored) {
            const Error error = naming(scored.error(), target.recording);
            const int status = arguments.speech.fail(error);
            if (status == ExitCancelled)
                return status;
            failed.append(
                QJsonObject{{"recording", target.recording}, {"message", error.message}, {"detail", error.detail}});
            continue;
        }
        QJsonObject summary = toJson(*scored);
        summary.insert(QStringLiteral("model"), model.loaded.title);
        arguments.speech.metric(summary);
        arguments.speech.result(target.output);
        recordings.append(summary);
        if (!arguments.json && !arguments.speech.isJson())
            printSummary(*scored, model.loaded);
    }
    if (arguments.json && !arguments.speech.isJson())
        printJson({{"model", model.loaded.title},
                   {"device", model.loaded.device},
                   {"precision", model.loaded.precision},
                   {"views", model.asked().viewsAsked()},
                   {"recordings", recordings},
                   {"failed", failed},
                   {"warnings", warnings}});
    if (failed.size() > 0 && targets.size() > 1)
        std::fprintf(stderr, "%d of %d recordings could not be scored\n", int(failed.size()), int(targets.size()));
    return failed.isEmpty() ? ExitDone : ExitFailed;
}

int runScore(ScoreArguments &arguments)
{
    Progress progress = arguments.speech.progress();
    QJsonArray warnings; // for the summary; each is also told at once
    progress.warn = [&warnings, tell = progress.warn](const QString &message) {
        warnings.append(message);
        tell(message);
    };
    QStringList recordings;
    for (const std::string &recording : arguments.recordings)
        recordings << QString::fromStdString(recording);
    const auto targets
        = scoreTargets(recordings, QString::fromStdString(arguments.output), QString::fromStdString(arguments.format));
    if (!targets) {
        const int status = arguments.speech.fail(targets.error());
        return targets.error().code == ErrorCode::InvalidArgument ? int(ExitBadArguments) : status;
    }
    const auto model = prepareModel(arguments, progress);
    if (!model)
        return arguments.speech.fail(model.error());
    return scoreAll(arguments, *model, *targets, warnings, progress);
}

} // namespace

void addScoreVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<ScoreArguments>();
    CLI::App *verb = app.add_subcommand("score", "Score recordings with a model");
    verb->add_option("REC", arguments->recordings, "recordings (" + io::recordingFormatNames().toStdString() + ")")
        ->required();
    verb->add_option("-o,--output", arguments->output,
                     "the scoring (" + io::labelWriteEndings().join(QStringLiteral(", ")).toStdString()
                         + "); a folder for several recordings")
        ->required();
    std::vector<std::string> formats;
    for (const io::LabelFormat *format : io::writableLabelFormats())
        formats.push_back(format->id.toStdString());
    verb->add_option("--format", arguments->format, "in a folder: " + writtenFormats().toStdString() + " (default csv)")
        ->check(CLI::IsMember(formats));
    verb->add_option("--eeg", arguments->eeg,
                     "label of the EEG channel, or #N for the N-th channel (default: guessed); several with\ncommas "
                     "between them are scored each, and vote by how sure they are");
    verb->add_option("--emg", arguments->emg,
                     "label of the EMG channel, or #N for the N-th channel (default: guessed)");
    arguments->opening.addTo(*verb);
    verb->add_option("--input", arguments->input, "signals that the model may use: both, eeg or emg (default both)")
        ->check(CLI::IsMember({"both", "eeg", "emg"}));
    verb->add_option("--model", arguments->model,
                     "name of a model, its folder, or rules: thresholds on EMG and theta\nover delta, no training "
                     "(default starter)");
    verb->add_option("--epoch", arguments->epochSec, "epoch in whole seconds, 1 to 60 (default 1)")
        ->check([](const std::string &text) -> std::string {
            const double seconds = QString::fromStdString(text).toDouble();
            const bool fits = seconds >= 1 && seconds <= 60 && seconds == std::floor(seconds);
            return fits ? "" : "must be whole seconds from 1 to 60, because stages are decided second by second";
        });
    verb->add_option("--views", arguments->views,
                     "overlapping windows (of 64 epochs in the starter) within which each epoch is\n"
                     "judged: 1, as published and fastest, 2, 4 or 8, averaged, more accurate\n"
                     "(default 2 with a committee, 4 without)")
        ->check(CLI::IsMember({1, 2, 4, 8}));
    verb->add_option("--precision", arguments->precision,
                     "of the large products: float32, bfloat16, or auto, which is "
                     "bfloat16 on processors made for it")
        ->check(CLI::IsMember({"auto", "float32", "bfloat16"}))
        ->capture_default_str();
    verb->add_option("--device", arguments->device, "auto, cpu or cuda (default auto)")
        ->check(CLI::IsMember({"auto", "cpu", "cuda"}));
    verb->add_flag("--network-alone", arguments->alone,
                   "leave out the model's committee: what its network says by itself");
    addStrictOption(*verb, arguments->strict);
    verb->add_flag("--json", arguments->json, "print the summary as JSON");
    arguments->speech.addProgressOption(*verb);
    verb->footer("Examples:\n  sdreamer score night.edf --eeg EEG1 --emg EMG -o night.csv\n"
                 "  sdreamer score monday.edf tuesday.edf --format edf -o scored");
    verb->callback([arguments, &run] { run = [arguments] { return runScore(*arguments); }; });
}

} // namespace somno::app
