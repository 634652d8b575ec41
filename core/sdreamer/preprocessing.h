// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <span>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "io/channelchoice.h"
#include "signal/recording.h"

namespace somno::sdreamer {

/// The network's time grid: epochs of one second, 512 samples each, read in windows of 64 epochs.
inline constexpr int kSamplesPerEpoch = 512;
inline constexpr int kWindowEpochs = 64;

/// Whole seconds that `sampleCount` samples fill at that exact rate.
[[nodiscard]] EpochIndex wholeEpochs(const SampleRate &rate, SampleIndex sampleCount);

/// The first `epochs` seconds of a channel in physical units, [epochs * 512] row-major. Rates strictly
/// between 511 and 513 Hz: 512 raw samples from the first one at or after each second, the last epoch
/// repeating the final sample if one is missing. Any other rate: band-limited values at t + k/512 s.
/// Stops early, leaving zeros, when `progress` is cancelled.
[[nodiscard]] std::vector<float> epochSamples(const signal::Channel &channel, EpochIndex epochs,
                                              const Progress &progress = {});

/// Subtracts the mean and divides by the population standard deviation, in place; samples that are no
/// numbers become 0. False, and all zeros, when the values do not vary.
bool standardise(std::span<float> values);

/// Both channels of a recording as the network wants them: [epochs * 512] each, z-scored over the
/// whole recording. A channel that was not chosen (-1) is empty and counts as flat; a flat one is zeros.
struct PreparedRecording {
    std::vector<float> eeg;
    std::vector<float> emg;
    EpochIndex epochs = 0; ///< whole seconds that both channels cover
    bool eegFlat = true;
    bool emgFlat = true;
    QStringList warnings; ///< sentences naming the file and channel
};

/// Errors: ChannelMissing when neither channel is chosen, TooShort under one second, ComputeFailed when memory
/// does not suffice, Cancelled.
[[nodiscard]] Result<PreparedRecording> normaliseRecording(const signal::Recording &recording,
                                                           const io::ChannelChoice &choice,
                                                           const Progress &progress = {});

/// One run of the network: `epochs` tokens from `first`, of whose outputs those before `keepFrom` are
/// already known from the window before.
struct SequenceWindow {
    EpochIndex first = 0;
    int epochs = 0;
    int keepFrom = 0;
};

/// Windows of 64 without overlap; the last one is moved back so that it ends with the recording. Under
/// 64 epochs, one window of as many tokens as there are epochs.
[[nodiscard]] std::vector<SequenceWindow> sequenceWindows(EpochIndex epochs);

} // namespace somno::sdreamer
