// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/training/tuneoptions.h"

namespace somno::sdreamer {

TrainOptions tuneOptions(const ModelPackage &model, TunedLayers layers)
{
    TrainOptions options;
    options.network = model.network;
    options.filterBank = false;
    if (!model.network.mixHeadTrained)
        options.input = model.network.eegHeadTrained ? Input::Eeg : Input::Emg;
    else if (!model.network.eegHeadTrained && !model.network.emgHeadTrained)
        options.loss.alpha = options.loss.headCrossEntropy = 0;
    options.tunedLayers = layers;
    options.steps = 400;
    options.batchWindows = 8;
    // Without `retain` such rates undo what the long training's falling rate had gained, the more so the more layers
    // learn.
    options.learningRate = layers == TunedLayers::All ? 3e-4 : 1e-3;
    options.retain = 2;
    options.replay = 0.375;
    options.balance = ClassBalance::Sampling;
    options.weightAverage = 0.95;
    options.validateEvery = 20;
    options.chooseFrom = 0.75;
    options.patience = 2;
    options.noise = 0;
    options.shift = 0.4; // the few labelled seconds, at ever other phases
    options.gainSpread = options.emgGainSpread = 0.1;
    return options;
}

} // namespace somno::sdreamer
