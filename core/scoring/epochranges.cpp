// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/epochranges.h"

#include <algorithm>

namespace somno::scoring {

Ranges united(Ranges ranges, EpochIndex gap)
{
    std::ranges::sort(ranges, {}, &EpochRange::first);
    Ranges result;
    for (const EpochRange &range : ranges) {
        if (range.isEmpty())
            continue;
        if (!result.empty() && range.first <= result.back().last + gap)
            result.back().last = std::max(result.back().last, range.last);
        else
            result.push_back(range);
    }
    return result;
}

Ranges intersection(const Ranges &a, const Ranges &b)
{
    Ranges result;
    for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const EpochRange common{std::max(a[i].first, b[j].first), std::min(a[i].last, b[j].last)};
        if (!common.isEmpty())
            result.push_back(common);
        a[i].last < b[j].last ? ++i : ++j;
    }
    return result;
}

Ranges difference(const Ranges &a, const Ranges &b)
{
    Ranges result;
    size_t j = 0;
    for (EpochRange rest : a) {
        while (j < b.size() && b[j].last <= rest.first)
            ++j;
        for (size_t k = j; k < b.size() && b[k].first < rest.last; ++k) {
            if (rest.first < b[k].first)
                result.push_back({rest.first, b[k].first});
            rest.first = std::max(rest.first, b[k].last);
        }
        if (!rest.isEmpty())
            result.push_back(rest);
    }
    return result;
}

Ranges widened(const Ranges &ranges, EpochIndex epochs)
{
    Ranges result = ranges;
    for (EpochRange &range : result)
        range = {std::max<EpochIndex>(0, range.first - epochs), range.last + epochs};
    return united(std::move(result));
}

EpochIndex sizeOf(const Ranges &ranges)
{
    EpochIndex size = 0;
    for (const EpochRange &range : ranges)
        size += range.size();
    return size;
}

} // namespace somno::scoring
