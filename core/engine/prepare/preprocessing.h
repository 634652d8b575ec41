// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>
#include <span>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/prepare/epochreader.h"
#include "core/engine/prepare/equaliser.h"
#include "core/engine/prepare/normaliser.h"
#include "core/engine/prepare/signalfeatures.h"
#include "core/model/networkconfig.h"
#include "core/signal/channelchoice.h"
#include "core/signal/recording.h"

namespace somno::sdreamer {

/// One channel ready for the network: its epochs on demand, and what is known of it as a whole. Holds no samples; they
/// are read from the channel, be it in memory or in its file. A cheap copy. Any thread.
class PreparedChannel {
public:
    PreparedChannel() = default; ///< no channel: flat
    /// Without a normaliser, flat.
    PreparedChannel(EpochReader reader, std::optional<Normaliser> normaliser);
    /// Scaled, then equalised but for seconds of one value, which stay so, then saturated. The neighbours of the range
    /// that is read, up to `epochs` and the next gap, count too.
    PreparedChannel(EpochReader reader, Normaliser normaliser, Equaliser equaliser, EpochIndex epochs);

    /// Nothing to score from: not chosen, or one value over the whole recording.
    [[nodiscard]] bool isFlat() const { return !m_normaliser; }
    [[nodiscard]] const std::optional<Normaliser> &normaliser() const { return m_normaliser; }
    /// Normalised epochs from `first` into [count * 512]; zeros of a flat channel, where samples are no numbers, and in
    /// epochs that touch a gap.
    /// The range must lie within the recording's epochs. Errors of Channel::read.
    [[nodiscard]] Result<> read(EpochIndex first, std::span<float> out) const;

private:
    [[nodiscard]] Result<> readEqualised(EpochIndex first, std::span<float> out, signal::EpochSpan within) const;

    std::optional<EpochReader> m_reader;
    std::optional<Normaliser> m_normaliser;
    std::optional<Equaliser> m_equaliser;
    EpochIndex m_epochs = 0;
};

/// Both channels of a recording as the network wants them.
struct PreparedRecording {
    PreparedChannel eeg;
    PreparedChannel emg;
    EpochIndex epochs = 0;                ///< whole seconds that both channels cover, gaps included
    signal::TimeMap time;                 ///< of the recording
    std::vector<signal::EpochSpan> spans; ///< of these seconds the ones that touch no gap
    QStringList warnings;                 ///< sentences naming the file and channel
    SignalFeatures features;              ///< of each second; empty where they were not asked for
};

/// Finds what the normalisation needs in one pass over the chosen channels (-1: not chosen), in bounded memory and on
/// all processors; in the same pass the features, if wanted. Reports the phase "prepare" in seconds of recording.
/// Errors: ChannelMissing when neither channel is chosen, TooShort under one second, InvalidArgument when a channel has
/// no samples to read, ComputeFailed when memory does not suffice, Cancelled, and those of reading.
[[nodiscard]] Result<PreparedRecording> prepareRecording(const signal::Recording &recording,
                                                         const io::ChannelChoice &choice,
                                                         Normalisation normalisation = Normalisation::ZScoreRecording,
                                                         const Progress &progress = {}, bool withFeatures = false);

/// One run of the network: `epochs` tokens from `first`, of whose outputs those before `keepFrom` are
/// already known from windows before.
struct SequenceWindow {
    EpochIndex first = 0;
    int epochs = 0;
    int keepFrom = 0;
};

/// Windows of `length`, each `stride` after the one before (0: without overlap); the last one is moved back so that it
/// ends with the recording. Under `length` epochs, one window of as many tokens as there are epochs. No epoch is kept
/// from more windows than length / stride.
[[nodiscard]] std::vector<SequenceWindow> sequenceWindows(EpochIndex epochs, int length, int stride = 0);
/// The same of each span for itself, so that no window sees both sides of a gap.
[[nodiscard]] std::vector<SequenceWindow> sequenceWindows(std::span<const signal::EpochSpan> spans, int length,
                                                          int stride = 0);

} // namespace somno::sdreamer
