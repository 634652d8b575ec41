// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <vector>

#include "core/engine/training/trainer.h"
#include "core/scoring/agreement.h"

namespace somno::sdreamer {

/// One line of an experiment's table: a trained model, asked by one of its inputs, on clean or noisy test signals.
struct ExperimentRow {
    QString label;
    TrainOptions options; ///< rows of equal options share one trained model
    Input input = Input::Both;
    double eegNoise = 0; ///< sd of white noise added to the test signal, in sd of the channel
    double emgNoise = 0;
    QString paper; ///< what the paper reports of it on its own data, empty if nothing
};

struct Experiment {
    QString name;
    QString question;
    std::vector<ExperimentRow> rows;
};

/// multichannel, single-channel, distillation, patch-size, shared-attention, sequence-length, normalisation
[[nodiscard]] QStringList experimentNames();

/// The rows of an experiment, each `base` but for what is compared. Batches hold as many epochs in every row.
/// Error InvalidArgument for an unknown name.
[[nodiscard]] Result<Experiment> makeExperiment(const QString &name, const TrainOptions &base);

/// What a row came to, on the test subjects of the manifest.
struct ExperimentRowOutcome {
    scoring::Agreement pooled;
    double recordingSd = 0;  ///< of the accuracy, over test recordings
    double trainSeconds = 0; ///< of its model
    int bestStep = 0;
    qint64 parameters = 0;
};

struct ExperimentOutcome {
    Experiment experiment;
    std::vector<ExperimentRowOutcome> rows; ///< one each
    double majorityAccuracy = 0;
    scoring::Agreement rules; ///< of the rules without training, on the same test recordings
    int trainSubjects = 0, validationSubjects = 0, testSubjects = 0;
    double trainHours = 0;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] QString toMarkdown() const;
};

/// Trains every model of the experiment that the place's run folder does not hold yet (a stopped one goes on where it
/// was) and asks it. `metric` as in train(), with "row". Errors as of train().
[[nodiscard]] Result<ExperimentOutcome> runExperiment(const Experiment &experiment, const Manifest &manifest,
                                                      const TrainPlace &place, const Progress &progress,
                                                      const std::function<void(const QJsonObject &)> &metric = {});

} // namespace somno::sdreamer
