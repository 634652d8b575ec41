// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/loadmodel.h"

#include "core/engine/decision/rules.h"
#include "core/engine/network/compute.h"
#include "core/model/modellibrary.h"

namespace somno::app {

using namespace somno::sdreamer;

Result<LoadedModel> loadModel(const QString &name, Input input, const QString &device, Precision precision,
                              const Progress &progress)
{
    if (name == kRulesModel) {
        if (input != Input::Both)
            return failure(
                ErrorCode::ModelInputRefused, QStringLiteral("The rules need both EEG and EMG."),
                QStringLiteral(
                    "Without EMG they cannot tell REM from wake, without EEG not REM from NREM. Choose --input "
                    "both, or a model whose head for that signal was trained."));
        return LoadedModel{.network = {}, .title = kRulesModel};
    }
    prepareCompute(progress);
    const auto chosen = chooseDevice(device);
    if (!chosen)
        return failure(chosen.error());
    const auto directory = findModel(name);
    if (!directory)
        return failure(directory.error());
    const auto package = ModelPackage::load(*directory);
    if (!package)
        return failure(package.error());
    auto network = Network::fromPackage(*package);
    if (!network)
        return failure(network.error());
    if (auto moved = network->moveTo(*chosen); !moved)
        return failure(moved.error());
    network->setPrecision(precision);
    const bool half = *chosen == QLatin1String("cpu") && computesInHalf(precision);
    return LoadedModel{std::move(*network),
                       package->title(),
                       *chosen,
                       half ? QStringLiteral("bfloat16") : QStringLiteral("float32"),
                       package->temperature(input),
                       package->committee,
                       package->training.simulated,
                       package->training.subjects,
                       package->training.learned};
}

} // namespace somno::app
