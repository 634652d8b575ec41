// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "ui/lanes/lane.h"

namespace somno::plot {

/// Something drawn on a lane, by pixel columns rather than by axis coordinates.
class LanePlottable : public QCPAbstractPlottable {
    Q_OBJECT
public:
    explicit LanePlottable(Lane *lane);

    /// The data, clipped to `rect`.
    virtual void paint(QCPPainter *painter, const QRect &rect) = 0;
    /// Name, unit and scale, in the strip left of the data.
    virtual void paintGutter(QCPPainter * /*painter*/, const QRect & /*rect*/) {}
    /// What moves with the pointer.
    virtual void paintOverlay(QCPPainter * /*painter*/, const QRect & /*rect*/) {}

    /// Another recording is shown, or other channels of it. What takes long is computed in the background from here on.
    virtual void recordingChanged() {}
    /// factor > 1 draws taller; autoscale() goes back to the range found from the data.
    virtual void scaleAmplitude(double /*factor*/) {}
    virtual void autoscale() {}

    double selectTest(const QPointF &, bool, QVariant *) const override { return -1; }
    QCPRange getKeyRange(bool &found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool &found, QCP::SignDomain, const QCPRange &) const override;

protected:
    void draw(QCPPainter *painter) override;
    void drawLegendIcon(QCPPainter *, const QRectF &) const override {}

    [[nodiscard]] const ViewState &view() const { return m_lane->view(); }
    [[nodiscard]] const PlotTheme &theme() const { return view().theme; }
    /// A clear image of the device pixels of `rect`.
    [[nodiscard]] QImage image(const QRect &rect) const;
    /// Name and the lines below it at the left of the gutter, set at the top, or centred where the lane is low. Empty
    /// lines take no room.
    void paintName(QCPPainter *painter, const QRect &rect, const QString &name, QStringList below = {}) const;
    /// A scale label that ends at the right edge of the gutter, centred at y and kept inside the lane.
    void paintScaleLabel(QCPPainter *painter, const QRect &rect, double y, const QString &text) const;

    Lane *m_lane;
};

/// Fills device-pixel rows [top, bottom] of one column of an image, cut to it.
void fillColumn(QImage &image, int x, int top, int bottom, QRgb premultiplied);

} // namespace somno::plot
