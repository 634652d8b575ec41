// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QStringList>
#include <map>

#include "core/base/result.h"
#include "core/model/committee.h"
#include "core/model/networkconfig.h"
#include "core/model/safetensors.h"
#include "core/scoring/learnedrecording.h"

namespace somno::sdreamer {

/// What a model learned from, so that it can be made again.
struct TrainingRecord {
    QString dataDigest; ///< of the training data, lower-case hex
    quint64 seed = 0;
    QStringList subjects;
    bool simulated = false;     ///< every training recording came from the simulator
    bool bornSimulated = false; ///< its first ancestor, or itself, learned from simulated recordings only
    QJsonObject options;        ///< TrainOptions as JSON; empty for imported models
    double hours = 0;
    std::vector<scoring::LearnedRecording>
        learned; ///< by itself and by those that it descends from: never to be judged on
    QString command;
    QDateTime date; ///< UTC
};

/// A model as a folder: config.json, model.safetensors, MODEL_CARD.md. Versions are never overwritten.
struct ModelPackage {
    QString directory; ///< where it was loaded from; empty for one not yet saved
    QString name;
    QString version;
    NetworkConfig network;
    double epochSec = kEpochSec;
    double samplingRateHz = kRateHz;
    QString parent; ///< "name version" of the model it was fine-tuned from; empty from scratch
    TrainingRecord training;
    QJsonObject
        metrics; ///< of its own test: test.pooled holds the keys of scoring::Agreement; of a fine-tuning: judgement
    std::map<Input, double>
        temperatures; ///< of each head that was calibrated: its logits are divided by it before the softmax
    QString card;     ///< MODEL_CARD.md
    WeightMap weights;
    Committee committee;   ///< what decides beside the network; empty in most models
    QString weightsSha256; ///< of model.safetensors as the description has it; empty where it was written without

    /// Reads and checks the files: all values are finite, and the weights are those that were saved. Whether they are
    /// those of the architecture is seen where the network is built (Network::fromPackage(), checkWeights()). Errors
    /// ModelMissing, ModelInvalid name the file, what is wrong and the remedy.
    [[nodiscard]] static Result<ModelPackage> load(const QString &directory);
    /// config.json and the card only, weights left empty: for lists.
    [[nodiscard]] static Result<ModelPackage> loadDescription(const QString &directory);
    /// Writes to a temporary folder beside `directory`, syncs, renames. Error FileNotWritable when `directory` exists.
    [[nodiscard]] Result<> save(const QString &directory, WeightPrecision precision) const;
    /// That the weights in `directory` are those that the description was written with; older ones do not say. Errors
    /// ModelInvalid, FileNotReadable.
    [[nodiscard]] Result<> checkWeightsDigest() const;
    [[nodiscard]] ModelContract contract() const;
    /// 1 where that head was not calibrated.
    [[nodiscard]] double temperature(Input input) const;
    /// "starter 1.0"
    [[nodiscard]] QString title() const { return name + QLatin1Char(' ') + version; }
};

} // namespace somno::sdreamer
