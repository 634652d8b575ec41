// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/training/trainoptions.h"

namespace somno::test {

/// A network small enough to learn something in seconds.
inline sdreamer::TrainOptions smallOptions()
{
    sdreamer::TrainOptions options;
    options.network.patchLength = 64;
    options.network.modelWidth = 16;
    options.network.heads = 2;
    options.network.feedForward = 16;
    options.network.epochLayers = 1;
    options.network.sequenceLayers = 2;
    options.steps = 12;
    options.batchWindows = 4;
    options.learningRate = 3e-3;
    options.validateEvery = 6;
    options.validationWindows = 4;
    return options;
}

} // namespace somno::test
