// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <atomic>
#include <limits>
#include <optional>
#include <span>

#include "core/base/deviation.h"

namespace somno::signal {

/// The lowest and the highest digital value met in a channel, gathered from any thread, against the range that its file
/// states. Values beyond it are kept as they are, but said.
class DigitalRange {
public:
    DigitalRange(QString channel, int lowest, int highest)
        : m_channel(std::move(channel)), m_min(std::min(lowest, highest)), m_max(std::max(lowest, highest))
    {
    }

    template <class T>
    void meet(std::span<const T> samples)
    {
        if (samples.empty())
            return;
        T low = samples[0], high = samples[0];
        for (const T value : samples) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
        lower(int(low));
        raise(int(high));
    }
    /// Nothing where all that was met lies inside the range.
    [[nodiscard]] std::optional<Deviation> deviation() const;

private:
    void lower(int value)
    {
        for (int known = m_lowest; value < known && !m_lowest.compare_exchange_weak(known, value);) {}
    }
    void raise(int value)
    {
        for (int known = m_highest; value > known && !m_highest.compare_exchange_weak(known, value);) {}
    }

    QString m_channel;
    int m_min = 0;
    int m_max = 0;
    std::atomic<int> m_lowest = std::numeric_limits<int>::max();
    std::atomic<int> m_highest = std::numeric_limits<int>::min();
};

} // namespace somno::signal
