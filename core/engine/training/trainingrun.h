// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// LibTorch inside: include only from what links LibTorch.
#include <torch/torch.h>

#include <QJsonObject>
#include <functional>
#include <optional>

#include "core/base/progress.h"
#include "core/engine/network/network.h"
#include "core/engine/network/networkmodule.h"
#include "core/engine/training/earlystopping.h"
#include "core/engine/training/trainoptions.h"
#include "core/engine/training/unnamedstages.h"
#include "core/scoring/agreement.h"

namespace somno::sdreamer {

/// One training run: network, optimiser, position and best weights, as kept in its folder.
class TrainingRun {
public:
    /// `identity` says which options and data the run is of: a checkpoint of another run is refused. The network's
    /// weights are those that an anchor pulls to.
    TrainingRun(Network network, const TrainOptions &options, QString identity, const QString &folder,
                torch::Device device);

    /// Where something is retained: of stages that no label names, every step holds it to what the starting model finds
    /// of them in the recordings to learn from, but for what is `heldOut`.
    void holdUnnamed(const TrainingData &data, const std::vector<ManifestRecording> &heldOut);
    /// Goes on from the checkpoint in the folder, if there is one.
    Result<> resume();
    /// One optimisation step. Error Cancelled between two micro-batches, with nothing changed. `replay` is what the
    /// options' share of windows is drawn from; null without.
    Result<> step(const TrainingData &data, const TrainingData *replay, const Progress &progress);
    /// Figures of the averaged weights on the validation windows; keeps these weights if they are the best so far. From
    /// the options' `chooseFrom` on, those before it no longer count. Error Cancelled between two windows, with nothing
    /// changed.
    Result<QJsonObject> validate(const TrainingData &data, const Progress &progress);
    Result<> saveCheckpoint();
    /// The network with the weights of the best validation, or `share` of the way there from the start, on the CPU.
    Result<Network> takeBest(double share = 1);
    [[nodiscard]] bool finished() const { return m_stopping.isTime(done); }
    [[nodiscard]] int bestStep() const { return m_stopping.bestStep(); }
    /// How far from the start to the best weights the validation windows let a fine-tuning go: 1, or in quarters less,
    /// down to 0. It must be no worse than the start: neither accuracy nor macro-F1 lower, and the loss hardly higher.
    /// Their loss is then bestLoss(). Error Cancelled.
    [[nodiscard]] Result<double> settledShare(const TrainingData &data, const Progress &progress);
    /// On the validation windows, of the weights that takeBest() gives.
    [[nodiscard]] double bestLoss() const { return m_settledLoss.value_or(m_stopping.bestLoss()); }

    int done = 0;      ///< steps
    int validated = 0; ///< steps before the last validation
    double seconds = 0;

private:
    struct Batch;
    std::vector<torch::optim::OptimizerParamGroup> parameterGroups();
    [[nodiscard]] bool learns(const std::string &parameter) const;
    [[nodiscard]] double rate() const;
    [[nodiscard]] Batch drawBatch(const TrainingData &data, const TrainingData *replay) const;
    void setRates();
    void shareWeights();
    void pullToAnchor();
    void averageWeights();
    double computeGradients(const Batch &batch, const Progress &progress);
    [[nodiscard]] PathLogits forward(NetworkModule &module, const torch::Tensor &signals) const;
    [[nodiscard]] torch::Tensor lossOfForgetting(const PathLogits &now, const torch::Tensor &signals,
                                                 const Batch &batch, size_t first) const;
    [[nodiscard]] Result<ValidationFigures> evaluate(const TrainingData &data, scoring::Agreement *agreement,
                                                     const Progress &progress);
    Result<> loadBest(NetworkModule &module, double share, torch::Device device) const;
    double computeMicroBatch(NetworkModule &module, const Batch &batch, size_t first) const;
    Result<> saveArchive(const QString &path, const std::function<void(torch::serialize::OutputArchive &)> &fill);
    [[nodiscard]] QJsonObject position() const;

    EarlyStopping m_stopping;
    std::optional<double> m_settledLoss; ///< where not all of the way is gone
    Network m_network;
    NetworkModulePtr m_module;
    NetworkModulePtr m_average; ///< the running mean of its weights: what is validated and kept
    TrainOptions m_options;
    QString m_identity;
    QString m_checkpoint;
    QString m_best;
    torch::Device m_device;
    std::vector<double> m_groupFactors; ///< on the learning rate, one a group of the optimiser
    torch::optim::AdamW m_optimiser;
    std::vector<torch::Tensor> m_startWeights;
    UnnamedStages m_unnamed;
    NetworkModulePtr m_start; ///< the network as it was, where it says what to retain
    std::vector<NetworkModulePtr>
        m_replicas;        ///< one a thread, on the same weights, with gradients of its own; the first is m_module
    size_t m_microWindows; ///< windows computed at once by one thread, between two looks at the stop token
    double m_lossSum = 0;  ///< of the steps since the last validation
    int m_lossCount = 0;
};

} // namespace somno::sdreamer
