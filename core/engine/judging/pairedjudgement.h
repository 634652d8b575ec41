// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/cohort/manifest.h"
#include "core/engine/network/network.h"
#include "core/model/committee.h"
#include "core/model/judgement.h"

namespace somno::sdreamer {

/// One of two models; it decides with its committee, where one is given.
struct ComparedModel {
    ComparedModel(const Network &network, const Committee *committee = nullptr) : network(network), committee(committee)
    {
    }
    const Network &network;
    const Committee *committee;
};

/// Scores every recording with both models as `sdreamer score` does, and judges them on the epochs that are labelled,
/// confirmed and scored by both; a microarousal counts as Wake where the models have no such class. What is resampled:
/// the subjects, where there are enough of them, else stretches of a minute. Both models have the same classes and
/// normalisation. Errors as of evaluate(). Progress in the phase "judge".
[[nodiscard]] Result<scoring::Judgement> compareModels(const ComparedModel &before, const ComparedModel &after,
                                                       const std::vector<ManifestRecording> &recordings, Input input,
                                                       const Progress &progress);

} // namespace somno::sdreamer
