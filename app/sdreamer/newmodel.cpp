// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "newmodel.h"

#include <QCoreApplication>
#include <algorithm>

#include "sdreamer/learnedepochs.h"

namespace somno::app {

using namespace somno::sdreamer;

Result<ModelPackage> describeModel(const Manifest &manifest, const TrainOutcome &outcome, const TrainOptions &options,
                                   const ModelPackage *base)
{
    const auto digest = manifest.digest();
    if (!digest)
        return failure(digest.error());
    std::vector<ManifestRecording> taught = manifest.recordings(Split::Train);
    const auto choosing = manifest.recordings(Split::Validation);
    taught.insert(taught.end(), choosing.begin(), choosing.end());
    auto learned = learnedFrom(taught, base ? base->training.learned : std::vector<scoring::LearnedRecording>());
    if (!learned)
        return failure(learned.error());
    ModelPackage package;
    package.training.learned = std::move(*learned);
    package.network = outcome.network.config();
    package.weights = outcome.network.weights();
    package.training.dataDigest = QString::fromLatin1(*digest);
    package.training.seed = options.seed;
    package.training.options = options.toJson();
    package.training.subjects = manifest.subjects(Split::Train);
    package.training.hours = double(outcome.trainEpochs) / 3600.0;
    package.training.date = QDateTime::currentDateTimeUtc();
    QStringList command{QStringLiteral("sdreamer")};
    command << QCoreApplication::arguments().mid(1);
    package.training.command = command.join(QLatin1Char(' '));
    const auto recordings = manifest.recordings(Split::Train);
    package.training.simulated = std::all_of(recordings.begin(), recordings.end(),
                                             [](const auto &r) { return r.scorer == QLatin1String("simulator"); });
    package.training.bornSimulated = package.training.simulated;
    return package;
}

Result<Network> storeCandidate(ModelPackage package, const QString &candidate, WeightPrecision precision)
{
    package.name += QStringLiteral(" (training not finished)");
    if (auto saved = package.save(candidate, precision); !saved)
        return failure(saved.error());
    const auto stored = ModelPackage::load(candidate);
    if (!stored)
        return failure(stored.error());
    auto network = Network::fromPackage(*stored);
    if (network)
        network->setPrecision(Precision::Auto); // its figures are of the way in which it will score
    return network;
}

double fittedTemperature(const LabelledRows &rows, const Progress &progress, double otherwise)
{
    const double temperature = fitTemperature(rows);
    if (temperature > kLeastTemperature * 1.01 && temperature < kLargestTemperature / 1.01)
        return temperature;
    progress.warning(QStringLiteral("The confidence could not be calibrated: the validation epochs give no temperature between %1 and %2. "
                                    "The model trained too little, or they are too few.").arg(kLeastTemperature).arg(kLargestTemperature));
    return otherwise;
}

} // namespace somno::app
