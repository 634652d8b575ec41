// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/model/networkconfig.h"
#include "core/model/safetensors.h"

namespace somno::sdreamer {

/// How far an opinion on single seconds counts against what is known of the sequence of stages.
struct PriorWeights {
    double sharpness = 1; ///< power of the opinion
    double strength = 0;  ///< power of the transitions: 0 leaves the opinion as it is, 1 takes neighbouring seconds for
                          ///< independent witnesses
};

/// A small network of fully connected layers, ReLU between them, that reads one second's evidence.
struct Judge {
    struct Layer {
        size_t inputs = 0, outputs = 0;
        std::vector<float> weights; ///< [inputs * outputs], an input's together
        std::vector<float> bias;    ///< [outputs]
    };
    std::vector<float> centre, scale; ///< of each input: (x - centre) / scale goes in, at most kReach in size
    std::vector<Layer> layers;
    PriorWeights prior;
    double usualConfidence
        = 0; ///< mean confidence that 19 in 20 of the recordings reached by which its weights were chosen

    static constexpr float kReach = 5;
    /// (x - centre) / scale, bounded.
    void standardise(std::span<float> row) const;
    /// ln of the probabilities of [3] classes from a standardised row.
    void opinion(std::span<const float> row, std::span<float> out) const;
};

/// What decides beside the network: a judge for each input that may be asked, who weighs what the network's heads and
/// the rules say by how far they can be trusted in this recording, and the sequence of stages that mice have. Part of a
/// model's package, learned from recordings that the network did not learn from (committeetraining.h). How it decides:
/// committeedecision.h.
struct Committee {
    std::map<Input, Judge> judges;

    [[nodiscard]] bool isEmpty() const { return judges.empty(); }
    [[nodiscard]] bool knows(Input input) const { return judges.contains(input); }
    /// Tensors named "committee.both.layer0.weight" and so on, for a package beside those of the network.
    [[nodiscard]] WeightMap weights() const;
    /// Takes such tensors out of `weights`; without any, an empty committee. Error ModelInvalid naming what does not
    /// fit.
    [[nodiscard]] static Result<Committee> takeFrom(WeightMap &weights);
};

} // namespace somno::sdreamer
