// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/backdrop.h"
#include "ui/lanes/scoringplottables.h"
#include "ui/lanes/ticks.h"

namespace somno::plot {

QDateTime RulerPlottable::start() const
{
    return view().showsClock() ? view().recording->start : QDateTime();
}

void RulerPlottable::paint(QCPPainter *painter, const QRect &rect)
{
    if (!view().recording)
        return;
    // No lane of its own: the ruler lies on the background, its labels may reach beyond the ends.
    painter->fillRect(rect, theme().background);
    painter->setClipRect(m_lane->rect());
    const QFontMetrics metrics(painter->font());
    for (const TimeTick &tick : timeTicks(view().axis.first(), view().axis.last(), timeLabelCount(rect), start())) {
        const double x = std::floor(m_lane->xAt(tick.sec));
        painter->fillRect(QRectF(x, rect.top(), 1, 4), theme().mutedText);
        painter->setPen(theme().mutedText);
        const double half = metrics.horizontalAdvance(tick.label) / 2.0 + 1;
        const double centre = std::min(x, m_lane->width() - half);
        painter->drawText(QRectF(centre - half, rect.top() + 5, 2 * half, metrics.height()),
                          Qt::AlignHCenter | Qt::AlignTop, tick.label);
    }
}

void RulerPlottable::paintGutter(QCPPainter *painter, const QRect &rect)
{
    if (!view().recording)
        return;
    painter->setPen(theme().mutedText);
    painter->drawText(QRect(12, rect.top() + 5, rect.width() - 20, QFontMetrics(painter->font()).height()),
                      Qt::AlignLeft | Qt::AlignTop, view().showsClock() ? tr("Clock time") : tr("Elapsed"));
}

void RulerPlottable::paintOverlay(QCPPainter *painter, const QRect &rect)
{
    if (view().hoverSec < 0)
        return;
    const bool fine = view().axis.span() < 20;
    QString text = timeText(view().hoverSec, start(), fine ? 3 : 1);
    if (view().recording && view().recording->time.gapAt(toTicks(view().hoverSec)))
        text = tr("%1 · gap").arg(text);
    const QFontMetrics metrics(m_lane->font());
    QRectF chip(0, rect.top(), metrics.horizontalAdvance(text) + 14, rect.height());
    const double half = chip.width() / 2;
    chip.moveLeft(std::round(std::clamp(m_lane->xAt(view().hoverSec), rect.left() + half, rect.right() - half) - half));
    painter->fillRect(chip, theme().background);
    painter->setFont(m_lane->font());
    painter->setPen(theme().text);
    painter->drawText(chip.adjusted(0, 5, 0, 0), Qt::AlignHCenter | Qt::AlignTop, text);
}

} // namespace somno::plot
