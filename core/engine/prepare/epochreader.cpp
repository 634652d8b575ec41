// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/prepare/epochreader.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
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

} // namespace

EpochIndex wholeEpochs(const SampleRate &rate, SampleIndex sampleCount)
{
    return rate.duration(sampleCount) / kTicksPerSecond;
}

bool isConstant(std::span<const float> samples)
{
    return std::adjacent_find(samples.begin(), samples.end(), std::not_equal_to<>()) == samples.end();
}

EpochReader::EpochReader(const signal::Channel &channel, const signal::TimeMap &time) : m_channel(channel)
{
    if (channel.samples)
        m_channel.sampleCount = channel.samples->size();
    const SampleRate &rate = m_channel.rate;
    m_epochs = time.isContinuous() ? wholeEpochs(rate, m_channel.sampleCount) : time.epochCount(kTicksPerSecond);
    for (const signal::SampleStretch &stretch : time.stretches(rate, m_channel.sampleCount)) {
        const Ticks end = stretch.start + rate.duration(stretch.last - stretch.first);
        const signal::EpochSpan epochs{(stretch.start + kTicksPerSecond - 1) / kTicksPerSecond, end / kTicksPerSecond};
        if (epochs.first < epochs.last)
            m_parts.push_back({epochs, stretch});
    }
    if (!isReadAsIs(rate))
        m_resampler = std::make_shared<const dsp::Resampler>(rate, kSamplesPerEpoch);
}

const EpochReader::Part *EpochReader::partOf(EpochIndex epoch) const
{
    const auto next = std::ranges::upper_bound(m_parts, epoch, {}, [](const Part &part) { return part.epochs.first; });
    return next != m_parts.begin() && epoch < std::prev(next)->epochs.last ? &*std::prev(next) : nullptr;
}

std::vector<EpochReader::Stretch> EpochReader::stretches(EpochIndex first, EpochIndex last) const
{
    std::vector<Stretch> stretches;
    while (first < last) {
        const Part *part = partOf(first);
        EpochIndex end = last;
        if (part) {
            end = std::min(last, part->epochs.last);
        } else {
            const auto next
                = std::ranges::upper_bound(m_parts, first, {}, [](const Part &p) { return p.epochs.first; });
            end = next == m_parts.end() ? last : std::min(last, next->epochs.first);
        }
        stretches.push_back({{first, end}, part ? part->epochs : signal::EpochSpan()});
        first = end;
    }
    return stretches;
}

bool EpochReader::isWholeAnywhere(EpochIndex first, EpochIndex last) const
{
    return std::ranges::any_of(stretches(first, last),
                               [](const Stretch &stretch) { return stretch.within != signal::EpochSpan(); });
}

Result<> EpochReader::read(EpochIndex first, std::span<float> out) const
{
    for (const Stretch &stretch : stretches(first, first + EpochIndex(out.size()) / kSamplesPerEpoch)) {
        const auto [from, to] = stretch.epochs;
        const auto part = out.subspan(size_t(from - first) * kSamplesPerEpoch, size_t(to - from) * kSamplesPerEpoch);
        if (stretch.within == signal::EpochSpan()) {
            std::ranges::fill(part, std::numeric_limits<float>::quiet_NaN());
            continue;
        }
        const Part &samples = *partOf(from);
        if (auto read = m_resampler ? resample(samples, from, part) : copy(samples, from, part); !read)
            return read;
    }
    return {};
}

SampleIndex EpochReader::firstSample(const Part &part, EpochIndex epoch) const
{
    return m_channel.rate.ceilSample(epoch * kTicksPerSecond - part.samples.start);
}

Result<> EpochReader::copy(const Part &part, EpochIndex first, std::span<float> out) const
{
    const EpochIndex count = EpochIndex(out.size()) / kSamplesPerEpoch;
    const SampleIndex begin = firstSample(part, first);
    const SampleIndex end = firstSample(part, first + count - 1) + kSamplesPerEpoch;
    std::vector<float> samples(size_t(end - begin)); // one range: neighbouring epochs may share or skip a sample
    const SampleIndex available
        = std::clamp<SampleIndex>(part.samples.last - part.samples.first - begin, 0, end - begin);
    if (auto read = m_channel.read(part.samples.first + begin, std::span(samples).first(size_t(available))); !read)
        return read;
    if (available > 0)
        std::fill(samples.begin() + available, samples.end(), samples[size_t(available) - 1]);
    for (EpochIndex i = 0; i < count; ++i)
        std::copy_n(samples.begin() + (firstSample(part, first + i) - begin), kSamplesPerEpoch,
                    out.begin() + i * kSamplesPerEpoch);
    return {};
}

Result<> EpochReader::resample(const Part &part, EpochIndex first, std::span<float> out) const
{
    const qint64 firstOutput = first * kSamplesPerEpoch - part.samples.start * kSamplesPerEpoch / kTicksPerSecond;
    const auto range = m_resampler->inputFor(firstOutput, qint64(out.size()));
    std::vector<float> input(size_t(range.count), 0.0f); // zeros before the start and after the end
    const SampleIndex from = std::max<SampleIndex>(range.first, 0);
    const SampleIndex to = std::min(range.first + range.count, part.samples.last - part.samples.first);
    const auto held = std::span(input).subspan(size_t(from - range.first), size_t(std::max<SampleIndex>(to - from, 0)));
    if (auto read = held.empty() ? Result<>() : m_channel.read(part.samples.first + from, held); !read)
        return read;
    m_resampler->evaluate(firstOutput, input, out);
    const EpochIndex count = EpochIndex(out.size()) / kSamplesPerEpoch;
    for (EpochIndex i = 0; i < count; ++i) { // where nothing changes, the filter's ripples would look like a signal
        const SampleIndex begin = firstSample(part, first + i);
        const SampleIndex end = std::min(firstSample(part, first + i + 1), to);
        const auto samples
            = std::span(input).subspan(size_t(begin - range.first), size_t(std::max<SampleIndex>(end - begin, 0)));
        if (samples.size() >= kFewestSamples && isConstant(samples))
            std::fill_n(out.begin() + i * kSamplesPerEpoch, kSamplesPerEpoch, samples.front());
    }
    return {};
}

} // namespace somno::sdreamer
