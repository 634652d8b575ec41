// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <vector>

#include "core/engine/training/trainer.h"
#include "core/model/judgement.h"

namespace somno::sdreamer {

/// What of an animal is labelled, and tested.
enum class StretchChoice {
    Rest,     ///< labelledStretches(): the test is all the rest
    Spread,   ///< spreadStretches(), for the comparison with Proposed
    Proposed, ///< proposedStretches(), as the model that learns proposes them
};

/// One way of fine-tuning, by name.
struct CurveMode {
    QString name;
    TrainOptions options;
    StretchChoice choice = StretchChoice::Rest;
};

/// What is measured: how a model gains from minutes of labels of one animal.
struct CurvePlan {
    const ModelPackage *base = nullptr;
    std::vector<CurveMode> modes;
    std::vector<double> minutes;
    std::vector<ManifestRecording> animals;  ///< one labelled recording each, of hours
    std::vector<ManifestRecording> replay;   ///< as in TuneStart
    std::vector<ManifestRecording> original; ///< on which forgetting is seen
};

/// Fine-tunes once for every animal, number of minutes and mode, each from the base, network and committee. A run:
/// mode, animal, minutes, seconds (of training), best_step, and the judgements own (the rest of that animal's
/// recording), others (the other animals) and original, each as Judgement::toJson(). Runs that the folder already holds
/// are read, not repeated. Errors as of train() and compareModels().
[[nodiscard]] Result<std::vector<QJsonObject>> runLearningCurve(const CurvePlan &plan, const TrainPlace &place,
                                                                const Progress &progress,
                                                                const std::function<void(const QJsonObject &)> &metric
                                                                = {});

[[nodiscard]] QJsonObject curveJson(const std::vector<QJsonObject> &runs);
/// A row for each mode and number of minutes: means over the animals.
[[nodiscard]] QString curveTable(const std::vector<QJsonObject> &runs);

} // namespace somno::sdreamer
