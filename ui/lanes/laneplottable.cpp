// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/laneplottable.h"

#include <algorithm>

namespace somno::plot {

LanePlottable::LanePlottable(Lane *lane) : QCPAbstractPlottable(lane->xAxis, lane->yAxis), m_lane(lane)
{
    setSelectable(QCP::stNone);
}

QCPRange LanePlottable::getKeyRange(bool &found, QCP::SignDomain) const
{
    found = false;
    return {};
}

QCPRange LanePlottable::getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const
{
    found = false;
    return {};
}

void LanePlottable::draw(QCPPainter *painter)
{
    const QRect rect = m_lane->plotRect();
    if (rect.isEmpty())
        return;
    painter->save();
    painter->setClipRect(rect);
    painter->setAntialiasing(false);
    painter->setFont(m_lane->font());
    paint(painter, rect);
    painter->restore();
}

QImage LanePlottable::image(const QRect &rect) const
{
    const double ratio = m_lane->bufferDevicePixelRatio();
    QImage image(qRound(rect.width() * ratio), qRound(rect.height() * ratio), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    return image;
}

void LanePlottable::paintName(QCPPainter *painter, const QRect &rect, const QString &name, QStringList below) const
{
    constexpr int kLeft = 12;
    constexpr int kScaleWidth = 42;
    const QFontMetrics metrics(painter->font());
    below.removeAll(QString());
    const int height = metrics.height() * (1 + int(below.size()));
    const int top = rect.height() < height + 24 ? rect.top() + (rect.height() - height) / 2 : rect.top() + 8;
    const QRect line(kLeft, top, rect.right() - kLeft - kScaleWidth, metrics.height());
    painter->setPen(theme().text);
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(name, Qt::ElideRight, line.width()));
    // These stand between scale labels, of which only the top one is wide.
    QRect next = line.adjusted(0, 0, kScaleWidth / 2, 0);
    painter->setPen(theme().mutedText);
    for (const QString &text : std::as_const(below)) {
        next.translate(0, metrics.height());
        painter->drawText(next, Qt::AlignLeft | Qt::AlignVCenter,
                          metrics.elidedText(text, Qt::ElideRight, next.width()));
    }
}

void LanePlottable::paintScaleLabel(QCPPainter *painter, const QRect &rect, double y, const QString &text) const
{
    const int height = QFontMetrics(painter->font()).height();
    const int top = std::clamp(qRound(y - height / 2.0), rect.top(), std::max(rect.top(), rect.bottom() + 1 - height));
    painter->setPen(theme().mutedText);
    painter->drawText(QRect(rect.left(), top, rect.width() - 8, height), Qt::AlignRight | Qt::AlignVCenter, text);
}

void fillColumn(QImage &image, int x, int top, int bottom, QRgb premultiplied)
{
    top = std::max(top, 0);
    bottom = std::min(bottom, image.height() - 1);
    const qsizetype stride = image.bytesPerLine() / qsizetype(sizeof(QRgb));
    auto *pixel = reinterpret_cast<QRgb *>(image.bits()) + top * stride + x;
    for (int y = top; y <= bottom; ++y, pixel += stride)
        *pixel = premultiplied;
}

} // namespace somno::plot
