// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/lane.h"

#include <QTimer>

#include "ui/lanes/backdrop.h"
#include "ui/lanes/gapband.h"

namespace somno::plot {

namespace {

/// Name and scale of every plottable of a lane.
class Gutter : public QCPLayerable {
public:
    explicit Gutter(Lane *lane) : QCPLayerable(lane, QStringLiteral("axes")), m_lane(lane) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(false); }
    void draw(QCPPainter *painter) override
    {
        const QRect plot = m_lane->plotRect();
        painter->setFont(m_lane->font());
        for (LanePlottable *plottable : m_lane->drawn())
            plottable->paintGutter(painter, QRect(0, plot.top(), plot.left(), plot.height()));
    }

private:
    Lane *m_lane;
};

/// Current epoch, selection, flash, pointer; on the overview the frame of the visible window.
class Overlay : public QCPLayerable {
public:
    explicit Overlay(Lane *lane) : QCPLayerable(lane, QStringLiteral("overlay")), m_lane(lane) {}

protected:
    [[nodiscard]] QRect clipRect() const override { return m_lane->rect(); }
    void applyDefaultAntialiasingHint(QCPPainter *painter) const override { painter->setAntialiasing(false); }
    void draw(QCPPainter *painter) override
    {
        const ViewState &view = m_lane->view();
        if (!view.recording)
            return;
        painter->setClipRect(m_lane->plotRect());
        fillEpochs(painter, view.flash, view.theme.accent, 90);
        fillEpochs(painter, view.selection.selection(), view.theme.selection, view.theme.selection.alpha());
        drawSelectionEdges(painter);
        if (m_lane->showsWholeRecording())
            drawWindowFrame(painter);
        else
            drawCurrentAndPointer(painter);
        painter->setClipRect(m_lane->rect());
        for (LanePlottable *plottable : m_lane->drawn())
            plottable->paintOverlay(painter, m_lane->plotRect());
    }

private:
    [[nodiscard]] QRectF rectOf(scoring::EpochRange range) const
    {
        const double epochSec = m_lane->view().selection.epochSec();
        const QRectF plot = m_lane->plotRect();
        // Cut to the lane: at high zoom a range may reach millions of pixels beyond it.
        const double left = std::max(m_lane->xAt(double(range.first) * epochSec), plot.left() - 2);
        const double right = std::min(m_lane->xAt(double(range.last) * epochSec), plot.left() + plot.width() + 2);
        return {left, plot.top(), std::max(right - left, 0.0), plot.height()};
    }

    void fillEpochs(QCPPainter *painter, scoring::EpochRange range, QColor colour, int alpha)
    {
        if (range.isEmpty())
            return;
        colour.setAlpha(alpha);
        QRectF rect = rectOf(range);
        rect.setWidth(std::max(rect.width(), 1.0));
        painter->fillRect(rect, colour);
    }

    void drawLine(QCPPainter *painter, double x, const QColor &colour)
    {
        const QRect plot = m_lane->plotRect();
        painter->fillRect(QRectF(x, plot.top(), 1, plot.height()), colour);
    }

    void drawSelectionEdges(QCPPainter *painter)
    {
        if (m_lane->view().selection.selection().isEmpty())
            return;
        const QRectF rect = rectOf(m_lane->view().selection.selection());
        drawLine(painter, rect.left(), m_lane->view().theme.accent);
        drawLine(painter, rect.right() - 1, m_lane->view().theme.accent);
    }

    void drawCurrentAndPointer(QCPPainter *painter)
    {
        const ViewState &view = m_lane->view();
        if (const EpochIndex current = view.selection.current(); current >= 0) {
            const QRectF rect = rectOf({current, current + 1});
            fillEpochs(painter, {current, current + 1}, view.theme.currentEpoch, view.theme.currentEpoch.alpha());
            QColor edge = view.theme.text;
            edge.setAlpha(rect.width() < 3 ? 170 : 90);
            drawLine(painter, rect.left(), edge);
            if (rect.width() >= 3)
                drawLine(painter, rect.right() - 1, edge);
        }
        if (view.hoverSec >= 0) {
            QColor pointer = view.theme.mutedText;
            pointer.setAlpha(110);
            drawLine(painter, std::floor(m_lane->xAt(view.hoverSec)), pointer);
        }
    }

    void drawWindowFrame(QCPPainter *painter)
    {
        constexpr double kNarrowest = 5;
        const ViewState &view = m_lane->view();
        const QRectF plot = m_lane->plotRect();
        double left = m_lane->xAt(view.axis.first());
        double width = m_lane->xAt(view.axis.last()) - left;
        if (width < kNarrowest) {
            left -= (kNarrowest - width) / 2;
            width = kNarrowest;
        }
        const QRectF frame(std::clamp(left, plot.left(), plot.right() - width), plot.top(), width, plot.height());
        if (view.axis.span() < view.axis.total())
            painter->fillRect(frame, view.theme.selection);
        painter->setPen(QPen(view.theme.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->setAntialiasing(true);
        painter->drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
        painter->setAntialiasing(false);
    }

    Lane *m_lane;
};

} // namespace

Lane::Lane(const ViewState &view, LaneSpecification specification, int channel)
    : m_view(view), m_specification(std::move(specification)), m_channel(channel)
{
    setObjectName(m_specification.id);
    setPlottingHint(QCP::phImmediateRefresh, false);
    setFocusPolicy(Qt::NoFocus);
    axisRect()->setMinimumSize(0, 0);
    axisRect()->setAutoMargins(QCP::msNone);
    setExtraRightMargin(0);
    for (QCPAxis *axis : axisRect()->axes())
        axis->setVisible(false);
    new Gutter(this);
    new Overlay(this);
    if (m_specification.ground != LaneSpecification::Ground::Bare)
        new Backdrop(this);
    if (m_specification.showsGaps)
        new GapBand(this);
    m_specification.fill(this);
    applyTheme();
}

bool Lane::showsWholeRecording() const
{
    return m_specification.extent == LaneSpecification::Extent::WholeRecording;
}

std::vector<LanePlottable *> Lane::drawn()
{
    std::vector<LanePlottable *> drawn;
    for (int i = 0; i < plottableCount(); ++i)
        if (auto *plottable = qobject_cast<LanePlottable *>(this->plottable(i)))
            drawn.push_back(plottable);
    return drawn;
}

ColumnGrid Lane::grid() const
{
    const int columns = qRound(plotRect().width() * bufferDevicePixelRatio());
    if (showsWholeRecording())
        return ColumnGrid::over(0, m_view.axis.total(), columns);
    return ColumnGrid::over(m_view.axis.first(), m_view.axis.span(), columns);
}

double Lane::secAt(double x) const
{
    return grid().secAt((x - plotRect().left()) * bufferDevicePixelRatio());
}

double Lane::xAt(double sec) const
{
    return plotRect().left() + grid().columnAt(sec) / bufferDevicePixelRatio();
}

void Lane::setExtraRightMargin(int width)
{
    axisRect()->setMargins(QMargins(kGutterWidth, 0, kRightMargin + width, 0));
    refresh();
}

void Lane::refresh()
{
    replot(rpQueuedReplot);
}

void Lane::refreshOverlay()
{
    if (m_overlayQueued)
        return;
    m_overlayQueued = true;
    QTimer::singleShot(0, this, [this] {
        m_overlayQueued = false;
        layer(QStringLiteral("overlay"))->replot();
    });
}

void Lane::applyTheme()
{
    setBackground(QBrush(m_view.theme.background));
    axisRect()->setBackground(QBrush(m_view.theme.lane));
    refresh();
}

void Lane::paintEvent(QPaintEvent *event)
{
    QCustomPlot::paintEvent(event);
    Q_EMIT painted();
}

} // namespace somno::plot
