// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/engine/prepare/channelstatistics.h"

namespace somno::sdreamer {

/// Makes a channel's physical samples x the network's input y, a pure number:
///
/// - zScore: y = (x - mean) / sd over the recording, population sd. As published; an artefact widens the sd of the
///   whole recording, and the EMG's depends on how long the animal was awake.
/// - robust: y = saturate((x - median) / (1.4826 MAD)), the sd of a normal distribution; artefacts of less than half of
///   the time do not count. Where MAD = 0 (steps of the file as large as the signal), the sd stands in.
/// - running, for an EMG whose gain changes slowly: y = saturate((x - b(t)) / (4 q(t))). Of the half hour around t,
///   q is the 10 % quantile of the epochs' RMS (about each epoch's own mean: the quiet muscle), b the median of the
///   means of the quietest quarter of its epochs; both in the channel's unit, a value a minute, linear between. A half
///   hour counts only where its contrast, ln of 90 % over 10 % quantile, reaches 0.7 of the recording's median
///   contrast, that is, where the animal both slept and woke; elsewhere q and b run linearly from the nearest such time
///   before to the one after, so that hours of waking are not taken for a larger gain. q stays within a factor of 4 of
///   the 10 % quantile of the whole recording, and keeps to it as far as the recording's median contrast is small: from
///   1 down to 0.4 the correction fades, for where sleep and wake hardly differ, other things move q. Epochs of RMS 0
///   (lost contact) do not count. The factor 4 puts sleep near 0.25 and waking near or above 1.
///
/// saturate(y) is y up to 10 and bends smoothly towards 20 beyond: EEG does not get there and waking EMG still tells
/// its strength, while a plugged cable cannot drown what the network adds it to. Samples that are no numbers become 0.
class Normaliser {
public:
    /// `statistics` must vary (see ChannelStatistics::isFlat).
    [[nodiscard]] static Normaliser zScore(const ChannelStatistics &statistics);
    /// Reorders the samples that `statistics` keeps for quantiles.
    [[nodiscard]] static Normaliser robust(ChannelStatistics &statistics);
    /// Needs the statistics of each epoch.
    [[nodiscard]] static Normaliser running(const ChannelStatistics &statistics);

    /// Whole epochs of 512 samples from epoch `first`, in place: scale() and then, but for zScore(), saturated.
    void apply(EpochIndex first, std::span<float> samples) const;
    /// Centred and scaled only; samples that are no numbers become 0.
    void scale(EpochIndex first, std::span<float> samples) const;
    static void saturate(std::span<float> samples);
    /// What y = 0 stands for at that epoch, in the channel's unit.
    [[nodiscard]] double centre(EpochIndex epoch) const { return at(epoch).centre; }
    /// What a step of 1 in y stands for at that epoch, in the channel's unit.
    [[nodiscard]] double scale(EpochIndex epoch) const { return at(epoch).scale; }
    /// robust() had to take the sd.
    [[nodiscard]] bool isFallback() const { return m_isFallback; }

private:
    struct Level {
        double centre = 0;
        double scale = 1;
    };
    [[nodiscard]] Level at(EpochIndex epoch) const;

    std::vector<Level> m_levels; ///< of the epochs 0, kLevelStep, ...; between them interpolated, one: constant
    bool m_saturates = true;
    bool m_isFallback = false;
};

} // namespace somno::sdreamer
