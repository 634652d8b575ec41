// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/engine/judging/evaluator.h"
#include "core/engine/training/trainer.h"
#include "core/engine/training/trainoptions.h"
#include "core/model/judgement.h"
#include "core/model/modelpackage.h"

namespace somno::sdreamer {

/// What the test subjects said of a model: by both signals, and by each alone where its head was trained.
struct TestFigures {
    Evaluation both;
    Input input = Input::Both; ///< of `both`, where the model learned from one signal only
    std::optional<Evaluation> eegOnly;
    std::optional<Evaluation> emgOnly;
    double float32Accuracy = 0; ///< of the same weights before rounding to float16
};

/// What was said of a fine-tuned model beside its parent.
struct TuneFigures {
    scoring::Judgement heldOut;                 ///< on the test part of its own manifest
    std::optional<scoring::Judgement> original; ///< on what the first ancestor learned for: what was forgotten
};

/// MODEL_CARD.md: what the model is for, what it learned from, its figures and how to make it again.
[[nodiscard]] QString modelCard(const ModelPackage &package, const TrainOptions &options, double trainingSeconds,
                                const TestFigures &test);

/// The same for a fine-tuned model: its parent, its labels, how far it went, before and after. Whether it is another
/// model than its parent stands in the package's metrics, under "unchanged".
[[nodiscard]] QString modelCard(const ModelPackage &package, const TrainOptions &options, const TrainOutcome &outcome,
                                const TuneFigures &figures);

/// The figures as config.json keeps them under "metrics".
[[nodiscard]] QJsonObject metricsJson(const TestFigures &test);
[[nodiscard]] QJsonObject metricsJson(const TuneFigures &figures);

} // namespace somno::sdreamer
