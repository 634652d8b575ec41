// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

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
/// of at least 8 samples of one value is that value. Any thread.
class EpochReader {
public:
    explicit EpochReader(const signal::Channel &channel);

    [[nodiscard]] const signal::Channel &channel() const { return m_channel; }
    [[nodiscard]] EpochIndex epochs() const { return wholeEpochs(m_channel.rate, m_channel.sampleCount); }
    /// Epochs from `first`, which must lie within epochs(), into [count * 512]. How a range is cut into calls does not
    /// change a value. Errors of Channel::read.
    [[nodiscard]] Result<> read(EpochIndex first, std::span<float> out) const;

private:
    [[nodiscard]] Result<> copy(EpochIndex first, std::span<float> out) const;
    [[nodiscard]] Result<> resample(EpochIndex first, std::span<float> out) const;

    signal::Channel m_channel;
    std::shared_ptr<const dsp::Resampler> m_resampler; ///< null where samples are read as they are
};

} // namespace somno::sdreamer
