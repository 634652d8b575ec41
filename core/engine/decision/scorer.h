// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/engine/decision/evidence.h"
#include "core/engine/network/network.h"
#include "core/engine/prepare/preprocessing.h"
#include "core/model/committee.h"
#include "core/scoring/hypnogram.h"
#include "core/signal/channelchoice.h"

namespace somno::sdreamer {

/// Windows that see each epoch where nothing else is asked: of a network alone, and of one whose committee smooths
/// anyway.
inline constexpr int kUsualViews = 4, kViewsOfCommittee = 2;

struct ScoreOptions {
    Input input = Input::Both;
    double epochSec
        = 1; ///< whole seconds, 1 to 60: the mean of the probabilities of those of its seconds that are scored
    double temperature = 1; ///< logits are divided by it
    int threads = 0;        ///< 0: all processors
    /// The seconds that are wanted; all where empty. Others may stay unscored, and what is said of these is the same.
    std::vector<scoring::EpochRange> only = {};
    /// Windows that see each epoch, evenly apart, their logits averaged; fewer at both ends of the recording. 1: as
    /// published, 0: as usual.
    int views = 0;
    /// Decides where it knows the input: then `temperature` and `only` mean nothing, because each second is judged
    /// within the whole recording.
    const Committee *committee = nullptr;

    [[nodiscard]] bool asksCommittee() const { return committee && committee->knows(input); }
    [[nodiscard]] int viewsAsked() const
    {
        return views > 0 ? views : asksCommittee() ? kViewsOfCommittee : kUsualViews;
    }
};

/// The chosen channels that `input` needs; the other one is -1. Error ChannelMissing listing the labels that there
/// are and, where a trained head could do without the missing channel, saying so.
[[nodiscard]] Result<io::ChannelChoice> channelsFor(const signal::Recording &recording, const io::ChannelChoice &choice,
                                                    const NetworkConfig &config, Input input);

/// Mean logits of each second over the windows that see it, [epochs * classes], NaN where no channel that is asked for
/// changes: of the head of `options.input` or, with `allHeads`, of every trained head whose signals that input holds.
/// Errors and `progress` as below.
[[nodiscard]] Result<HeadLogits> meanLogits(const PreparedRecording &prepared, const Network &network,
                                            const ScoreOptions &options, bool allHeads, const Progress &progress = {});

/// What a committee decides from: the features of a recording that was prepared with them, and the logits of all heads
/// that `options.input` holds, within `views` windows, kViewsOfCommittee where that is 0. Error InvalidArgument without
/// the features, and those above.
[[nodiscard]] Result<Evidence> evidenceOf(const PreparedRecording &prepared, const Network &network,
                                          const ScoreOptions &options, const Progress &progress = {});

/// Softmax of logits [epochs * classes], each divided by `temperature`; NaN stays.
[[nodiscard]] scoring::Proposal proposalFrom(std::span<const float> logits, const std::vector<scoring::Stage> &classes,
                                             double temperature);

/// A scoring and what speaks against trusting it (doubts.h); nothing does where no committee decided.
struct Decision {
    scoring::Proposal proposal;
    QStringList doubts;
};

/// What the model says of a prepared recording: floor(seconds / epochSec) rows, NaN where no channel that is
/// asked for changes. `progress` counts seconds, speaks from several threads but never from two at once, and is asked
/// for cancellation after each batch.
[[nodiscard]] Result<Decision> decidePrepared(const PreparedRecording &prepared, const Network &network,
                                              const ScoreOptions &options, const Progress &progress = {});

/// The proposal of decidePrepared().
[[nodiscard]] Result<scoring::Proposal> scorePrepared(const PreparedRecording &prepared, const Network &network,
                                                      const ScoreOptions &options, const Progress &progress = {});

/// channelsFor, prepareRecording with the network's normalisation, and scorePrepared; warnings of the preparation go to
/// `progress`. Of a recording that io::openRecording opened, nothing longer than a few windows is held.
/// Errors ChannelMissing, TooShort, InvalidArgument (epochSec), ModelInputRefused, ComputeFailed, Cancelled, and those
/// of reading.
[[nodiscard]] Result<scoring::Proposal> score(const signal::Recording &recording, const io::ChannelChoice &choice,
                                              const Network &network, const ScoreOptions &options = {},
                                              const Progress &progress = {});

} // namespace somno::sdreamer
