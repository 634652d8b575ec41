// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "sdreamer/evaluator.h"
#include "sdreamer/modelpackage.h"
#include "sdreamer/trainoptions.h"

namespace somno::sdreamer {

/// What the test subjects said of a model: by both signals, and by each alone where its head was trained.
struct TestFigures {
    Evaluation both;
    Input input = Input::Both; ///< of `both`, where the model learned from one signal only
    std::optional<Evaluation> eegOnly;
    std::optional<Evaluation> emgOnly;
    double float32Accuracy = 0; ///< of the same weights before rounding to float16
};

/// MODEL_CARD.md: what the model is for, what it learned from, its figures and how to make it again.
[[nodiscard]] QString modelCard(const ModelPackage &package, const TrainOptions &options, double trainingSeconds,
                                const TestFigures &test);

/// The figures as config.json keeps them under "metrics".
[[nodiscard]] QJsonObject metricsJson(const TestFigures &test);

} // namespace somno::sdreamer
