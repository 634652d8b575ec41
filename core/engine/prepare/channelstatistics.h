// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/prepare/epochreader.h"
#include "core/engine/prepare/signalfeatures.h"

namespace somno::sdreamer {

/// Count, mean and squared deviations of samples, joined without loss of precision (Chan, Golub and LeVeque 1983,
/// doi 10.1080/00031305.1983.10483115). Samples that are no numbers do not count.
struct Moments {
    qint64 count = 0;
    double mean = 0;
    double squares = 0; ///< sum of squared deviations from the mean
    float least = std::numeric_limits<float>::max();
    float most = std::numeric_limits<float>::lowest();

    [[nodiscard]] static Moments of(std::span<const float> samples);
    void add(const Moments &other);
    [[nodiscard]] double deviation() const; ///< population standard deviation; 0 of no samples
};

/// What one pass over a channel's epochs found, in the channel's physical unit.
struct ChannelStatistics {
    Moments moments;
    std::vector<float> sample;     ///< for quantiles: every finite sample, or some two million spread evenly; if wanted
    std::vector<float> epochMeans; ///< an epoch each, NaN where no sample is a number; if wanted
    std::vector<float> epochRms;   ///< population deviation from the epoch's own mean; as above
    std::vector<float> spectra; ///< [frames * Equaliser::kBins]: power in 1-Hz bins of frames of four epochs; if wanted

    /// Nothing finite, or one value only: a deviation would be rounding noise.
    [[nodiscard]] bool isFlat() const { return moments.least >= moments.most; }
};

struct StatisticsRequest {
    const EpochReader *reader = nullptr;
    bool quantiles = false;
    bool perEpoch = false;
    bool spectra = false; ///< of at most some four thousand frames spread evenly; frames without a signal left out
    /// Filled for every epoch if not null (it has their number already): as an EMG, or as an EEG.
    SignalFeatures *features = nullptr;
    bool isEmg = false;
};

/// The statistics of the first `epochs` of each channel, found together and chunk by chunk, so that a file is read
/// once. The same values whatever the number of processors. Reports the phase "prepare" in epochs. Errors Cancelled,
/// ComputeFailed (memory), and those of reading.
[[nodiscard]] Result<std::vector<ChannelStatistics>> measureChannels(std::span<const StatisticsRequest> requests,
                                                                     EpochIndex epochs, const Progress &progress);

} // namespace somno::sdreamer
