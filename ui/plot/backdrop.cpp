// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "plot/backdrop.h"

#include "plot/stagecolumns.h"
#include "plot/ticks.h"

namespace somno::plot {

using scoring::EpochSource;
using scoring::Stage;

int timeLabelCount(const QRect &rect)
{
    return std::max(1, rect.width() / 110);
}

static void paintStages(QCPPainter *painter, const QRect &rect, const ViewState &view, const ColumnGrid &grid,
                        double ratio)
{
    const auto columns = stageColumns(*view.hypnogram(), grid);
    for (int first = 0, last = 0; first < grid.count; first = last) {
        const StageColumn &column = columns[size_t(first)];
        const auto same = [&](const StageColumn &other) {
            return other.dominant == column.dominant && other.source == column.source;
        };
        while (last < grid.count && same(columns[size_t(last)]))
            ++last;
        if (column.dominant == Stage::Unscored)
            continue;
        QColor wash = view.theme.stage(column.dominant);
        const double strength = view.theme.isDark ? 0.7 : 1;
        wash.setAlphaF(strength * (column.source == EpochSource::Automatic ? 0.10 : 0.18));
        painter->fillRect(
            QRectF(rect.left() + first / ratio, rect.top(), (last - first) / ratio, rect.height()), wash);
    }
}

void Backdrop::paint(QCPPainter *painter, const QRect &rect)
{
    if (!view().recording)
        return;
    if (m_withStages && view().hypnogram())
        paintStages(painter, rect, view(), m_lane->grid(), m_lane->bufferDevicePixelRatio());
    const QDateTime start = view().showsClock() ? view().recording->start : QDateTime();
    for (const TimeTick &tick :
         timeTicks(view().axis.first(), view().axis.last(), timeLabelCount(rect), start))
        painter->fillRect(QRectF(std::floor(m_lane->xAt(tick.sec)), rect.top(), 1, rect.height()), theme().grid);
}

} // namespace somno::plot
