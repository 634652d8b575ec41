// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "ui/lanes/lane.h"

namespace somno::plot {

/// Turns the mouse over lanes into moves of the time axis and of the epoch selection.
class MouseController : public QObject {
    Q_OBJECT
public:
    MouseController(ViewState &view, QObject *parent);
    void watch(Lane *lane);

    bool eventFilter(QObject *watched, QEvent *event) override;

Q_SIGNALS:
    void hovered(double timeSec);
    void amplitudeScaled(double factor);
    /// The pointer rests on a lane that tells the stage.
    void rested(double timeSec, const QPoint &globalPos);

private:
    enum class Action { None, Press, Select, Pan, Scrub };

    void press(Lane *lane, const QMouseEvent &event);
    void move(Lane *lane, const QMouseEvent &event);
    void release(Lane *lane);
    void wheel(Lane *lane, const QWheelEvent &event);
    void rest(const Lane *lane, const QHelpEvent &event);
    void selectTo(double sec);
    void selectBout(double sec);
    void centreOn(double sec);
    void panAtEdge();
    [[nodiscard]] double columnSec(const Lane &lane) const;

    ViewState &m_view;
    Action m_action = Action::None;
    QPointer<Lane> m_lane; ///< lane of the button that is down
    QPoint m_pressPos;
    QPoint m_lastPos;
    EpochIndex m_anchor = -1;
    QTimer m_edgeTimer;
};

} // namespace somno::plot
