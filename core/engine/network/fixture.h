// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <map>
#include <optional>
#include <vector>

#include "core/model/networkconfig.h"

namespace somno::sdreamer {

// Weights and input that a hash defines, so that two implementations can be compared without a file, and the figures
// that the published implementation computes from them.

/// The `index`-th number (from 1) of the stream of that name, in [-1, 1): FNV-1a of the name plus
/// index * 0x9E3779B9, through the finaliser of MurmurHash3.
[[nodiscard]] double fixtureNumber(const QByteArray &name, quint32 index);
/// Values of the parameter of that name and shape, scaled by its kind (gain, token, bias, norm, matrix).
[[nodiscard]] std::vector<float> fixtureWeights(const QString &name, const std::vector<qint64> &shape);
/// `count` samples of the input.
[[nodiscard]] std::vector<float> fixtureInput(qint64 count);

/// Figures of one intermediate tensor: first four and last two values in row-major order.
struct TensorFigures {
    QString name;
    double l2 = 0;
    double mean = 0;
    std::array<double, 4> first{};
    std::array<double, 2> last{};
};

/// Figures of the logits [rows, 3] of one head: some rows, and how often each class is the largest. What was not
/// published is NaN or empty.
struct LogitFigures {
    QString name;
    double l2 = 0;
    std::map<int, std::array<double, 3>> rows;
    std::optional<std::array<int, 3>> counts;
};

/// Everything that is compared of one network, for an input [windows, sequenceLength, 2, 1, 512].
struct NetworkFigures {
    NetworkConfig config;
    int windows = 1;
    std::vector<TensorFigures> tensors;
    std::vector<LogitFigures> logits;
    std::optional<std::array<double, 3>> softmaxRow0; ///< of the first logits
    qint64 parameters = 0;
    int parameterTensors = 0; ///< 0: not published
};

/// SeqNewMoE2 of 64 epochs, SeqHMoE of 16, Epoch of 4.
[[nodiscard]] const std::vector<NetworkFigures> &publishedFigures();

} // namespace somno::sdreamer
