// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prepare/epochreader.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "core/dsp/resampler.h"

namespace somno::sdreamer {

namespace {

/// The rates that the reference implementation reads without resampling.
constexpr size_t kFewestSamples = 8; ///< in a second: of a channel that is sampled more slowly, each sample is news

bool isReadAsIs(const SampleRate &rate)
{
    const __int128 samples = __int128(rate.samples) * kTicksPerSecond;
    return samples > __int128(511) * rate.ticks && samples < __int128(513) * rate.ticks;
}

SampleIndex firstSample(const SampleRate &rate, EpochIndex epoch)
{
    return rate.ceilSample(epoch * kTicksPerSecond);
}

} // namespace

EpochIndex wholeEpochs(const SampleRate &rate, SampleIndex sampleCount)
{
    return rate.duration(sampleCount) / kTicksPerSecond;
}

bool isConstant(std::span<const float> samples)
{
    return std::adjacent_find(samples.begin(), samples.end(), std::not_equal_to<>()) == samples.end();
}

EpochReader::EpochReader(const signal::Channel &channel) : m_channel(channel)
{
    if (channel.samples)
        m_channel.sampleCount = channel.samples->size();
    if (!isReadAsIs(channel.rate))
        m_resampler = std::make_shared<const dsp::Resampler>(channel.rate, kSamplesPerEpoch);
}

Result<> EpochReader::read(EpochIndex first, std::span<float> out) const
{
    if (out.empty())
        return {};
    return m_resampler ? resample(first, out) : copy(first, out);
}

Result<> EpochReader::copy(EpochIndex first, std::span<float> out) const
{
    const EpochIndex count = EpochIndex(out.size()) / kSamplesPerEpoch;
    const SampleIndex begin = firstSample(m_channel.rate, first);
    const SampleIndex end = firstSample(m_channel.rate, first + count - 1) + kSamplesPerEpoch;
    std::vector<float> samples(size_t(end - begin)); // one range: neighbouring epochs may share or skip a sample
    const SampleIndex available = std::clamp<SampleIndex>(m_channel.sampleCount - begin, 0, end - begin);
    if (auto read = m_channel.read(begin, std::span(samples).first(size_t(available))); !read)
        return read;
    if (available > 0)
        std::fill(samples.begin() + available, samples.end(), samples[size_t(available) - 1]);
    for (EpochIndex i = 0; i < count; ++i)
        std::copy_n(samples.begin() + (firstSample(m_channel.rate, first + i) - begin), kSamplesPerEpoch,
                    out.begin() + i * kSamplesPerEpoch);
    return {};
}

Result<> EpochReader::resample(EpochIndex first, std::span<float> out) const
{
    const qint64 firstOutput = first * kSamplesPerEpoch;
    const auto range = m_resampler->inputFor(firstOutput, qint64(out.size()));
    std::vector<float> input(size_t(range.count), 0.0f); // zeros before the start and after the end
    const SampleIndex from = std::max<SampleIndex>(range.first, 0);
    const SampleIndex to = std::min(range.first + range.count, m_channel.sampleCount);
    if (to > from)
        if (auto read = m_channel.read(from, std::span(input).subspan(size_t(from - range.first), size_t(to - from)));
            !read)
            return read;
    m_resampler->evaluate(firstOutput, input, out);
    const EpochIndex count = EpochIndex(out.size()) / kSamplesPerEpoch;
    for (EpochIndex i = 0; i < count; ++i) { // where nothing changes, the filter's ripples would look like a signal
        const SampleIndex begin = firstSample(m_channel.rate, first + i);
        const SampleIndex end = std::min(firstSample(m_channel.rate, first + i + 1), to);
        const auto samples
            = std::span(input).subspan(size_t(begin - range.first), size_t(std::max<SampleIndex>(end - begin, 0)));
        if (samples.size() >= kFewestSamples && isConstant(samples))
            std::fill_n(out.begin() + i * kSamplesPerEpoch, kSamplesPerEpoch, samples.front());
    }
    return {};
}

} // namespace somno::sdreamer
