// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/teaching/finetune.h"

#include <QDir>
#include <algorithm>
#include <new>

#include "core/cohort/learnedepochs.h"
#include "core/engine/judging/modelcard.h"
#include "core/engine/judging/pairedjudgement.h"
#include "core/engine/network/compute.h"
#include "core/engine/teaching/finetuneplan.h"
#include "core/engine/teaching/newmodel.h"
#include "core/engine/training/committeetraining.h"
#include "core/engine/training/trainer.h"

namespace somno::sdreamer {

namespace {

/// Trains where the plan says; on the processor where the graphics card gives up.
Result<TrainOutcome> trainOnDevice(const FinetunePlan &plan, bool finish, const Progress &progress,
                                   const std::function<void(const QJsonObject &)> &metric)
{
    const TuneStart start{&plan.base, plan.replay};
    metric({{QStringLiteral("device"), plan.device}, {QStringLiteral("device_name"), deviceName(plan.device)}});
    auto outcome
        = train(plan.manifest, plan.options, {plan.runFolder, {}, plan.device, finish}, progress, metric, &start);
    if (outcome || plan.device == QLatin1String("cpu") || outcome.error().code != ErrorCode::ComputeFailed)
        return outcome;
    progress.warning(QStringLiteral("The graphics card gave up (%1); the fine-tuning goes on with the processor.")
                         .arg(outcome.error().detail));
    return train(plan.manifest, plan.options, {plan.runFolder, {}, QStringLiteral("cpu"), finish}, progress, metric,
                 &start);
}

/// Below the least, OpenBLAS waits for its own memory for ever instead of giving up.
Result<> takeMemoryLimit(const FinetuneArguments &arguments)
{
    constexpr int kLeastMb = 600, kLeastEachMb = 250;
    const int threads = arguments.threads > 0 ? arguments.threads : availableThreads();
    const int least = kLeastMb + kLeastEachMb * threads;
    if (arguments.memory == 0)
        return {};
    if (arguments.memory < least)
        return failure(
            ErrorCode::InvalidArgument,
            QStringLiteral("%1 MB are not enough memory for a fine-tuning on %2 processors.")
                .arg(arguments.memory)
                .arg(threads),
            QStringLiteral("Allow at least %1 MB, or compute on fewer processors (--threads): each takes %2 MB.")
                .arg(least)
                .arg(kLeastEachMb));
    return limitMemory(arguments.memory);
}

/// Whether the weights are other ones than the parent's.
bool isTaught(const TrainOutcome &outcome)
{
    return outcome.bestStep > 0;
}

/// What was replayed counts as learned, too.
Result<> rememberReplay(ModelPackage &package, const FinetunePlan &plan)
{
    auto learned = learnedFrom(plan.replay, package.training.learned);
    if (!learned)
        return failure(learned.error());
    package.training.learned = std::move(*learned);
    return {};
}

/// The new version, not yet calibrated and judged.
Result<ModelPackage> describeVersion(const FinetuneArguments &arguments, const FinetunePlan &plan,
                                     const TrainOutcome &outcome, const Progress &progress)
{
    auto package = describeModel(plan.manifest, outcome, plan.options, &plan.base);
    if (!package)
        return package;
    if (isTaught(outcome) && outcome.share < 1)
        progress.warning(QStringLiteral("The new version goes %1 % of the way from %2 to what was learned: further on, "
                                        "the labels to choose the best weights "
                                        "by are scored worse than before.")
                             .arg(100 * outcome.share)
                             .arg(plan.base.title()));
    package->temperatures = plan.base.temperatures; // until it is calibrated
    package->name = arguments.name.empty() ? plan.base.name : QString::fromStdString(arguments.name);
    package->version = arguments.version.empty() ? package->training.date.toString(QStringLiteral("yyyyMMdd-hhmmss"))
                                                 : QString::fromStdString(arguments.version);
    package->parent = plan.base.title();
    package->committee = plan.base.committee;
    package->training.bornSimulated = plan.base.training.bornSimulated;
    return package;
}

/// Fits the confidence of each trained head to the validation part; what that does not give stays the parent's.
Result<> calibrate(ModelPackage &package, const Network &network, const FinetunePlan &plan, const Progress &progress)
{
    for (const Input input : package.contract().inputs) {
        const auto rows = labelledRows(network, plan.calibration, input, progress);
        if (!rows)
            return failure(rows.error());
        // No surer than the model before: labels that were made by agreeing with it would ask for that.
        const double before = plan.base.temperature(input);
        package.temperatures[input] = std::max(before, fittedTemperature(*rows, progress, before));
    }
    return {};
}

const Committee *committeeOf(const ModelPackage &package)
{
    return package.committee.isEmpty() ? nullptr : &package.committee;
}

/// Weights that are the parent's have forgotten nothing: only the epochs held out are looked at.
Result<TuneFigures> judgeBoth(const ComparedModel &after, const FinetunePlan &plan, bool taught,
                              const Progress &progress)
{
    auto before = Network::fromPackage(plan.base);
    if (!before)
        return failure(before.error());
    before->setPrecision(Precision::Auto);
    auto heldOut = compareModels({*before, committeeOf(plan.base)}, after, plan.heldOut, plan.options.input, progress);
    if (!heldOut)
        return failure(heldOut.error());
    TuneFigures figures{std::move(*heldOut), {}};
    if (taught && !plan.original.empty()) {
        auto original
            = compareModels({*before, committeeOf(plan.base)}, after, plan.original, plan.options.input, progress);
        if (!original)
            return failure(original.error());
        figures.original = std::move(*original);
    }
    return figures;
}

QString inWords(const TuneFigures &figures)
{
    QString words = figures.heldOut.words();
    if (figures.original)
        words += QStringLiteral("\nOn what its first ancestor learned for: ") + figures.original->words();
    return words;
}

} // namespace

Result<QString> finetune(const FinetuneArguments &arguments, const Progress &progress,
                         const std::function<void(const QJsonObject &)> &metric)
try {
    if (auto limited = takeMemoryLimit(arguments); !limited)
        return failure(limited.error());
    const auto planned = planFinetune(arguments, progress);
    if (!planned)
        return failure(planned.error());
    const auto outcome = trainOnDevice(*planned, arguments.finish, progress, metric);
    if (!outcome)
        return failure(outcome.error());
    auto package = describeVersion(arguments, *planned, *outcome, progress);
    if (!package)
        return failure(package.error());
    const UntestedModel untested(QDir(planned->runFolder).filePath(QStringLiteral("candidate")));
    const auto network = storeUntested(*package, untested.path, WeightPrecision::Float16);
    if (!network)
        return failure(network.error());
    if (isTaught(*outcome))
        if (auto calibrated = calibrate(*package, *network, *planned, progress); !calibrated)
            return failure(calibrated.error());
    bool committeeTaught = false;
    auto committee = teachCommittee(planned->base.committee, *network,
                                    {planned->manifest.recordings(Split::Train), planned->calibration, planned->replay},
                                    planned->options.seed, progress, &committeeTaught);
    if (!committee)
        return failure(committee.error());
    package->committee = std::move(*committee);
    const bool taught = isTaught(*outcome) || committeeTaught;
    if (!taught) { // it knows what its parent knows
        package->training.learned = planned->base.training.learned;
        progress.warning(
            QStringLiteral("These labels change nothing: on those to choose the best weights by, all that was learned "
                           "is worse than %1. The "
                           "new version keeps its weights. Label more, best where it is wrong, and teach again.")
                .arg(planned->base.title()));
    } else if (!isTaught(*outcome)) {
        progress.warning(QStringLiteral("The committee learned from these labels; the network keeps the weights of %1, "
                                        "because all that it learned is worse on the "
                                        "labels to choose by.")
                             .arg(planned->base.title()));
    }
    if (taught)
        if (auto known = rememberReplay(*package, *planned); !known) {
            return failure(known.error());
        }
    const auto figures = judgeBoth({*network, committeeOf(*package)}, *planned, taught, progress);
    if (!figures)
        return failure(figures.error());
    package->metrics = metricsJson(*figures);
    package->metrics.insert(QStringLiteral("unchanged"), !taught);
    package->card = modelCard(*package, planned->options, *outcome, *figures);
    if (auto saved = package->save(QString::fromStdString(arguments.output), WeightPrecision::Float16); !saved)
        return failure(saved.error());
    return inWords(*figures);
} catch (const std::bad_alloc &) {
    return failure(ErrorCode::ComputeFailed, QStringLiteral("There is not enough memory for the fine-tuning."),
                   QStringLiteral("Allow more (--memory) or fewer processors (--threads), of which each takes a share. "
                                  "What was learned so far is kept."));
}

} // namespace somno::sdreamer
