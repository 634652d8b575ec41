// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/base/samplerate.h"
#include "core/dsp/periodogram.h"

namespace somno::sdreamer {

/// What a scorer's eye measures, one value a second; NaN where a channel says nothing (flat or no numbers). Powers are
/// natural logarithms, in whatever unit the channel has: only their changes within a recording mean something. Lines of
/// the mains are left out.
struct SignalFeatures {
    std::vector<float> delta;    ///< of the EEG, 1 to 4 Hz
    std::vector<float> lowTheta; ///< 4 to 5 Hz
    std::vector<float> theta;    ///< 6 to 9 Hz
    std::vector<float> sigma;    ///< 10 to 15 Hz
    std::vector<float> beta;     ///< 16 to 25 Hz
    std::vector<float> fast;     ///< 26 to 45 Hz
    std::vector<float> emgTone;  ///< of the EMG, from 10 Hz up
    std::vector<float> emgLevel; ///< mean of the EMG: what is left in an integrated one

    [[nodiscard]] EpochIndex size() const { return EpochIndex(delta.size()); }
    [[nodiscard]] bool hasEeg() const;
    [[nodiscard]] bool hasEmg() const;
    /// NaN throughout.
    void resize(EpochIndex seconds);
    /// The second `at`, of [512] samples. Not for two threads with one periodogram (of 512), or at one second.
    void measureEeg(EpochIndex at, std::span<const float> samples, dsp::Periodogram &periodogram);
    void measureEmg(EpochIndex at, std::span<const float> samples, dsp::Periodogram &periodogram);
};

/// Appends the features of consecutive seconds of [seconds * 512] samples each, in any unit; both spans are of one
/// length, and an empty one appends NaN. A recording may be fed piece by piece.
void appendFeatures(std::span<const float> eeg, std::span<const float> emg, SignalFeatures &features);

} // namespace somno::sdreamer
