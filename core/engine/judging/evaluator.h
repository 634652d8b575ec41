// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/manifest.h"
#include "core/engine/decision/scorer.h"
#include "core/engine/network/network.h"
#include "core/model/calibration.h"
#include "core/scoring/agreement.h"

namespace somno::sdreamer {

struct RecordingEvaluation {
    QString path;
    QString subject;
    scoring::Agreement agreement;
    scoring::Agreement rules; ///< of the rules, on the same epochs
};

/// Agreement of a model with expert (or simulated) labels, and what it must be measured against: all figures are of the
/// very same epochs, those that are labelled and that the model scored.
struct Evaluation {
    scoring::Agreement pooled;
    std::vector<RecordingEvaluation> recordings;
    std::vector<ReliabilityBin> reliability; ///< ten bins, at `temperature`
    double ece = 0;                          ///< expected calibration error over the bins
    double temperature = 1;                  ///< by which the model's logits were divided
    double eceBefore = 0;                    ///< the error without that division
    double majorityAccuracy = 0;             ///< of always saying the most frequent stage: the least a model must beat
    scoring::Agreement rules;                ///< of applyRules(), which never learned anything
    scoring::Agreement majority;             ///< of always saying the most frequent stage
    std::optional<scoring::Agreement> ceiling; ///< simulated truth against itself with a second scorer's edges

    /// {"pooled": {...}, "recordings": [{..., "rules": {...}}], "ece", "reliability", "majority_accuracy",
    /// "calibration": {"temperature", "ece_before", "ece_after"}, "baselines": {"rules": {...}, "majority": {...}},
    /// "ceiling": {...} (simulated recordings only)}
    [[nodiscard]] QJsonObject toJson() const;
};

/// Scores every recording (`views` and `committee` as in ScoreOptions) and compares with its labels (epochs outside
/// `confirmed` are excluded; a microarousal is Wake unless the model has the class). A recording without a labelled
/// epoch is left out with a warning. Errors: TrainingDataInvalid (no recordings, none with a labelled epoch, labels
/// that reach beyond their recording), FileNotFound, and those of reading and scoring; all name the file.
[[nodiscard]] Result<Evaluation> evaluate(const Network &network, const std::vector<ManifestRecording> &recordings,
                                          Input input, const Progress &progress, double temperature = 1, int views = 0,
                                          const Committee *committee = nullptr);

/// That evaluate() will find channels and labels of each, before hours of training. Its errors.
[[nodiscard]] Result<> checkRecordings(const std::vector<ManifestRecording> &recordings, const Progress &progress);

/// evaluate() for the rules, which read both signals.
[[nodiscard]] Result<Evaluation> evaluateRules(const std::vector<ManifestRecording> &recordings,
                                               const Progress &progress);

/// What the network says of every labelled epoch, at temperature 1: to fit one. Errors as of evaluate().
[[nodiscard]] Result<LabelledRows> labelledRows(const Network &network,
                                                const std::vector<ManifestRecording> &recordings, Input input,
                                                const Progress &progress);

} // namespace somno::sdreamer
