// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/backdrop.h"

#include <algorithm>

#include "ui/lanes/stagecolumns.h"
#include "ui/lanes/ticks.h"

namespace somno::plot {

using scoring::EpochSource;
using scoring::Stage;

int timeLabelCount(const QRect &rect)
{
    return std::max(1, rect.width() / 110);
}

static bool awaitsReview(const StageColumn &column)
{
    return column.has(EpochSource::Automatic) || column.has(EpochSource::Imported);
}

/// One row of pixels, repeated down the lane: a rectangle a bout costs the painter thirty times as much over a day.
static void paintStages(QImage &lane, const ViewState &view, const ColumnGrid &grid)
{
    const auto columns = stageColumns(*view.hypnogram(), grid);
    auto *row = reinterpret_cast<QRgb *>(lane.scanLine(0));
    const double strength = view.theme.isDark ? 0.7 : 1;
    for (int x = 0; x < std::min(grid.count, lane.width()); ++x) {
        const StageColumn &column = columns[size_t(x)];
        if (column.dominant == Stage::Unscored)
            continue;
        QColor wash = view.look(column.dominant).colour;
        wash.setAlphaF(strength * (awaitsReview(column) ? 0.10 : 0.18));
        row[x] = qPremultiply(wash.rgba());
    }
    for (int y = 1; y < lane.height(); ++y)
        std::copy_n(row, lane.width(), reinterpret_cast<QRgb *>(lane.scanLine(y)));
}

void Backdrop::paint(QCPPainter *painter, const QRect &rect)
{
    if (!view().recording)
        return;
    const bool withStages = m_lane->specification().ground == LaneSpecification::Ground::StagesAndTimeGrid;
    if (withStages && view().hypnogram()) {
        QImage lane = image(rect);
        paintStages(lane, view(), m_lane->grid());
        painter->drawImage(rect.topLeft(), lane);
    }
    const QDateTime start = view().showsClock() ? view().recording->start : QDateTime();
    for (const TimeTick &tick : timeTicks(view().axis.first(), view().axis.last(), timeLabelCount(rect), start))
        painter->fillRect(QRectF(std::floor(m_lane->xAt(tick.sec)), rect.top(), 1, rect.height()), theme().grid);
}

} // namespace somno::plot
