// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/gapband.h"

#include <algorithm>

#include "ui/lanes/ticks.h"

namespace somno::plot {

static double secOf(Ticks ticks)
{
    return double(ticks) / double(kTicksPerSecond);
}

void GapBand::paint(QCPPainter *painter, const QRect &rect)
{
    const ColumnGrid grid = m_lane->grid();
    if (!view().recording || view().recording->time.isContinuous() || grid.count == 0)
        return;
    QImage lane = image(rect);
    const int columns = std::min(grid.count, lane.width());
    const int period = qRound(7 * m_lane->bufferDevicePixelRatio());
    const QRgb ground = theme().lane.rgba(), line = theme().hairline.rgba();
    for (const signal::Gap &gap : view().recording->time.gaps()) {
        // Columns that hold a sample are the trace's.
        const double first = std::ceil(grid.columnAt(secOf(gap.first))),
                     last = std::floor(grid.columnAt(secOf(gap.last)));
        const int left = int(std::clamp<double>(std::min(first, last), 0, columns));
        const int right = int(std::clamp<double>(std::max(last, first + 1), 0, columns));
        for (int x = left; x < right; ++x) {
            fillColumn(lane, x, 0, lane.height() - 1, first < last ? ground : line);
            // Hatching is anchored to the recording, and travels with it.
            for (qint64 y = period - 1 - (grid.first + x) % period; first < last && y < lane.height(); y += period)
                fillColumn(lane, x, int(y), int(y), line);
        }
    }
    painter->drawImage(rect.topLeft(), lane);
    if (m_lane->specification().perChannel)
        paintLengths(painter, rect);
}

void GapBand::paintLengths(QCPPainter *painter, const QRect &rect) const
{
    constexpr int kMargin = 8;
    const QFontMetrics metrics(painter->font());
    for (const signal::Gap &gap : view().recording->time.gaps()) {
        const double left = std::max(m_lane->xAt(secOf(gap.first)), double(rect.left()));
        const double right = std::min(m_lane->xAt(secOf(gap.last)), double(rect.right() + 1));
        const QString text = tr("Gap %1").arg(lengthText(secOf(gap.last - gap.first)));
        const double width = metrics.horizontalAdvance(text) + 2 * kMargin;
        if (right - left < width)
            continue;
        const QRectF box((left + right - width) / 2, rect.center().y() - metrics.height() / 2.0, width,
                         metrics.height());
        painter->fillRect(box, theme().lane);
        painter->setPen(theme().mutedText);
        painter->drawText(box, Qt::AlignCenter, text);
    }
}

} // namespace somno::plot
