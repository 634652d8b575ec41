// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/trainer.h"

#include <QDir>
#include <QJsonDocument>

#include "io/labelformat.h"
#include "sdreamer/filterbank.h"
#include "sdreamer/trainingrun.h"

namespace somno::sdreamer {

namespace {

constexpr int kCheckpointEvery = 25; ///< steps

void warnOfMissingClasses(const TrainingData &data, const NetworkConfig &network, const Progress &progress)
{
    const auto counts = data.classCounts();
    for (size_t c = 0; c < counts.size(); ++c)
        if (counts[c] == 0)
            progress.warning(QStringLiteral("No training recording holds an epoch of %1: the model cannot learn it.")
                                 .arg(io::stageFileName(network.classes[c])));
}

/// Steps, validations and checkpoints until the run is finished or cancelled.
Result<> runSteps(TrainingRun &run, const TrainingData &training, const TrainingData &validation, const TrainOptions &options,
                  const Progress &progress, const std::function<void(const QJsonObject &)> &metric)
{
    while (!run.finished()) {
        if (auto stepped = run.step(training, progress); !stepped)
            return stepped;
        progress.advance(QStringLiteral("train"), run.done, options.steps);
        const bool validateNow = run.done % options.validateEvery == 0 || run.done == options.steps;
        if (validateNow) {
            const auto figures = run.validate(validation);
            if (!figures)
                return failure(figures.error());
            if (metric)
                metric(*figures);
        }
        if (validateNow || run.done % kCheckpointEvery == 0)
            if (auto saved = run.saveCheckpoint(); !saved)
                return saved;
    }
    return {};
}

} // namespace

Result<TrainOutcome> train(const Manifest &manifest, const TrainOptions &options, const TrainPlace &place,
                           const Progress &progress, const std::function<void(const QJsonObject &)> &metric)
{
    try {
        const QString cache = place.cacheFolder.isEmpty() ? QDir(place.runFolder).filePath(QStringLiteral("cache")) : place.cacheFolder;
        const auto training = TrainingData::prepare(manifest.recordings(Split::Train), options.network, cache, progress, options.input);
        if (!training)
            return failure(training.error());
        warnOfMissingClasses(*training, options.network, progress);
        const auto validation = TrainingData::prepare(manifest.recordings(Split::Validation), options.network, cache, progress, options.input);
        if (!validation)
            return failure(validation.error());
        auto network = Network::create(options.network, options.seed);
        if (!network)
            return failure(network.error());
        if (options.filterBank)
            startAsFilterBank(*moduleOf(*network), options.network, options.seed);
        const auto digest = manifest.planDigest();
        if (!digest)
            return failure(digest.error());
        const QString identity = QString::fromUtf8(QJsonDocument(options.toJson()).toJson(QJsonDocument::Compact) + *digest);
        QDir().mkpath(place.runFolder);
        TrainingRun run(std::move(*network), options, identity, place.runFolder, torch::Device(place.device.toStdString()));
        if (auto resumed = run.resume(); !resumed)
            return failure(resumed.error());
        const int before = run.done;
        const double secondsBefore = run.seconds;
        if (auto ran = runSteps(run, *training, *validation, options, progress, metric); !ran)
            return failure(ran.error());
        const double windows = double(run.done - before) * options.batchWindows;
        auto best = run.takeBest();
        if (!best)
            return failure(best.error());
        return TrainOutcome{std::move(*best), run.bestStep, run.bestLoss, run.seconds,
                            windows > 0 ? (run.seconds - secondsBefore) / windows : 0, training->epochCount()};
    } catch (const std::exception &error) { // c10::Error, bad_alloc
        return failure(ErrorCode::ComputeFailed, QStringLiteral("Training stopped with an error of the computing library."),
                       QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
    }
}

} // namespace somno::sdreamer
