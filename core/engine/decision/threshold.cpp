// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/threshold.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/engine/decision/finitevalues.h"

namespace somno::sdreamer {

namespace {

constexpr int kBins = 200;

std::array<double, kBins> histogram(const std::vector<float> &values, double low, double high)
{
    std::array<double, kBins> counts{};
    for (const float value : values)
        if (std::isfinite(value))
            ++counts[size_t(std::clamp(int((double(value) - low) / (high - low) * kBins), 0, kBins - 1))];
    return counts;
}

} // namespace

double Threshold::distance(float value) const
{
    return gap > 0 && std::isfinite(value) ? 6 * (double(value) - at) / gap : 0;
}

Threshold otsuThreshold(const std::vector<float> &values)
{
    const double low = double(quantileOf(values, 0.01)), high = double(quantileOf(values, 0.99));
    if (!(high > low))
        return {low, 0};
    const auto counts = histogram(values, low, high);
    double all = 0, sum = 0;
    for (int bin = 0; bin < kBins; ++bin) {
        all += counts[size_t(bin)];
        sum += counts[size_t(bin)] * bin;
    }
    Threshold best;
    double largest = 0, below = 0, sumBelow = 0;
    for (int bin = 0; bin + 1 < kBins; ++bin) {
        below += counts[size_t(bin)];
        sumBelow += counts[size_t(bin)] * bin;
        if (below <= 0 || below >= all)
            continue;
        const double gap = (sum - sumBelow) / (all - below) - sumBelow / below;
        const double between = below * (all - below) * gap * gap;
        if (between > largest) {
            largest = between;
            best = {low + (bin + 1) * (high - low) / kBins, gap * (high - low) / kBins};
        }
    }
    return best;
}

} // namespace somno::sdreamer
