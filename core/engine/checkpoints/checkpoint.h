// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/model/modelpackage.h"

namespace somno::sdreamer {

/// What a checkpoint's file cannot say of itself.
struct ImportOptions {
    QString name;            ///< of the model; empty: the file's
    int heads = 8;           ///< of attention; they leave no trace in the shapes of the weights
    bool eegTrained = false; ///< the EEG head is known to be trained
    bool emgTrained = false; ///< the EMG head is known to be trained
    Normalisation normalisation
        = Normalisation::ZScoreRecording; ///< of the signals that it was trained on; as published
    QString command;                      ///< for the record
};

/// The weights of a published PyTorch checkpoint (.pt: a state dictionary; .pth.tar: one under "state_dict" or
/// "model_state_dict", the optimiser beside it ignored) as float32 under the names that Network uses. Nothing in the
/// file is executed. Errors FileNotFound, FileNotReadable, ModelInvalid naming what is wrong and where.
[[nodiscard]] Result<WeightMap> readCheckpoint(const QString &path);

/// The network that weights of these names and shapes belong to: SeqNewMoE2, SeqHMoE or Epoch, with all sizes.
/// Error ModelInvalid when it is none of them. `source` names the file in messages.
[[nodiscard]] Result<NetworkConfig> configOf(const WeightMap &weights, int heads, const QString &source);

/// A checkpoint as a model, not yet saved: every tensor checked against its network, the single-channel heads trusted
/// only where the options or the file's name (a distillation scale above 0) say that they were trained; otherwise a
/// warning says why. Errors as above.
[[nodiscard]] Result<ModelPackage> importCheckpoint(const QString &path, const ImportOptions &options,
                                                    const Progress &progress);

/// Writes the weights as a float32 state dictionary that torch.load() opens, `weights_only` included, in the published
/// spelling and order. Warns of what such a file cannot hold. Errors FileNotWritable (also when `path` exists),
/// DiskFull.
[[nodiscard]] Result<> exportCheckpoint(const ModelPackage &package, const QString &path, const Progress &progress);

} // namespace somno::sdreamer
