// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/finitevalues.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace somno::sdreamer {

static constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

float quantileOf(std::vector<float> values, double q)
{
    std::erase_if(values, [](float value) { return !std::isfinite(value); });
    if (values.empty())
        return kNaN;
    const auto at = values.begin() + std::ptrdiff_t(q * double(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

double varianceOf(const std::vector<float> &values)
{
    double count = 0, sum = 0, squares = 0;
    for (const float value : values)
        if (std::isfinite(value)) {
            ++count;
            sum += double(value);
            squares += double(value) * double(value);
        }
    return count > 0 ? std::max(0.0, squares / count - sum / count * (sum / count)) : 0;
}

std::vector<float> smoothed(const std::vector<float> &values, int half)
{
    const size_t size = values.size();
    std::vector<double> sums(size + 1);
    std::vector<int> counts(size + 1);
    for (size_t i = 0; i < size; ++i) {
        const bool known = std::isfinite(values[i]);
        sums[i + 1] = sums[i] + (known ? double(values[i]) : 0);
        counts[i + 1] = counts[i] + (known ? 1 : 0);
    }
    std::vector<float> out(size);
    for (size_t i = 0; i < size; ++i) {
        const size_t first = i - std::min(i, size_t(half)), last = std::min(size, i + size_t(half) + 1);
        const int count = counts[last] - counts[first];
        out[i] = count > 0 ? float((sums[last] - sums[first]) / count) : kNaN;
    }
    return out;
}

} // namespace somno::sdreamer
