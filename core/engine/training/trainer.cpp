// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/trainer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QLockFile>

#include "core/engine/network/compute.h"
#include "core/engine/training/filterbank.h"
#include "core/engine/training/trainingrun.h"
#include "core/labels/labelformat.h"

namespace somno::sdreamer {

namespace {

constexpr int kCheckpointEvery = 25;  ///< steps
constexpr int kCheckpointMs = 30'000; ///< where steps are slow

void warnOfMissingClasses(const TrainingData &data, const NetworkConfig &network, const Progress &progress)
{
    const auto counts = data.classCounts();
    for (size_t c = 0; c < counts.size(); ++c)
        if (counts[c] == 0)
            progress.warning(QStringLiteral("No training recording holds an epoch of %1: the model cannot learn it.")
                                 .arg(scoring::stageName(network.classes[c])));
}

/// What a run reads.
struct RunData {
    TrainingData training, validation;
    std::optional<TrainingData> replay;
};

Result<RunData> prepareData(const Manifest &manifest, const TrainOptions &options, const QString &cache,
                            const Progress &progress, const TuneStart *start)
{
    auto training
        = TrainingData::prepare(manifest.recordings(Split::Train), options.network, cache, progress, options.input);
    if (!training)
        return failure(training.error());
    warnOfMissingClasses(*training, options.network, progress);
    auto validation = TrainingData::prepare(manifest.recordings(Split::Validation), options.network, cache, progress,
                                            options.input);
    if (!validation)
        return failure(validation.error().code, QStringLiteral("To validate on: %1").arg(validation.error().message),
                       validation.error().detail);
    RunData data{std::move(*training), std::move(*validation), {}};
    if (start && !start->replay.empty() && options.replay > 0) {
        auto replay = TrainingData::prepare(start->replay, options.network, cache, progress, options.input);
        if (!replay)
            return failure(replay.error());
        data.replay = std::move(*replay);
    }
    return data;
}

Result<Network> startNetwork(const TrainOptions &options, const TuneStart *start)
{
    if (start)
        return Network::fromPackage(*start->model);
    auto network = Network::create(options.network, options.seed);
    if (network && options.filterBank)
        startAsFilterBank(*moduleOf(*network), options.network, options.seed);
    return network;
}

Result<> validateNow(TrainingRun &run, const TrainingData &validation, const Progress &progress,
                     const std::function<void(const QJsonObject &)> &metric)
{
    const auto figures = run.validate(validation, progress);
    if (!figures)
        return failure(figures.error());
    if (metric)
        metric(*figures);
    return run.saveCheckpoint();
}

/// Steps, validations and checkpoints until the run is finished or cancelled.
Result<> runSteps(TrainingRun &run, const RunData &data, const TrainOptions &options, const Progress &progress,
                  const std::function<void(const QJsonObject &)> &metric)
{
    const TrainingData *replay = data.replay ? &*data.replay : nullptr;
    Result<> went;
    QElapsedTimer sinceCheckpoint;
    sinceCheckpoint.start();
    while (went) {
        const bool isDue = run.done % options.validateEvery == 0 || run.done == options.steps;
        if (isDue && run.validated != run.done) { // also where the run was stopped before it
            went = validateNow(run, data.validation, progress, metric);
        } else if (run.finished()) {
            return {};
        } else if ((went = run.step(data.training, replay, progress))) {
            progress.advance(QStringLiteral("train"), run.done, options.steps);
            if (run.done % kCheckpointEvery == 0 || sinceCheckpoint.hasExpired(kCheckpointMs)) {
                went = run.saveCheckpoint();
                sinceCheckpoint.restart();
            }
        }
    }
    if (went.error().code == ErrorCode::Cancelled && run.done > 0)
        (void)run.saveCheckpoint(); // the steps since the last one are kept where that can be
    return went;
}

/// What must not be looked at while it learns.
std::vector<ManifestRecording> heldOutOf(const Manifest &manifest)
{
    std::vector<ManifestRecording> heldOut = manifest.recordings(Split::Validation);
    const auto test = manifest.recordings(Split::Test);
    heldOut.insert(heldOut.end(), test.begin(), test.end());
    return heldOut;
}

/// What decides a run: a checkpoint of anything else is not gone on from.
Result<QString> identityOf(const Manifest &manifest, const TrainOptions &options, const TuneStart *start)
{
    const auto digest = manifest.planDigest();
    if (!digest)
        return failure(digest.error());
    QByteArray identity = QJsonDocument(options.toJson()).toJson(QJsonDocument::Compact) + *digest;
    if (start) {
        identity += weightsDigest(start->model->weights);
        for (const ManifestRecording &recording : start->replay)
            identity += recording.path.toUtf8() + '\n';
    }
    return QString::fromUtf8(identity);
}

/// Two processes in one folder would go on from each other's checkpoints.
tl::unexpected<Error> notLocked(const QLockFile &lock, const QString &folder)
{
    if (lock.error() != QLockFile::LockFailedError)
        return failure(ErrorCode::FileNotWritable, QStringLiteral("The run folder %1 cannot be written.").arg(folder),
                       QStringLiteral("Check that there is space and that you may write there."));
    return failure(
        ErrorCode::FileNotWritable, QStringLiteral("Another process is training in %1.").arg(folder),
        QStringLiteral(
            "Wait for it, or choose another folder. If there is none, on another computer either, delete %1.")
            .arg(lock.fileName()));
}

tl::unexpected<Error> stopped(const std::exception &error)
{
    const QString what = QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0);
    if (dynamic_cast<const std::bad_alloc *>(&error)
        || what.contains(QLatin1String("memory"))) // LibTorch has no type for it
        return failure(ErrorCode::ComputeFailed, QStringLiteral("There is not enough memory to train."),
                       QStringLiteral("The last checkpoint is whole. Allow more memory or fewer processors, of which "
                                      "each takes a share, or close other "
                                      "programs, and go on. (%1)")
                           .arg(what));
    return failure(ErrorCode::ComputeFailed, QStringLiteral("Training stopped with an error of the computing library."),
                   what);
}

} // namespace

Result<TrainOutcome> train(const Manifest &manifest, const TrainOptions &options, const TrainPlace &place,
                           const Progress &progress, const std::function<void(const QJsonObject &)> &metric,
                           const TuneStart *start)
{
    try {
        const OneProcessorEach each;
        QDir().mkpath(place.runFolder);
        QLockFile lock(QDir(place.runFolder).filePath(QStringLiteral("lock")));
        lock.setStaleLockTime(0); // a run may take days; whether its process is alive says it all
        if (!lock.tryLock())
            return notLocked(lock, place.runFolder);
        const QString cache
            = place.cacheFolder.isEmpty() ? QDir(place.runFolder).filePath(QStringLiteral("cache")) : place.cacheFolder;
        const auto data = prepareData(manifest, options, cache, progress, start);
        if (!data)
            return failure(data.error());
        auto network = startNetwork(options, start);
        if (!network)
            return failure(network.error());
        const auto identity = identityOf(manifest, options, start);
        if (!identity)
            return failure(identity.error());
        TrainingRun run(std::move(*network), options, *identity, place.runFolder,
                        torch::Device(place.device.toStdString()));
        if (auto resumed = run.resume(); !resumed)
            return failure(resumed.error());
        if (place.finishNow && run.done == 0)
            return failure(
                ErrorCode::TrainingDataInvalid,
                QStringLiteral("This run ended before anything that it learned was kept."),
                QStringLiteral("There is nothing to judge in %1 yet. Let it go on from the start (without --finish).")
                    .arg(place.runFolder));
        if (start)
            run.holdUnnamed(data->training, heldOutOf(manifest));
        const int before = run.done;
        const double secondsBefore = run.seconds;
        if (start && before == 0)
            if (auto validated = validateNow(run, data->validation, progress, metric); !validated)
                return failure(validated.error());
        if (!place.finishNow)
            if (auto ran = runSteps(run, *data, options, progress, metric); !ran)
                return failure(ran.error());
        if (run.bestStep() == 0) // it was stopped before the first validation
            if (auto validated = validateNow(run, data->validation, progress, metric); !validated)
                return failure(validated.error());
        const double windows = double(run.done - before) * options.batchWindows;
        const Result<double> share = start ? run.settledShare(data->validation, progress) : 1.0;
        if (!share)
            return failure(share.error());
        auto best = *share > 0 ? run.takeBest(*share) : Network::fromPackage(*start->model);
        if (!best)
            return failure(best.error());
        return TrainOutcome{std::move(*best),
                            *share > 0 ? run.bestStep() : 0,
                            *share,
                            run.bestLoss(),
                            run.seconds,
                            windows > 0 ? (run.seconds - secondsBefore) / windows : 0,
                            data->training.labelledEpochs()};
    } catch (const std::exception &error) { // c10::Error, bad_alloc
        return stopped(error);
    }
}

} // namespace somno::sdreamer
