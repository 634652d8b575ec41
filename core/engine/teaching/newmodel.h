// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>

#include "core/engine/judging/modelcard.h"
#include "core/engine/training/trainer.h"
#include "core/model/calibration.h"
#include "core/model/modelpackage.h"

namespace somno::sdreamer {

// What every verb that makes a model does between the end of the training and the finished package.

/// A folder that goes with its owner, and with one that was killed: what is in it is no model yet.
struct UntestedModel {
    explicit UntestedModel(const QString &folder) : path(folder) { remove(); }
    ~UntestedModel() { remove(); }
    UntestedModel(const UntestedModel &) = delete;
    UntestedModel &operator=(const UntestedModel &) = delete;
    void remove() const { QDir(path).removeRecursively(); }

    const QString path;
};

/// The model that a new one starts from, by name or folder. Error FileNotWritable where the new one's folder exists
/// already; those of findModel() and of loading.
[[nodiscard]] Result<ModelPackage> startingModel(const std::string &model, const std::string &outputFolder);

/// The package without name and figures: its weights and what they learned from, beside what `base` knew that it
/// started from.
[[nodiscard]] Result<ModelPackage> describeModel(const Manifest &manifest, const TrainOutcome &outcome,
                                                 const TrainOptions &options, const ModelPackage *base = nullptr);

/// The package as it will be stored, saved beside the run and loaded again.
[[nodiscard]] Result<Network> storeUntested(ModelPackage package, const QString &folder, WeightPrecision precision);

/// The temperature that validation epochs give; `otherwise`, with a warning, where they give none.
[[nodiscard]] double fittedTemperature(const LabelledRows &rows, const Progress &progress, double otherwise = 1);

/// Figures on the test subjects of the weights as they will be stored, of `input` and of each signal alone whose head
/// was trained: decided by the committee, or, where it knows nothing of an input or is null, calibrated on the
/// validation subjects. `exactNetwork` has the weights before rounding.
[[nodiscard]] Result<TestFigures> testModel(const Network &network, const Network &exactNetwork, Input input,
                                            const Manifest &manifest, const Committee *committee,
                                            const Progress &progress);
void takeTemperatures(ModelPackage &package, const TestFigures &figures);

} // namespace somno::sdreamer
