// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/lanestack.h"

#include <QPainter>
#include <QScrollBar>
#include <QSplitterHandle>

#include "ui/lanes/lane.h"

namespace somno::plot {

namespace {

/// A hairline in a strip of background.
class Handle : public QSplitterHandle {
public:
    Handle(QSplitter *splitter, const PlotTheme &theme) : QSplitterHandle(Qt::Vertical, splitter), m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.background);
        painter.fillRect(QRect(12, height() / 2, width() - 12 - Lane::kRightMargin, 1), m_theme.hairline);
    }

private:
    const PlotTheme &m_theme;
};

class Splitter : public QSplitter {
public:
    explicit Splitter(const PlotTheme &theme) : QSplitter(Qt::Vertical), m_theme(theme)
    {
        setHandleWidth(7);
        setChildrenCollapsible(false);
    }

protected:
    QSplitterHandle *createHandle() override { return new Handle(this, m_theme); }

private:
    const PlotTheme &m_theme;
};

} // namespace

LaneStack::LaneStack(const PlotTheme &theme) : m_theme(theme), m_splitter(new Splitter(theme))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
    setWidget(m_splitter);
    verticalScrollBar()->installEventFilter(this);
    applyTheme();
}

void LaneStack::addLane(Lane *lane)
{
    // QSplitter adds these up in an int, which Qt's own default overflows from 128 lanes on.
    constexpr int kTallest = 4000;
    lane->setMaximumHeight(kTallest);
    m_splitter->addWidget(lane);
    m_splitter->setStretchFactor(m_splitter->indexOf(lane), lane->specification().stretch);
}

void LaneStack::applyTheme()
{
    QPalette palette = this->palette();
    palette.setColor(QPalette::Window, m_theme.background);
    setPalette(palette);
    m_splitter->setPalette(palette);
    m_splitter->update();
}

bool LaneStack::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == verticalScrollBar() && event->type() == QEvent::Show)
        Q_EMIT scrollBarWidthChanged(verticalScrollBar()->sizeHint().width());
    if (watched == verticalScrollBar() && event->type() == QEvent::Hide)
        Q_EMIT scrollBarWidthChanged(0);
    return QScrollArea::eventFilter(watched, event);
}

} // namespace somno::plot
