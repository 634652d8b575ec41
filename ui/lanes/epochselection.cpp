// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/epochselection.h"

#include <algorithm>
#include <cmath>

namespace somno::plot {

void EpochSelection::setEpochs(EpochIndex count, double epochSec)
{
    Q_ASSERT(epochSec > 0);
    constexpr double kTolerance = 1e-6; // 70 epochs of 0.1 s are 7 s and a trifle
    const auto onGrid = [&](EpochIndex epoch) { return double(epoch) * m_epochSec / epochSec; };
    const auto current = EpochIndex(onGrid(m_current) + kTolerance);
    const scoring::EpochRange selection{EpochIndex(onGrid(m_selection.first) + kTolerance),
                                        EpochIndex(std::ceil(onGrid(m_selection.last) - kTolerance))};
    m_count = std::max<EpochIndex>(0, count);
    m_epochSec = epochSec;
    setCurrent(std::max<EpochIndex>(0, current));
    select(selection);
}

EpochIndex EpochSelection::epochAt(double timeSec) const
{
    const double epoch = std::floor(timeSec / m_epochSec);
    return m_count == 0 ? -1 : EpochIndex(std::clamp(epoch, 0.0, double(m_count - 1)));
}

void EpochSelection::setCurrent(EpochIndex epoch)
{
    const EpochIndex clamped = m_count == 0 ? -1 : std::clamp<EpochIndex>(epoch, 0, m_count - 1);
    if (clamped == m_current)
        return;
    m_current = clamped;
    Q_EMIT currentChanged(m_current);
}

void EpochSelection::select(scoring::EpochRange range)
{
    range = {std::max<EpochIndex>(0, range.first), std::min(range.last, m_count)};
    if (range.isEmpty())
        range = {};
    if (range == m_selection)
        return;
    m_selection = range;
    Q_EMIT selectionChanged(m_selection);
}

scoring::EpochRange EpochSelection::target() const
{
    if (!m_selection.isEmpty())
        return m_selection;
    return m_current < 0 ? scoring::EpochRange{} : scoring::EpochRange{m_current, m_current + 1};
}

} // namespace somno::plot
