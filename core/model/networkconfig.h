// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/model/modelcontract.h"

namespace somno::sdreamer {

/// Wake, NREM, REM: the classes of sDREAMER, in its order.
[[nodiscard]] std::vector<scoring::Stage> mouseClasses();

/// How a recording becomes the network's input; a model is scored with what it was trained with.
enum class Normalisation {
    ZScoreRecording, ///< "zscore-recording": mean and standard deviation of the channel over the recording, as
                     ///< published
    RobustRecording, ///< "robust-recording": median and scaled median absolute deviation, clipped
    RunningEmg,      ///< "running-emg": robust-recording, and the EMG's scale follows slow changes of its gain
    Equalised,       ///< "equalised": running-emg, and then every frequency as strong as in a reference (equaliser.h)
};
[[nodiscard]] QString normalisationName(Normalisation normalisation);
[[nodiscard]] std::optional<Normalisation> normalisationFromName(const QString &name);

/// The shape of one network and what it may be used for. The defaults are the Sequence model of
/// sDREAMER (Chen et al. 2023, doi 10.1109/ICDH60066.2023.00028) at 512 Hz with epochs of one second.
struct NetworkConfig {
    /// SeqNewMoE2: an encoder of its own for each signal; SeqHMoE: one encoder of shared attention (the paper's
    /// Sequence sDREAMER); Epoch: each epoch by itself, `sequenceLayers` unused.
    QString architecture = QStringLiteral("SeqNewMoE2");
    int samplesPerEpoch = kSamplesPerEpoch;
    int patchLength = 16;    ///< samples; divides samplesPerEpoch
    int sequenceLength = 64; ///< epochs that see each other (Epoch: that are computed together)
    int modelWidth = 128;    ///< divisible by heads
    int heads = 8;
    int feedForward = 512;
    int epochLayers = 2;    ///< blocks of each epoch encoder
    int sequenceLayers = 3; ///< blocks of the sequence transformer
    int mixedLayers = 1;    ///< of these, the last ones that own a mixed expert
    double dropout = 0.1;
    double dropPath = 0; ///< rate of the last block, from 0 at the first; whole branches of a sample are dropped
    bool sharedAttention = true; ///< in blocks that both signals pass: one attention, or one of each signal's own
    Normalisation normalisation = Normalisation::ZScoreRecording; ///< the package's own key
    std::vector<scoring::Stage> classes = mouseClasses();
    bool mixHeadTrained = true;  ///< may score from both
    bool eegHeadTrained = false; ///< may score from EEG alone
    bool emgHeadTrained = false; ///< may score from EMG alone

    [[nodiscard]] int patches() const { return samplesPerEpoch / patchLength; }
    /// What it may score from, in the order of the enumeration.
    [[nodiscard]] std::vector<Input> trainedInputs() const;
    [[nodiscard]] int classCount() const { return int(classes.size()); }

    /// Keys: type, samples_per_epoch, patch_length, sequence_length, model_width, heads, feed_forward,
    /// epoch_layers, sequence_layers, mixed_layers, dropout, drop_path, shared_attention.
    [[nodiscard]] QJsonObject toJson() const;
    /// Missing keys take their defaults. Error ModelInvalid for an unknown architecture or a shape that cannot be.
    [[nodiscard]] static Result<NetworkConfig> fromJson(const QJsonObject &object);
    /// Error ModelInvalid, naming the value, when the network cannot be built as described.
    [[nodiscard]] Result<> validate() const;
};

} // namespace somno::sdreamer
