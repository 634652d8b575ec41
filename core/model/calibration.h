// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/scoring/hypnogram.h"

namespace somno::sdreamer {

/// Probabilities of epochs whose true stage is known.
struct LabelledRows {
    std::vector<scoring::Stage> classes;
    std::vector<float> probabilities; ///< [rows * classes], row-major
    std::vector<int> labels;          ///< [rows], index of the true class

    /// Adds the epochs that are scored in both, each as the class that its true stage is learned as
    /// (scoring::classIndex()). The first call sets the classes.
    void append(const scoring::Proposal &proposal, const scoring::Hypnogram &truth);
};

inline constexpr double kLeastTemperature = 0.1, kLargestTemperature = 10;

/// The temperature T > 0 for which softmax(logits / T) gives the true stages the largest likelihood (Guo et al. 2017,
/// arXiv 1706.04599). Convex in 1/T, searched between the two above, so that rows that are all right (or all wrong)
/// give a bound; 1 where fewer than 100 rows say anything.
[[nodiscard]] double fitTemperature(const LabelledRows &rows);

/// A proposal with its logits divided by `temperature`: the largest probability stays where it is. NaN rows stay.
[[nodiscard]] scoring::Proposal tempered(scoring::Proposal proposal, double temperature);

/// Epochs whose confidence falls into one tenth of [0, 1].
struct ReliabilityBin {
    qint64 epochs = 0;
    double meanConfidence = 0;
    double accuracy = 0;
};

/// How often the most probable stage is right, by its probability: ten bins.
[[nodiscard]] std::vector<ReliabilityBin> reliabilityOf(const LabelledRows &rows);

/// Expected calibration error: mean distance of confidence and accuracy over the bins, weighted by epochs.
[[nodiscard]] double calibrationError(const std::vector<ReliabilityBin> &bins);

} // namespace somno::sdreamer
