// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/base/progress.h"
#include "core/engine/network/network.h"
#include "core/scoring/learnedrecording.h"

namespace somno::app {

/// What `--model` names, ready to compute.
struct LoadedModel {
    std::optional<sdreamer::Network> network; ///< none: the rules, which are built in
    QString title;                            ///< "starter 1.0", "rules"
    QString device = QStringLiteral("cpu");
    QString precision = QStringLiteral("float32"); ///< of the large products
    double temperature = 1;                        ///< by which its logits are divided
    sdreamer::Committee committee = {};            ///< what decides beside the network
    bool simulated = false;                        ///< learned from simulated recordings only
    QStringList trainingSubjects = {};
    std::vector<scoring::LearnedRecording> learned = {}; ///< recordings that it and its ancestors learned from
};

/// A model by name or folder, or "rules", on a device ("auto", "cpu", "cuda"). Calls prepareCompute() where a network
/// is to compute. Errors of findModel(), ModelPackage::load() and the device; ModelInputRefused when the rules are to
/// score from one signal.
[[nodiscard]] Result<LoadedModel> loadModel(const QString &name, sdreamer::Input input, const QString &device,
                                            sdreamer::Precision precision, const Progress &progress);

} // namespace somno::app
