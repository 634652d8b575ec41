// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/judging/evaluator.h"
#include "core/engine/training/trainer.h"

namespace somno::sdreamer {

/// One fold: a model of its own, tested on subjects that neither its training nor the choice of its weights saw.
struct FoldOutcome {
    QStringList testSubjects;
    Evaluation evaluation;
    int bestStep = 0;
    double seconds = 0; ///< of training
};

struct CrossValidation {
    std::vector<FoldOutcome> folds;
    scoring::Agreement pooled; ///< over the test epochs of all folds
    scoring::Agreement rules;  ///< of the rules on the same epochs

    /// {"pooled", "baselines": {"rules"}, "accuracy": {"mean","sd"}, "macro_f1", "kappa", "folds": [...]}; mean and
    /// standard deviation are over folds.
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] QString toMarkdown() const;
};

/// Trains and tests once a fold, in the folders fold-1, fold-2 ... of the place's run folder; a stopped run goes on
/// where it was. `metric` as in train(), with "fold". Errors as of Manifest::folds, train and evaluate.
[[nodiscard]] Result<CrossValidation> crossValidate(const Manifest &manifest, const TrainOptions &options, int folds,
                                                    const TrainPlace &place, const Progress &progress,
                                                    const std::function<void(const QJsonObject &)> &metric = {});

} // namespace somno::sdreamer
