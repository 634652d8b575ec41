// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/signal/recording.h"

namespace somno::test {

/// Samples that are computed, from a disk that is as slow as wished and may break. Sample i is standInSample(i).
class StandInSource : public signal::SampleSource {
public:
    Result<> scaled(SampleIndex first, double gain, double offset, std::span<float> out) const override;

    std::atomic<int> delayMs = 0;             ///< of each read
    std::atomic<bool> isStuck = false;        ///< reads wait until it no longer is
    std::atomic<SampleIndex> brokenFrom = -1; ///< nothing can be read from there on

    /// First samples of what was read, in order.
    [[nodiscard]] std::vector<SampleIndex> reads() const
    {
        const std::lock_guard lock(m_mutex);
        return m_reads;
    }

private:
    mutable std::mutex m_mutex;
    mutable std::vector<SampleIndex> m_reads;
};

/// Its extremes are frequent: whichever samples are looked at, they are the range.
inline float standInSample(SampleIndex index)
{
    return float(std::clamp<SampleIndex>((index * 7919 + index / 1000) % 2001 - 1000, -900, 900));
}

inline Result<> StandInSource::scaled(SampleIndex first, double gain, double offset, std::span<float> out) const
{
    do
        std::this_thread::sleep_for(std::chrono::milliseconds(int(delayMs)));
    while (isStuck);
    {
        const std::lock_guard lock(m_mutex);
        m_reads.push_back(first);
    }
    if (brokenFrom >= 0 && first + SampleIndex(out.size()) > brokenFrom)
        return failure(ErrorCode::Truncated, QStringLiteral("far.edf: the file became shorter while it was read."));
    for (size_t i = 0; i < out.size(); ++i)
        out[i] = float(double(standInSample(first + SampleIndex(i))) * gain + offset);
    return {};
}

/// A recording of channels that read from these sources, of that length and rate.
inline signal::Recording standInRecording(const std::vector<std::shared_ptr<StandInSource>> &sources,
                                          SampleIndex sampleCount, SampleRate rate)
{
    signal::Recording recording;
    recording.time = signal::TimeMap::continuous(rate.duration(sampleCount));
    for (const auto &source : sources) {
        signal::Channel channel;
        channel.label = QStringLiteral("EEG");
        channel.rate = rate;
        channel.physicalMin = channel.digitalMin;
        channel.physicalMax = channel.digitalMax;
        channel.sampleCount = sampleCount;
        channel.source = source;
        recording.channels.push_back(channel);
    }
    return recording;
}

} // namespace somno::test
