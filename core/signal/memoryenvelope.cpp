// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/memoryenvelope.h"

namespace somno::signal {

MemoryEnvelope::MemoryEnvelope(std::shared_ptr<const SampleStore> samples) : m_samples(std::move(samples))
{
    m_pyramid = std::visit([](const auto &v) -> Pyramid { return MinMaxPyramid<std::decay_t<decltype(v[0])>>(); },
                           m_samples->data());
}

std::shared_ptr<const Envelope> MemoryEnvelope::withPyramid(std::shared_ptr<const SampleStore> samples,
                                                            const std::stop_token &stop)
{
    auto envelope = std::make_shared<MemoryEnvelope>(std::move(samples));
    envelope->m_pyramid = std::visit(
        [&](const auto &v) -> Pyramid {
            using T = std::decay_t<decltype(v[0])>;
            return MinMaxPyramid<T>::build(std::span<const T>(v), stop);
        },
        envelope->m_samples->data());
    return envelope;
}

bool MemoryEnvelope::isSummed() const
{
    return std::visit([](const auto &pyramid) { return pyramid.levelCount() > 0; }, m_pyramid);
}

void MemoryEnvelope::columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out,
                             const Part &part) const
{
    std::visit(
        [&](const auto &v) {
            using T = std::decay_t<decltype(v[0])>;
            const auto &pyramid = std::get<MinMaxPyramid<T>>(m_pyramid);
            const std::span<const T> samples(v);
            SampleIndex first = boundary(firstColumn, samplesPerColumn, part);
            for (size_t i = 0; i < out.size(); ++i) {
                const SampleIndex last = boundary(firstColumn + qint64(i) + 1, samplesPerColumn, part);
                const MinMax<T> range = pyramid.range(samples, first, last);
                out[i] = range.isEmpty() ? MinMax<float>() : MinMax<float>{float(range.min), float(range.max)};
                first = last;
            }
        },
        m_samples->data());
}

void MemoryEnvelope::samples(SampleIndex first, std::span<float> out) const
{
    std::visit(
        [&](const auto &v) {
            for (size_t i = 0; i < out.size(); ++i) {
                const SampleIndex index = first + SampleIndex(i);
                const bool isInside = index >= 0 && index < SampleIndex(v.size());
                out[i] = isInside ? float(v[size_t(index)]) : std::numeric_limits<float>::quiet_NaN();
            }
        },
        m_samples->data());
}

MinMax<float> MemoryEnvelope::robustRange() const
{
    constexpr SampleIndex kMostValues = 16'384;
    const SampleIndex count = sampleCount();
    // An odd stride does not keep step with mains hum or with data records.
    const SampleIndex stride = count <= kMostValues ? 1 : (count / kMostValues) | 1;
    std::vector<float> values;
    std::visit(
        [&](const auto &v) {
            for (SampleIndex i = 0; i < count; i += stride)
                values.push_back(float(v[size_t(i)]));
        },
        m_samples->data());
    return signal::robustRange(std::move(values));
}

} // namespace somno::signal
