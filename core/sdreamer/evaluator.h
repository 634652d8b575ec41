// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "scoring/agreement.h"
#include "sdreamer/manifest.h"
#include "sdreamer/network.h"

namespace somno::sdreamer {

/// Epochs whose confidence falls into one tenth of [0, 1].
struct ReliabilityBin {
    qint64 epochs = 0;
    double meanConfidence = 0;
    double accuracy = 0;
};

struct RecordingEvaluation {
    QString path;
    QString subject;
    scoring::Agreement agreement;
};

/// Agreement of a model with expert (or simulated) labels.
struct Evaluation {
    scoring::Agreement pooled;
    std::vector<RecordingEvaluation> recordings;
    std::vector<ReliabilityBin> reliability; ///< ten bins
    double ece = 0;              ///< expected calibration error over the bins
    double majorityAccuracy = 0; ///< of always saying the most frequent stage: the least a model must beat

    /// {"pooled": {...}, "recordings": [...], "ece", "reliability", "majority_accuracy"}
    [[nodiscard]] QJsonObject toJson() const;
};

/// Scores every recording and compares with its labels (epochs outside `confirmed` are excluded; a microarousal is
/// Wake unless the model has the class).
[[nodiscard]] Result<Evaluation> evaluate(const Network &network, const std::vector<ManifestRecording> &recordings,
                                          Input input, const Progress &progress);

} // namespace somno::sdreamer
