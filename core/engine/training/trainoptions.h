// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include "core/base/result.h"
#include "core/engine/training/trainingdata.h"
#include "core/model/networkconfig.h"

namespace somno::sdreamer {

/// L = CE(mix) + headCrossEntropy * (CE(eeg) + CE(emg)) + alpha * (KL_eeg + KL_emg).
/// KL = sum p_T log(p_T / q_T) / rows with p_T = softmax(mix / tau), detached, and q_T = softmax(head / tau);
/// times tau^2 if `temperatureSquared`. Reference: arXiv 2501.16329, section on self-distillation.
struct LossOptions {
    double headCrossEntropy = 0.5;
    double alpha = 0.2;
    double tauEeg = 1.0;
    double tauEmg = 3.0;
    bool temperatureSquared = true;
    /// The published training code instead of the paper: tau 2 and 1, teacher not detached, KL divided by
    /// rows * classes, no tau^2, heads learn by distillation alone.
    bool referenceCompat = false;
};

/// Which layers a fine-tuning changes.
enum class TunedLayers {
    All,
    Top, ///< heads, pooling and the last block (layerdepth.h): for little data
};

/// The network that `train` makes where nothing else is asked: SeqNewMoE2 with patches of 128 samples, equalised input
/// (measured: docs/training.md). NetworkConfig's own defaults are the published ones.
[[nodiscard]] NetworkConfig trainedNetwork();

/// Everything that decides a training run beside its data; the same options, data and machine give the same weights.
struct TrainOptions {
    NetworkConfig network = trainedNetwork();
    LossOptions loss;
    Input input = Input::Both; ///< one signal alone trains that path only, with cross-entropy on its head
    quint64 seed = 1;
    bool filterBank = true; ///< patch embeddings begin as band filters where patches are long enough (filterbank.h)
    int steps = 1000;       ///< optimisation steps of the whole run
    int batchWindows = 16;  ///< windows of sequenceLength epochs in one step, drawn at any second (jitter)
    double learningRate = 1e-3;
    double weightDecay = 1e-2; ///< on matrices only, not on biases, norms, gains and embeddings
    double warmUp = 0.05;      ///< fraction of the steps with rising rate; cosine to zero after
    double gradientClip = 1.0; ///< largest norm of the gradient
    /// Share of the running mean of the weights that stays at each step, at most n / (n + 10) at the n-th; the mean is
    /// what is validated and kept. 0 keeps the weights of the step itself.
    double weightAverage = 0.99;
    int validateEvery = 100;
    int validationWindows = 192;
    int patience = 0; ///< validations without a better loss before the run ends; 0 = never
    ClassBalance balance = ClassBalance::None;
    double gainSpread = 0.2;    ///< sd of the log gain applied to each window and channel
    double emgGainSpread = 0.2; ///< the same for the EMG, whose range differs most between animals
    double noise = 0.1;         ///< largest sd of white noise added to a window, in sd of the channel
    /// Products in bfloat16 where the device computes them fast (a graphics card, or a processor with instructions for
    /// it), sums and weights in float32.
    bool mixedPrecision = true;
    double shift = 0;          ///< most seconds, under half of one, by which a window is moved against its labels
    double channelDropout = 0; ///< share of windows in which one of the channels is flat
    // Of a fine-tuning; as they stand here they change nothing.
    TunedLayers tunedLayers = TunedLayers::All;
    double layerDecay = 1; ///< factor on the learning rate for each layer further from the heads
    /// Decay towards the weights of the start instead of towards zero, in place of weightDecay.
    double anchor = 0;
    double replay = 0; ///< share of the windows that are drawn from the replay recordings
    /// Weight of KL(start || now), a mean over the replayed epochs, summed over the heads that learn: what the model
    /// said there before is what it should go on saying (learning without forgetting, arXiv 1606.09282).
    double retain = 0;
    /// Share of the steps before which no validation chooses the weights, unless the run is stopped before: until the
    /// rate has fallen they are restless, and a small validation set likes such weights by chance.
    double chooseFrom = 0;

    /// The mix, EEG and EMG heads that such a run trains.
    [[nodiscard]] bool trainsHead(Input head) const;

    /// Keys as toJson() gives them, those that are missing as in `usual` (a TrainOptions as it is made where null);
    /// "normalisation", "class_balance" and "tuned_layers" by name. Error InvalidArgument naming an unknown key or an
    /// impossible value.
    [[nodiscard]] static Result<TrainOptions> fromJson(const QJsonObject &object, const TrainOptions *usual = nullptr);
    [[nodiscard]] QJsonObject toJson() const;
};

} // namespace somno::sdreamer
