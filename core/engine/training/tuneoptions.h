// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/training/trainoptions.h"
#include "core/model/modelpackage.h"

namespace somno::sdreamer {

/// Labelled epochs below which a fine-tuning is refused: fewer say nothing of an animal.
inline constexpr EpochIndex kLeastTuneEpochs = 60;

/// How a model is fine-tuned where nothing else is asked, with values chosen by measurement (docs/fine-tuning.md): the
/// network and its trained heads are the model's, and a model whose single-signal heads were never trained keeps them
/// so.
[[nodiscard]] TrainOptions tuneOptions(const ModelPackage &model, TunedLayers layers);

} // namespace somno::sdreamer
