// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <functional>
#include <string>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::sdreamer {

/// The arguments of a fine-tuning.
struct FinetuneArguments {
    std::string manifest, model = "starter", output;
    std::string config, mode = "auto", device = "auto";
    std::string runFolder, name, version;
    std::string replay = "auto", original = "auto";
    int steps = 0, threads = 0, memory = 0;
    qint64 seed = -1;
    bool finish = false;
};

/// Fine-tunes a model on the train part of a manifest, judges it beside its parent on the test part, and saves it as a
/// new version: all of it, or nothing. A manifest of fewer than three animals that names no splits is divided by
/// stretches. Where all that was learned is worse on the validation part, the version keeps its parent's weights, and a
/// warning says so. Answers with the judgement in words. `metric` gets the figures of each validation. Errors:
/// TrainingDataInvalid (too few labels, one stage only, nothing held out), those of train(), of the model and of
/// saving.
[[nodiscard]] Result<QString> finetune(const FinetuneArguments &arguments, const Progress &progress,
                                       const std::function<void(const QJsonObject &)> &metric);

} // namespace somno::sdreamer
