// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <functional>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/manifest.h"
#include "core/engine/network/network.h"
#include "core/engine/training/trainoptions.h"
#include "core/model/modelpackage.h"

namespace somno::sdreamer {

/// What a training run came to.
struct TrainOutcome {
    Network network;  ///< the weights of the best validation
    int bestStep = 0; ///< 0: all was worse on the validation part than the model a fine-tuning starts from, whose
                      ///< weights these are
    double share = 1; ///< of a fine-tuning, how far from that model's weights to the best ones it could go
    double bestValidationLoss = 0; ///< of these weights
    double seconds = 0;            ///< wall time of all steps, over resumptions
    double secondsPerWindow = 0;   ///< of the last run of the process, validation excluded
    qint64 trainEpochs = 0;        ///< labelled 1-s epochs that it learned from
};

/// What a fine-tuning starts from, where a training starts from random weights.
struct TuneStart {
    const ModelPackage *model = nullptr;
    std::vector<ManifestRecording> replay; ///< of what the model learned before, for TrainOptions::replay; or none
};

/// Where a run keeps its files and computes.
struct TrainPlace {
    QString runFolder;   ///< checkpoint and best weights
    QString cacheFolder; ///< normalised recordings, which runs may share; empty: "cache" in the run's folder
    QString device = QStringLiteral("cpu"); ///< on a CUDA device with mixed precision
    bool finishNow = false;                 ///< no further step: the best weights of the run so far
};

/// Trains on the train subjects of the manifest and chooses the weights by the loss on its validation subjects; test
/// subjects are not read. A run that was stopped goes on from its last checkpoint. `metric` gets one object a
/// validation: step, steps, seconds, learning_rate, train_loss, validation_loss, validation_accuracy,
/// validation_macro_f1, validation_kappa, best_step. On a stop request the current step is abandoned and the error
/// is Cancelled. With `start`, the options' network must be that of its model, whose figures are told first, as of
/// step 0; where the weights chosen in the end are worse on the validation part, it goes three, two or one
/// quarters of the way to them, or stays with that model's. Error TrainingDataInvalid where `finishNow` finds no run.
[[nodiscard]] Result<TrainOutcome> train(const Manifest &manifest, const TrainOptions &options, const TrainPlace &place,
                                         const Progress &progress,
                                         const std::function<void(const QJsonObject &)> &metric = {},
                                         const TuneStart *start = nullptr);

} // namespace somno::sdreamer
