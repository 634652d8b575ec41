// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/model/modelcontract.h"
#include "core/signal/recording.h"

namespace somno::dsp {
class Resampler;
}

namespace somno::sdreamer {

/// Whole seconds that `sampleCount` samples fill at that exact rate.
[[nodiscard]] EpochIndex wholeEpochs(const SampleRate &rate, SampleIndex sampleCount);

/// One value throughout: nothing was connected there, or the file has no finer digital steps.
[[nodiscard]] bool isConstant(std::span<const float> samples);

/// A channel cut into epochs of one second, in its physical unit, read on demand and never held. Rates strictly between
/// 511 and 513 Hz: 512 raw samples from the first one at or after each second, the last epoch repeating the final
/// sample if one is missing. Any other rate: band-limited values at t + k/512 s, but an epoch
/// of at least 8 samples of one value is that value. Epochs that touch a gap are NaN throughout, and no other value
/// knows of what lies beyond a gap; behind one that does not end with a 512th of a second, values stand at the 512th
/// before. Any thread.
class EpochReader {
public:
    /// `time` of the channel's recording.
    explicit EpochReader(const signal::Channel &channel, const signal::TimeMap &time = {});

    [[nodiscard]] const signal::Channel &channel() const { return m_channel; }
    /// Of the recording, gaps included.
    [[nodiscard]] EpochIndex epochs() const { return m_epochs; }
    /// Epochs from `first`, which must lie within epochs(), into [count * 512]. How a range is cut into calls does not
    /// change a value. Errors of Channel::read.
    [[nodiscard]] Result<> read(EpochIndex first, std::span<float> out) const;

    /// Epochs without a gap among them.
    struct Stretch {
        signal::EpochSpan epochs;
        signal::EpochSpan within; ///< all that follow each other where these lie; empty where these touch a gap
    };
    /// The epochs [first, last), cut where stretches begin and end.
    [[nodiscard]] std::vector<Stretch> stretches(EpochIndex first, EpochIndex last) const;
    /// Whether one of [first, last) touches no gap.
    [[nodiscard]] bool isWholeAnywhere(EpochIndex first, EpochIndex last) const;

private:
    /// Epochs that follow each other, and the samples around them.
    struct Part {
        signal::EpochSpan epochs;
        signal::SampleStretch samples;
    };
    [[nodiscard]] const Part *partOf(EpochIndex epoch) const;
    /// Of a part's samples, counted from its first.
    [[nodiscard]] SampleIndex firstSample(const Part &part, EpochIndex epoch) const;
    [[nodiscard]] Result<> copy(const Part &part, EpochIndex first, std::span<float> out) const;
    [[nodiscard]] Result<> resample(const Part &part, EpochIndex first, std::span<float> out) const;

    signal::Channel m_channel;
    EpochIndex m_epochs = 0;
    std::vector<Part> m_parts;
    std::shared_ptr<const dsp::Resampler> m_resampler; ///< null where samples are read as they are
};

} // namespace somno::sdreamer
