// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/benchmark.h"

#include <dlfcn.h>

#include <QFileInfo>

#include "core/engine/network/compute.h"
#include "core/engine/network/fixture.h"
#include "core/engine/training/trainingrun.h"

namespace somno::sdreamer {

namespace {

QString blasName()
{
    using Config = char *(*)();
    if (const auto config = reinterpret_cast<Config>(dlsym(RTLD_DEFAULT, "openblas_get_config")))
        return QString::fromUtf8(config());
    Dl_info found;
    if (void *product = dlsym(RTLD_DEFAULT, "sgemm_"); product && dladdr(product, &found) != 0)
        return QFileInfo(QString::fromUtf8(found.dli_fname)).canonicalFilePath();
    return QStringLiteral("built into LibTorch");
}

} // namespace

ComputeDescription describeCompute()
{
    return {processorName(), availableThreads(), at::get_num_threads(), QStringLiteral(TORCH_VERSION), blasName()};
}

ModelPackage referenceShape()
{
    ModelPackage package;
    package.name = QStringLiteral("reference-shape");
    package.version = QStringLiteral("1.0");
    package.network.eegHeadTrained = package.network.emgHeadTrained = true;
    package.card = QStringLiteral("# reference-shape\n\nUntrained: for measurements of speed alone.\n");
    for (const auto &[name, shape] : parameterShapes(package.network))
        package.weights[name] = {shape, fixtureWeights(name, shape)};
    return package;
}

Result<std::vector<double>> timeTraining(const TrainingTrial &trial, const Progress &progress)
{
    try {
        TrainOptions options;
        options.network = NetworkConfig(); // of the published shape, to be compared with it
        options.steps = trial.steps + 1;
        options.batchWindows = trial.windows;
        ManifestRecording recording;
        recording.path = recording.labels = trial.recording;
        recording.subject = QStringLiteral("mouse");
        const auto data = TrainingData::prepare({recording}, options.network, trial.folder, progress);
        if (!data)
            return failure(data.error());
        auto network = Network::create(options.network, options.seed);
        if (!network)
            return failure(network.error());
        TrainingRun run(std::move(*network), options, QStringLiteral("benchmark"), trial.folder, torch::kCPU);
        std::vector<double> seconds;
        while (!run.finished()) {
            const double before = run.seconds;
            if (auto stepped = run.step(*data, nullptr, progress); !stepped)
                return failure(stepped.error());
            if (run.done > 1) // the first step also takes its memory from the system
                seconds.push_back((run.seconds - before) / trial.windows);
        }
        return seconds;
    } catch (const std::exception &error) { // c10::Error, bad_alloc
        return failure(ErrorCode::ComputeFailed, QStringLiteral("Training could not be timed."),
                       QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
    }
}

} // namespace somno::sdreamer
