// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include "ui/lanes/columngrid.h"
#include "ui/lanes/viewstate.h"

namespace somno::plot {

class LanePlottable;

/// One horizontal strip of the view: a plot of fixed gutter on the left for name and scale, and a drawing area on
/// which LanePlottables paint by pixel columns. Selection, current epoch and pointer lie on a buffered layer of
/// their own, so that they move without the data being drawn again.
class Lane : public QCustomPlot {
    Q_OBJECT
public:
    enum class Extent { VisibleRange, WholeRecording };
    static constexpr int kGutterWidth = 136;
    static constexpr int kRightMargin = 12;

    Lane(const ViewState &view, const QString &objectName, Extent extent = Extent::VisibleRange);

    [[nodiscard]] const ViewState &view() const { return m_view; }
    [[nodiscard]] Extent extent() const { return m_extent; }
    [[nodiscard]] QRect plotRect() const { return axisRect()->rect(); }
    [[nodiscard]] ColumnGrid grid() const;
    /// Time at a widget x, and back; logical pixels.
    [[nodiscard]] double secAt(double x) const;
    [[nodiscard]] double xAt(double sec) const;

    void setHeights(int minimum, int preferred);
    /// Keeps lanes aligned where a scroll bar takes room beside some of them.
    void setExtraRightMargin(int width);
    /// Draws everything anew, or the overlay alone, when control returns to the event loop.
    void refresh();
    void refreshOverlay();
    void applyTheme();

    [[nodiscard]] QSize minimumSizeHint() const override { return {kGutterWidth + 100, m_minimumHeight}; }
    [[nodiscard]] QSize sizeHint() const override { return {800, m_preferredHeight}; }

Q_SIGNALS:
    /// Everything drawn so far is on the screen.
    void painted();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const ViewState &m_view;
    Extent m_extent;
    int m_minimumHeight = 24;
    int m_preferredHeight = 48;
    bool m_overlayQueued = false;
};

} // namespace somno::plot
