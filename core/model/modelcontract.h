// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/scoring/stage.h"

namespace somno::sdreamer {

/// Which signals the network reads, hence which of its three heads answers.
enum class Input { Both, Eeg, Emg };
/// "both", "eeg", "emg"
[[nodiscard]] QString inputName(Input input);
[[nodiscard]] std::optional<Input> inputFromName(const QString &name);

/// The time grid that this program computes on. Packages of another one are refused when they are read.
inline constexpr double kEpochSec = 1;
inline constexpr double kRateHz = 512;
inline constexpr int kSamplesPerEpoch = int(kEpochSec * kRateHz);

/// What a model asks of a recording, and what it says of it.
struct ModelContract {
    double epochSec = kEpochSec;
    double rateHz = kRateHz;
    std::vector<Input> inputs;          ///< that it may score from, in the order of the enumeration
    std::vector<scoring::Stage> stages; ///< that it tells apart, in its order
};

} // namespace somno::sdreamer
