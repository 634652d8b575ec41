// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/mousecontroller.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QWheelEvent>

namespace somno::plot {

using Click = LaneSpecification::Click;

MouseController::MouseController(ViewState &view, QObject *parent) : QObject(parent), m_view(view)
{
    constexpr int kEdgePanMs = 30;
    m_edgeTimer.setInterval(kEdgePanMs);
    connect(&m_edgeTimer, &QTimer::timeout, this, &MouseController::panAtEdge);
}

void MouseController::watch(Lane *lane)
{
    lane->setMouseTracking(true);
    lane->installEventFilter(this);
}

bool MouseController::eventFilter(QObject *watched, QEvent *event)
{
    auto *lane = qobject_cast<Lane *>(watched);
    if (!lane || !m_view.recording)
        return false;
    switch (event->type()) {
    case QEvent::MouseButtonPress:
    case QEvent::MouseButtonDblClick: press(lane, *static_cast<QMouseEvent *>(event)); return true;
    case QEvent::MouseMove: move(lane, *static_cast<QMouseEvent *>(event)); return true;
    case QEvent::MouseButtonRelease: release(lane); return true;
    case QEvent::Wheel: wheel(lane, *static_cast<QWheelEvent *>(event)); return true;
    case QEvent::ToolTip: rest(lane, *static_cast<QHelpEvent *>(event)); return true;
    case QEvent::Leave: Q_EMIT hovered(-1); return false;
    default: return false;
    }
}

void MouseController::press(Lane *lane, const QMouseEvent &event)
{
    // The gutter is no part of the time axis.
    if (m_action != Action::None || event.pos().x() < lane->plotRect().left())
        return;
    const double sec = lane->secAt(event.position().x());
    m_lane = lane;
    m_pressPos = m_lastPos = event.pos();
    m_anchor = m_view.selection.epochAt(sec);
    if (event.button() == Qt::RightButton) {
        selectBout(sec);
    } else if (event.button() == Qt::LeftButton || event.button() == Qt::MiddleButton) {
        const bool drags = event.button() == Qt::MiddleButton || event.modifiers().testFlag(Qt::ShiftModifier);
        m_action = lane->specification().click == Click::Jumps ? Action::Scrub : drags ? Action::Pan : Action::Press;
    }
    if (m_action == Action::Scrub) {
        m_view.selection.setCurrent(m_anchor);
        centreOn(sec);
    }
}

void MouseController::move(Lane *lane, const QMouseEvent &event)
{
    constexpr int kDragDistance = 4;
    const double sec = lane->secAt(event.position().x());
    const bool inside = event.pos().x() >= lane->plotRect().left();
    Q_EMIT hovered(inside && sec <= m_view.axis.total() ? sec : -1);
    if (m_action == Action::Press && (event.pos() - m_pressPos).manhattanLength() >= kDragDistance)
        m_action = Action::Select;
    if (m_action == Action::Select) {
        selectTo(sec);
        if (!m_edgeTimer.isActive())
            m_edgeTimer.start();
    } else if (m_action == Action::Pan) {
        m_view.axis.pan((m_lastPos.x() - event.pos().x()) * lane->bufferDevicePixelRatio() * columnSec(*lane));
    } else if (m_action == Action::Scrub) {
        centreOn(sec);
    }
    m_lastPos = event.pos();
}

void MouseController::release(Lane *lane)
{
    m_edgeTimer.stop();
    if (m_action == Action::Press && m_anchor >= 0) {
        m_view.selection.clear();
        m_view.selection.setCurrent(m_anchor);
        if (lane->specification().click == Click::CentresEpoch)
            centreOn((double(m_anchor) + 0.5) * m_view.selection.epochSec());
    }
    m_action = Action::None;
    m_lane = nullptr;
}

void MouseController::wheel(Lane *lane, const QWheelEvent &event)
{
    const double steps = (event.angleDelta().y() + event.angleDelta().x()) / 120.0;
    if (steps == 0)
        return;
    if (event.modifiers().testFlag(Qt::ControlModifier) && event.modifiers().testFlag(Qt::ShiftModifier)) {
        Q_EMIT amplitudeScaled(std::pow(1.2, steps));
    } else if (event.modifiers().testFlag(Qt::ControlModifier)) {
        m_view.axis.zoom(std::pow(1.25, steps), lane->secAt(event.position().x()));
    } else {
        // A tenth of the page a step, in whole pixels, so that the columns stay the same.
        const double columns = std::round(m_view.axis.span() / columnSec(*lane) / 10 * steps);
        m_view.axis.pan(-columns * columnSec(*lane));
    }
}

void MouseController::rest(const Lane *lane, const QHelpEvent &event)
{
    const double sec = lane->secAt(event.pos().x());
    const bool tells = lane->specification().tellsStage || m_view.recording->time.gapAt(toTicks(sec));
    if (tells && event.pos().x() >= lane->plotRect().left() && sec <= m_view.axis.total())
        Q_EMIT rested(sec, event.globalPos());
}

void MouseController::selectTo(double sec)
{
    const EpochIndex epoch = m_view.selection.epochAt(sec);
    if (epoch < 0)
        return;
    m_view.selection.setCurrent(m_anchor);
    m_view.selection.select({std::min(m_anchor, epoch), std::max(m_anchor, epoch) + 1});
}

void MouseController::selectBout(double sec)
{
    const scoring::Hypnogram *hypnogram = m_view.hypnogram();
    const EpochIndex epoch = m_view.selection.epochAt(sec);
    if (!hypnogram || epoch < 0 || epoch >= hypnogram->size())
        return;
    m_view.selection.setCurrent(epoch);
    m_view.selection.select(hypnogram->bout(epoch));
}

void MouseController::centreOn(double sec)
{
    m_view.axis.pan(sec - (m_view.axis.first() + m_view.axis.last()) / 2);
}

void MouseController::panAtEdge()
{
    constexpr int kEdge = 16;
    if (!m_lane)
        return;
    const QRect plot = m_lane->plotRect();
    const int beyondLeft = plot.left() + kEdge - m_lastPos.x();
    const int beyondRight = m_lastPos.x() - (plot.right() - kEdge);
    if (beyondLeft <= 0 && beyondRight <= 0)
        return;
    // The farther out, the faster: up to a twentieth of the page a tick.
    const double share = std::min(std::max(beyondLeft, beyondRight), 4 * kEdge) / (80.0 * kEdge);
    const double columns = std::ceil(share * m_view.axis.span() / columnSec(*m_lane));
    m_view.axis.pan((beyondLeft > 0 ? -columns : columns) * columnSec(*m_lane));
    selectTo(m_lane->secAt(std::clamp(m_lastPos.x(), plot.left(), plot.right())));
}

double MouseController::columnSec(const Lane &lane) const
{
    return lane.showsWholeRecording() ? m_view.axis.span() / 1000 : lane.grid().secPerColumn;
}

} // namespace somno::plot
