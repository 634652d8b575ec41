// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/teaching/finetuneplan.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <map>

#include "core/base/folder.h"
#include "core/cohort/dividedbystretches.h"
#include "core/cohort/labelledrecording.h"
#include "core/cohort/learnedepochs.h"
#include "core/cohort/manifest.h"
#include "core/engine/network/compute.h"
#include "core/engine/teaching/newmodel.h"
#include "core/engine/teaching/reminders.h"
#include "core/engine/training/optionsfile.h"
#include "core/engine/training/tuneoptions.h"
#include "core/model/modellibrary.h"
#include "core/scoring/learnedclass.h"
#include "core/scoring/stageset.h"

namespace somno::sdreamer {

namespace {

/// Labelled minutes from which all layers learn: of less, the heads and the last block (docs/fine-tuning.md).
constexpr double kAllLayersFromMinutes = 15;

using StageCounts = std::map<scoring::Stage, qint64>;

/// Labelled seconds of each class of the model in one part of the manifest; also that channels and labels are there
/// before anything starts.
Result<StageCounts> countStages(const std::vector<ManifestRecording> &recordings, const ModelPackage &base,
                                const Progress &progress)
{
    const std::vector<scoring::Stage> &classes = base.network.classes;
    StageCounts counts;
    for (const ManifestRecording &recording : recordings) {
        const auto opened = openLabelled(recording, progress);
        if (!opened)
            return failure(opened.error());
        for (const scoring::Stage stage : opened->labels.stages())
            if (const int index = scoring::classIndex(stage, classes); index >= 0)
                ++counts[classes[size_t(index)]];
    }
    return counts;
}

qint64 total(const StageCounts &counts)
{
    qint64 sum = 0;
    for (const auto &[stage, count] : counts)
        sum += count;
    return sum;
}

/// The labelled minutes to learn from, or why they do not suffice.
Result<double> labelledMinutes(const Manifest &manifest, const ModelPackage &base, const Progress &progress)
{
    constexpr const char *kParts[] = {"to learn from", "to choose the best weights by", "to judge by"};
    double minutes = 0;
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        Progress told = progress; // the training itself warns of its own parts
        if (split != Split::Test)
            told.warn = nullptr;
        const auto counts = countStages(manifest.recordings(split), base, told);
        if (!counts)
            return failure(counts.error());
        const qint64 epochs = total(*counts);
        if (epochs < (split == Split::Train ? kLeastTuneEpochs : 1))
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("There are %1 labelled epochs %2.").arg(epochs).arg(QLatin1String(kParts[int(split)])),
                QStringLiteral(
                    "A fine-tuning needs at least %1 to learn from, and others for validation and test. Confirm or "
                    "correct more epochs.")
                    .arg(kLeastTuneEpochs));
        if (split == Split::Train && counts->size() == 1)
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("All labelled epochs to learn from are %1.")
                    .arg(scoring::stageName(counts->begin()->first)),
                QStringLiteral("A model taught one stage alone calls everything that. Label at least two stages."));
        if (split == Split::Train)
            minutes = double(epochs) / 60;
    }
    return minutes;
}

/// The recordings that an argument means: none, those of a manifest, or simulated ones, made in `folder`.
template <class Simulate>
Result<std::vector<ManifestRecording>> furtherRecordings(const std::string &argument, const ModelPackage &base,
                                                         const QString &folder, Simulate simulate,
                                                         const Progress &progress)
{
    if (argument == "simulated" || (argument == "auto" && base.training.bornSimulated))
        return simulate(folder, progress);
    if (argument == "none" || argument == "auto")
        return std::vector<ManifestRecording>();
    const auto manifest = Manifest::load(QString::fromStdString(argument), progress);
    if (!manifest)
        return failure(manifest.error());
    if (auto present = requireFiles(manifest->recordings()); !present)
        return failure(present.error());
    return manifest->recordings();
}

Result<TrainOptions> chosenOptions(const FinetuneArguments &arguments, const ModelPackage &base, double minutes,
                                   const Progress &progress)
{
    const bool top = arguments.mode == "heads" || (arguments.mode == "auto" && minutes < kAllLayersFromMinutes);
    const TrainOptions usual = tuneOptions(base, top ? TunedLayers::Top : TunedLayers::All);
    auto object = readOptionsFile(QString::fromStdString(arguments.config), progress);
    if (!object)
        return failure(object.error());
    for (const char *fixed : {"network", "normalisation"})
        if (object->contains(QLatin1String(fixed)))
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("The options of a fine-tuning name a \"%1\".").arg(QLatin1String(fixed)),
                           QStringLiteral("That is the starting model's own. Leave it out, or train from scratch."));
    object->insert(QStringLiteral("normalisation"), normalisationName(base.network.normalisation));
    auto options = TrainOptions::fromJson(*object, &usual);
    if (options && arguments.steps > 0)
        options->steps = arguments.steps;
    if (options && arguments.seed >= 0)
        options->seed = quint64(arguments.seed);
    return options;
}

/// The test part without what the starting model knows already: on that it would look better than it is.
Result<std::vector<ManifestRecording>> freshTest(const Manifest &manifest, const ModelPackage &base,
                                                 const Progress &progress)
{
    const auto &learned = base.training.learned;
    auto fresh = withoutLearned(manifest.recordings(Split::Test), learned);
    if (!fresh)
        return failure(fresh.error());
    const auto counts = countStages(fresh->recordings, base, progress);
    if (!counts)
        return failure(counts.error());
    if (total(*counts) == 0)
        return failure(
            ErrorCode::TrainingDataInvalid,
            QStringLiteral("All epochs that are held out were learned by %1 or a model before it.").arg(base.title()),
            QStringLiteral(
                "On these it looks better than it is. Hold out others: label a stretch that no model has learned from, "
                "or start from an earlier model."));
    if (learned.empty() && !base.training.bornSimulated)
        progress.warning(
            QStringLiteral(
                "It is not recorded what %1 learned from: it is judged as if it had seen none of these recordings.")
                .arg(base.title()));
    if (fresh->touched > 0)
        progress.warning(
            QStringLiteral(
                "%1 or a model before it learned from a part of what is held out: that is left out of the judgement.")
                .arg(base.title()));
    const auto known = std::ranges::find_if(fresh->recordings, [&](const ManifestRecording &recording) {
        return std::ranges::any_of(learned, [&](const auto &one) { return one.subject == recording.subject; });
    });
    if (known != fresh->recordings.end() && !manifest.isSplitByEntry())
        progress.warning(
            QStringLiteral(
                "%1 or a model before it learned from other recordings of %2: the judgement does not speak of animals "
                "never seen.")
                .arg(base.title(), known->subject));
    return std::move(fresh->recordings);
}

/// The validation part without that, or with it where nothing else is left.
Result<std::vector<ManifestRecording>> freshValidation(const Manifest &manifest, const ModelPackage &base)
{
    auto fresh = withoutLearned(manifest.recordings(Split::Validation), base.training.learned);
    if (!fresh)
        return failure(fresh.error());
    return fresh->recordings.empty() ? manifest.recordings(Split::Validation) : std::move(fresh->recordings);
}

/// What is replayed is learned from, so that neither judgement may hold it.
Result<> keepReplayApart(FinetunePlan &plan, const Progress &progress)
{
    const auto replayed = learnedFrom(plan.replay);
    if (!replayed)
        return failure(replayed.error());
    for (auto *judged : {&plan.heldOut, &plan.original}) {
        auto fresh = withoutLearned(*judged, *replayed);
        if (!fresh)
            return failure(fresh.error());
        if (fresh->touched > 0)
            progress.warning(
                QStringLiteral("What is replayed is left out of the judgement: %1 recordings of it are given for both.")
                    .arg(fresh->touched));
        if (fresh->recordings.empty() && !judged->empty())
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("All recordings to judge by are replayed as well, which is learning from them."),
                QStringLiteral("Give other recordings for --replay than for the test and for --original."));
        *judged = std::move(fresh->recordings);
    }
    return {};
}

/// The labels that are there, divided.
Result<Manifest> presentLabels(const FinetuneArguments &arguments, const ModelPackage &base, const Progress &progress)
{
    const QString file = QString::fromStdString(arguments.manifest);
    auto manifest = Manifest::load(file, progress, Manifest::Few::Keep);
    if (!manifest)
        return failure(manifest.error());
    if (auto present = requireFiles(manifest->recordings()); !present)
        return failure(present.error());
    if (!manifest->isDivided())
        return dividedByStretches(*manifest, file, base.training.learned, progress);
    warnOfIdleSubjects(*manifest, progress);
    return manifest;
}

} // namespace

Result<FinetunePlan> planFinetune(const FinetuneArguments &arguments, const Progress &progress)
{
    auto base = startingModel(arguments.model, arguments.output);
    if (!base)
        return failure(base.error());
    auto manifest = presentLabels(arguments, *base, progress);
    if (!manifest)
        return failure(manifest.error());
    const auto minutes = labelledMinutes(*manifest, *base, progress);
    if (!minutes)
        return failure(minutes.error());
    auto heldOut = freshTest(*manifest, *base, progress);
    if (!heldOut)
        return failure(heldOut.error());
    auto calibration = freshValidation(*manifest, *base);
    if (!calibration)
        return failure(calibration.error());
    auto options = chosenOptions(arguments, *base, *minutes, progress);
    if (!options)
        return failure(options.error());
    const auto device = chooseDevice(QString::fromStdString(arguments.device));
    if (!device)
        return failure(device.error());
    const auto run = makeFolder(arguments.runFolder.empty() ? arguments.output + ".run" : arguments.runFolder);
    if (!run)
        return failure(run.error());
    prepareCompute(progress, arguments.threads);
    FinetunePlan plan{std::move(*base),
                      std::move(*manifest),
                      std::move(*options),
                      *device,
                      run->path(),
                      std::move(*calibration),
                      std::move(*heldOut),
                      {},
                      {}};
    auto replay = furtherRecordings(arguments.replay, plan.base, run->filePath(QStringLiteral("replay")),
                                    simulatedReplay, progress);
    if (!replay)
        return failure(replay.error());
    auto original = furtherRecordings(arguments.original, plan.base, run->filePath(QStringLiteral("original")),
                                      simulatedOriginal, progress);
    if (!original)
        return failure(original.error());
    plan.replay = std::move(*replay);
    plan.original = std::move(*original);
    if (auto apart = keepReplayApart(plan, progress); !apart)
        return failure(apart.error());
    return plan;
}

} // namespace somno::sdreamer
