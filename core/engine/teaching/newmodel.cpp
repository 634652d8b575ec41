// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/teaching/newmodel.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <algorithm>

#include "core/cohort/learnedepochs.h"
#include "core/model/modellibrary.h"

namespace somno::sdreamer {

namespace {

/// Figures on the test subjects from one head of the weights as they will be stored, whose temperature the validation
/// subjects give.
Result<Evaluation> testHead(const Network &network, Input input, const Manifest &manifest, const Committee *committee,
                            const Progress &progress)
{
    if (committee && committee->knows(input))
        return evaluate(network, manifest.recordings(Split::Test), input, progress, 1, kUsualViews, committee);
    const auto labelled = labelledRows(network, manifest.recordings(Split::Validation), input, progress);
    if (!labelled)
        return failure(labelled.error());
    return evaluate(network, manifest.recordings(Split::Test), input, progress, fittedTemperature(*labelled, progress));
}

} // namespace

Result<ModelPackage> startingModel(const std::string &model, const std::string &outputFolder)
{
    const QString output = QString::fromStdString(outputFolder);
    if (QFileInfo::exists(output))
        return failure(ErrorCode::FileNotWritable,
                       QStringLiteral("%1 exists; a model version is never overwritten.").arg(output),
                       QStringLiteral("Choose another folder with -o."));
    const auto folder = findModel(QString::fromStdString(model));
    if (!folder)
        return failure(folder.error());
    auto package = ModelPackage::load(*folder);
    if (package)
        if (auto fits = checkWeights(package->network, package->weights, package->directory);
            !fits) // before anything long begins
            return failure(fits.error());
    return package;
}

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

Result<Network> storeUntested(ModelPackage package, const QString &folder, WeightPrecision precision)
{
    package.name += QStringLiteral(" (training not finished)");
    if (auto saved = package.save(folder, precision); !saved)
        return failure(saved.error());
    const auto stored = ModelPackage::load(folder);
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
    progress.warning(
        QStringLiteral(
            "The confidence could not be calibrated: the validation epochs give no temperature between %1 and %2. "
            "The model trained too little, or they are too few.")
            .arg(kLeastTemperature)
            .arg(kLargestTemperature));
    return otherwise;
}

Result<TestFigures> testModel(const Network &network, const Network &exactNetwork, Input input,
                              const Manifest &manifest, const Committee *committee, const Progress &progress)
{
    TestFigures figures;
    auto both = testHead(network, input, manifest, committee, progress);
    if (!both)
        return failure(both.error());
    figures.both = *both;
    figures.input = input;
    Progress silent = progress; // what is wrong with a recording has been said
    silent.warn = nullptr;
    for (auto [trained, single, place] : {std::tuple{network.config().eegHeadTrained, Input::Eeg, &figures.eegOnly},
                                          std::tuple{network.config().emgHeadTrained, Input::Emg, &figures.emgOnly}}) {
        if (!trained || single == input)
            continue;
        auto alone = testHead(network, single, manifest, committee, silent);
        if (!alone && alone.error().code == ErrorCode::TrainingDataInvalid) { // that signal may be flat wherever it is
                                                                              // judged: no reason to lose the training
            progress.warning(
                QStringLiteral("Scoring from the %1 alone could not be judged. %2")
                    .arg(single == Input::Eeg ? QStringLiteral("EEG") : QStringLiteral("EMG"), alone.error().message));
            continue;
        }
        if (!alone)
            return failure(alone.error());
        *place = *alone;
    }
    auto exact = evaluate(exactNetwork, manifest.recordings(Split::Test), input, silent, 1, kUsualViews, committee);
    if (!exact)
        return failure(exact.error());
    figures.float32Accuracy = exact->pooled.accuracy;
    return figures;
}

void takeTemperatures(ModelPackage &package, const TestFigures &figures)
{
    package.temperatures[figures.input] = figures.both.temperature;
    if (figures.eegOnly)
        package.temperatures[Input::Eeg] = figures.eegOnly->temperature;
    if (figures.emgOnly)
        package.temperatures[Input::Emg] = figures.emgOnly->temperature;
}

} // namespace somno::sdreamer
