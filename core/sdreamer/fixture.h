// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <vector>

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

/// Figures of the logits [128, 3] of one head; rows 0, 63 and 127, and how often each class is the largest.
struct LogitFigures {
    QString name;
    double l2 = 0;
    std::array<std::array<double, 3>, 3> rows{};
    std::array<int, 3> counts{};
};
inline constexpr std::array<int, 3> kFixtureRows{0, 63, 127};

/// Everything that is compared, for the default NetworkConfig and an input [2, 64, 2, 1, 512].
struct NetworkFigures {
    std::vector<TensorFigures> tensors;
    std::vector<LogitFigures> logits;
    std::array<double, 3> softmaxRow0{}; ///< of the first logits
    qint64 parameters = 0;
    int parameterTensors = 0;
};

[[nodiscard]] const NetworkFigures &publishedFigures();

} // namespace somno::sdreamer
