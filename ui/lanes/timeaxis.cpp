// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/timeaxis.h"

#include <algorithm>

namespace somno::plot {

void TimeAxis::setTotal(double totalSec)
{
    m_total = std::max(0.0, totalSec);
    Q_EMIT totalChanged(m_total);
    apply(m_first, m_span);
}

void TimeAxis::setRange(double firstSec, double lastSec)
{
    apply(firstSec, lastSec - firstSec);
}

void TimeAxis::setSpan(double spanSec, double anchorSec)
{
    const double share = m_span > 0 ? (anchorSec - m_first) / m_span : 0.5;
    const double span = std::clamp(spanSec, std::min(kMinSpanSec, m_total), m_total);
    apply(anchorSec - share * span, span);
}

void TimeAxis::pan(double deltaSec)
{
    apply(m_first + deltaSec, m_span);
}

void TimeAxis::zoom(double factor, double anchorSec)
{
    if (factor > 0)
        setSpan(m_span / factor, anchorSec);
}

void TimeAxis::apply(double firstSec, double spanSec)
{
    const double span = std::clamp(spanSec, std::min(kMinSpanSec, m_total), m_total);
    const double first = std::clamp(firstSec, 0.0, m_total - span);
    if (first == m_first && span == m_span)
        return;
    m_first = first;
    m_span = span;
    Q_EMIT rangeChanged(this->first(), last());
}

} // namespace somno::plot
