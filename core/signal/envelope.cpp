// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/envelope.h"

#include <cmath>

namespace somno::signal {

Envelope::Envelope(std::shared_ptr<const SampleStore> samples) : m_samples(std::move(samples))
{
    m_pyramid = std::visit([](const auto &v) -> Pyramid { return MinMaxPyramid<std::decay_t<decltype(v[0])>>(); },
                           m_samples->data());
}

std::shared_ptr<const Envelope> Envelope::withPyramid(std::shared_ptr<const SampleStore> samples,
                                                      const std::stop_token &stop)
{
    auto envelope = std::make_shared<Envelope>(std::move(samples));
    envelope->m_pyramid = std::visit(
        [&](const auto &v) -> Pyramid {
            using T = std::decay_t<decltype(v[0])>;
            return MinMaxPyramid<T>::build(std::span<const T>(v), stop);
        },
        envelope->m_samples->data());
    return envelope;
}

bool Envelope::hasPyramid() const
{
    return std::visit([](const auto &pyramid) { return pyramid.levelCount() > 0; }, m_pyramid);
}

void Envelope::columns(qint64 firstColumn, double samplesPerColumn, std::span<MinMax<float>> out,
                       const Part &part) const
{
    const SampleIndex end = std::min(part.last, sampleCount());
    const auto boundary = [&](qint64 column) {
        const double position = double(part.first) + std::ceil(double(column) * samplesPerColumn - part.at);
        return SampleIndex(std::clamp(position, double(part.first), double(end)));
    };
    std::visit(
        [&](const auto &v) {
            using T = std::decay_t<decltype(v[0])>;
            const auto &pyramid = std::get<MinMaxPyramid<T>>(m_pyramid);
            const std::span<const T> samples(v);
            SampleIndex first = boundary(firstColumn);
            for (size_t i = 0; i < out.size(); ++i) {
                const SampleIndex last = boundary(firstColumn + qint64(i) + 1);
                const MinMax<T> range = pyramid.range(samples, first, last);
                out[i] = range.isEmpty() ? MinMax<float>() : MinMax<float>{float(range.min), float(range.max)};
                first = last;
            }
        },
        m_samples->data());
}

float Envelope::sample(SampleIndex index) const
{
    if (index < 0 || index >= sampleCount())
        return std::numeric_limits<float>::quiet_NaN();
    return std::visit([&](const auto &v) { return float(v[size_t(index)]); }, m_samples->data());
}

MinMax<float> robustRange(const SampleStore &samples, double outsideShare)
{
    constexpr SampleIndex kMostValues = 16'384;
    const SampleIndex count = samples.size();
    // An odd stride does not keep step with mains hum or with data records.
    const SampleIndex stride = count <= kMostValues ? 1 : (count / kMostValues) | 1;
    std::vector<float> values;
    std::visit(
        [&](const auto &v) {
            for (SampleIndex i = 0; i < count; i += stride)
                if (const float value = float(v[size_t(i)]); !std::isnan(value))
                    values.push_back(value);
        },
        samples.data());
    if (values.empty())
        return {};
    std::sort(values.begin(), values.end());
    const auto outside = size_t(outsideShare * double(values.size()));
    MinMax<float> range{values[outside], values[values.size() - 1 - outside]};
    if (range.min == range.max)
        range = {values.front(), values.back()};
    if (range.min == range.max)
        range = {range.min - 1, range.max + 1};
    return range;
}

} // namespace somno::signal
