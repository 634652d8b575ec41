// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/signal/envelope.h"

#include <cmath>

namespace somno::signal {

SampleIndex Envelope::boundary(qint64 column, double samplesPerColumn, const Part &part) const
{
    const double position = double(part.first) + std::ceil(double(column) * samplesPerColumn - part.at);
    return SampleIndex(std::clamp(position, double(part.first), double(std::min(part.last, sampleCount()))));
}

MinMax<float> robustRange(std::vector<float> values, double outsideShare)
{
    std::erase_if(values, [](float value) { return std::isnan(value); });
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
