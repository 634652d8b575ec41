// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>
#include <QSplitter>

#include "ui/lanes/plottheme.h"

namespace somno::plot {

class Lane;

/// Lanes above one another with borders that drag, and a scroll bar once they no longer fit.
class LaneStack : public QScrollArea {
    Q_OBJECT
public:
    explicit LaneStack(const PlotTheme &theme);

    void addLane(Lane *lane);
    void applyTheme();

Q_SIGNALS:
    /// Width that the scroll bar takes from the lanes; 0 while there is none.
    void scrollBarWidthChanged(int width);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    const PlotTheme &m_theme;
    QSplitter *m_splitter;
};

} // namespace somno::plot
