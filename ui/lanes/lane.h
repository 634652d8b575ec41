// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

#include "ui/lanes/columngrid.h"
#include "ui/lanes/lanespecification.h"
#include "ui/lanes/viewstate.h"

namespace somno::plot {

class LanePlottable;

/// One horizontal strip of the view: a plot of fixed gutter on the left for name and scale, and a drawing area on
/// which LanePlottables paint by pixel columns. Selection, current epoch and pointer lie on a buffered layer of
/// their own, so that they move without the data being drawn again.
class Lane : public QCustomPlot {
    Q_OBJECT
public:
    static constexpr int kGutterWidth = 136;
    static constexpr int kRightMargin = 12;

    /// `channel` is an index into the recording of the view state; -1 for a lane of none.
    Lane(const ViewState &view, LaneSpecification specification, int channel = -1);

    [[nodiscard]] const ViewState &view() const { return m_view; }
    [[nodiscard]] const LaneSpecification &specification() const { return m_specification; }
    [[nodiscard]] bool showsWholeRecording() const;
    [[nodiscard]] int channel() const { return m_channel; }
    [[nodiscard]] std::vector<LanePlottable *> drawn();
    [[nodiscard]] QRect plotRect() const { return axisRect()->rect(); }
    [[nodiscard]] ColumnGrid grid() const;
    /// Time at a widget x, and back; logical pixels.
    [[nodiscard]] double secAt(double x) const;
    [[nodiscard]] double xAt(double sec) const;

    /// Keeps lanes aligned where a scroll bar takes room beside some of them.
    void setExtraRightMargin(int width);
    /// Draws everything anew, or the overlay alone, when control returns to the event loop.
    void refresh();
    void refreshOverlay();
    void applyTheme();

    [[nodiscard]] QSize minimumSizeHint() const override { return {kGutterWidth + 100, m_specification.minimumHeight}; }
    [[nodiscard]] QSize sizeHint() const override { return {800, m_specification.preferredHeight}; }

Q_SIGNALS:
    /// Everything drawn so far is on the screen.
    void painted();
    /// There was not enough memory for something drawn here.
    void starved();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const ViewState &m_view;
    LaneSpecification m_specification;
    int m_channel;
    bool m_overlayQueued = false;
};

} // namespace somno::plot
