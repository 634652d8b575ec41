// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <memory>

#include "app/sdreamer/trainarguments.h"
#include "app/sdreamer/verboutput.h"
#include "app/sdreamer/verbs.h"
#include "core/base/folder.h"
#include "core/cohort/learnedepochs.h"
#include "core/engine/teaching/newmodel.h"
#include "core/engine/teaching/reminders.h"
#include "core/engine/training/committeetraining.h"

namespace somno::app {

namespace {

using namespace somno::sdreamer;

struct Arguments {
    std::string model;
    std::string manifest;
    std::vector<std::string> also;
    std::string output;
    std::string runFolder;
    std::string name;
    std::string version = "1.0";
    CommitteeOptions options;
    VerbOutput speech;
};

Result<ModelPackage> networkOf(const Arguments &arguments)
{
    auto package = startingModel(arguments.model, arguments.output);
    if (package && !package->network.mixHeadTrained)
        return failure(
            ErrorCode::ModelInputRefused,
            QStringLiteral("%1 learned from one signal alone, and a committee needs both.").arg(package->title()));
    return package;
}

/// Recordings that the network did not learn from: on its own it is surer than it has a right to be.
Result<std::vector<LabelledEvidence>> freshEvidence(const Network &network, const ModelPackage &package,
                                                    const std::vector<ManifestRecording> &recordings,
                                                    const QString &cacheFolder, const Progress &progress)
{
    const auto fresh = withoutLearned(recordings, package.training.learned);
    if (!fresh)
        return failure(fresh.error());
    if (fresh->touched > 0)
        progress.warning(
            QStringLiteral("The network learned from %1 of the recordings; they are left out.").arg(fresh->touched));
    return gatherEvidence(network, fresh->recordings, cacheFolder, progress);
}

/// What the committee learns from and is chosen by: of the manifest, and of those that are to be learned as well.
struct Recordings {
    std::vector<ManifestRecording> train, validation;

    void take(const Manifest &manifest)
    {
        for (const auto &[split, part] : {std::pair{Split::Train, &train}, {Split::Validation, &validation}})
            for (ManifestRecording &one : manifest.recordings(split))
                part->push_back(std::move(one));
    }
};

Result<Recordings> recordingsOf(const Arguments &arguments, const Manifest &manifest, const Progress &progress)
{
    Recordings recordings;
    recordings.take(manifest);
    for (const std::string &path : arguments.also) {
        const auto more = Manifest::load(QString::fromStdString(path), progress);
        if (!more)
            return failure(more.error());
        recordings.take(*more);
    }
    return recordings;
}

/// Notes all of them as learned, never to be judged on.
Result<> rememberLearned(ModelPackage &package, Recordings recordings)
{
    for (ManifestRecording &one : recordings.validation)
        recordings.train.push_back(std::move(one));
    auto learned = learnedFrom(recordings.train, package.training.learned);
    if (!learned)
        return failure(learned.error());
    package.training.learned = std::move(*learned);
    return {};
}

Result<> addCommittee(Arguments &arguments)
{
    const Progress progress = arguments.speech.progress();
    auto package = networkOf(arguments);
    if (!package)
        return failure(package.error());
    const auto manifest = Manifest::load(QString::fromStdString(arguments.manifest), progress);
    if (!manifest)
        return failure(manifest.error());
    warnOfIdleSubjects(*manifest, progress);
    const auto recordings = recordingsOf(arguments, *manifest, progress);
    if (!recordings)
        return failure(recordings.error());
    const auto run = makeFolder(arguments.runFolder.empty() ? arguments.output + ".run" : arguments.runFolder);
    if (!run)
        return failure(run.error());
    prepareCompute(progress);
    auto network = Network::fromPackage(*package);
    if (!network)
        return failure(network.error());
    network->setPrecision(Precision::Auto);
    const auto train = freshEvidence(*network, *package, recordings->train, run->path(), progress);
    if (!train)
        return failure(train.error());
    const auto validation = freshEvidence(*network, *package, recordings->validation, run->path(), progress);
    if (!validation)
        return failure(validation.error());
    auto committee = trainCommittee(package->network, *train, *validation, arguments.options, progress,
                                    [&](const QJsonObject &figures) { arguments.speech.liveMetric(figures); });
    if (!committee)
        return failure(committee.error());
    package->committee = std::move(*committee);
    if (auto remembered = rememberLearned(*package, *recordings); !remembered)
        return failure(remembered.error());
    const auto figures = testModel(*network, *network, Input::Both, *manifest, &package->committee, progress);
    if (!figures)
        return failure(figures.error());
    if (!arguments.name.empty())
        package->name = QString::fromStdString(arguments.name);
    package->version = QString::fromStdString(arguments.version);
    package->metrics = metricsJson(*figures);
    package->metrics.insert(QStringLiteral("committee_recordings"), qint64(train->size()));
    package->metrics.insert(
        QStringLiteral("committee_command"),
        (QStringList{QStringLiteral("sdreamer")} + QCoreApplication::arguments().mid(1)).join(QLatin1Char(' ')));
    const auto options = TrainOptions::fromJson(package->training.options);
    if (!options)
        return failure(options.error());
    package->card = modelCard(*package, *options, 0, *figures);
    return package->save(QString::fromStdString(arguments.output), WeightPrecision::Float16);
}

} // namespace

void addCommitteeVerb(CLI::App &app, VerbRun &run)
{
    auto arguments = std::make_shared<Arguments>();
    CLI::App *verb = app.add_subcommand(
        "committee", "Give a model a committee: its network, the rules and the sequence of stages decide together");
    verb->add_option("--model", arguments->model, "name or folder of the model whose network it is")->required();
    verb->add_option("--manifest", arguments->manifest,
                     "labelled recordings that the network did not learn from (JSON)")
        ->required();
    verb->add_option("--also", arguments->also,
                     "manifests of further recordings to learn from and to choose by; their test parts are not read");
    verb->add_option("-o,--output", arguments->output, "folder of the new model; must not exist")->required();
    verb->add_option("--run", arguments->runFolder, "folder where what is gathered is kept (default: OUTPUT.run)");
    verb->add_option("--name", arguments->name, "name of the new model (default: as the network's)");
    verb->add_option("--model-version", arguments->version, "its version")->capture_default_str();
    verb->add_option("--seed", arguments->options.seed, "the same seed gives the same committee")
        ->capture_default_str();
    verb->add_option("--steps", arguments->options.steps, "steps of each judge")
        ->check(CLI::Range(12, 1000000))
        ->capture_default_str();
    arguments->speech.addProgressOption(*verb);
    verb->footer("The committee reads, second by second, what each head of the network says, what the rules say, and "
                 "band powers and\n"
                 "muscle tone against their own spread in this recording; it learns how far each can be trusted. The "
                 "sequence of\n"
                 "stages that real mice have decides with it (docs/training.md).\n\n"
                 "Example: sdreamer committee --model mine --manifest others/manifest.json -o mine-with-committee");
    verb->callback([arguments, &run] {
        run = [arguments] {
            if (auto done = addCommittee(*arguments); !done)
                return arguments->speech.fail(done.error());
            arguments->speech.result(QString::fromStdString(arguments->output));
            return int(ExitDone);
        };
    });
}

} // namespace somno::app
