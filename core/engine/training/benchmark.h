// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/model/modelpackage.h"

namespace somno::sdreamer {

/// What computes here, to stand beside every figure of speed.
struct ComputeDescription {
    QString processor; ///< its name; empty where the system does not tell
    int cores = 0;     ///< processors that this process may use
    int threads = 0;   ///< that score and train
    QString libTorch;  ///< version
    QString blas;      ///< name and version, or else the file of the library for matrix products
};
[[nodiscard]] ComputeDescription describeCompute();

/// A network of the published shape whose weights a hash defines, every head usable: what it says means nothing, what
/// it costs is what a trained one costs.
[[nodiscard]] ModelPackage referenceShape();

/// How a training run is timed.
struct TrainingTrial {
    QString recording; ///< EDF+ with its stages as annotations
    QString folder;    ///< for the cache of its normalised samples
    int steps = 8;     ///< timed ones, after one that is not
    int windows = 16;  ///< in a step
};
/// Wall time of each optimisation step by its windows of 64 epochs, in seconds: the published shape, all heads, the
/// default loss. Errors of TrainingData::prepare(), ComputeFailed, Cancelled.
[[nodiscard]] Result<std::vector<double>> timeTraining(const TrainingTrial &trial, const Progress &progress);

} // namespace somno::sdreamer
