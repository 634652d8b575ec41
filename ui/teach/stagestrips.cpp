// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/stagestrips.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/lanes/stagecolumns.h"
#include "ui/lanes/stagelook.h"

namespace somno::ui {

namespace {

constexpr int kRowHeight = 9;
constexpr int kRows = 3; ///< Wake, REM and NREM, as in the hypnogram
constexpr int kStripHeight = kRows * kRowHeight;
constexpr int kMarkHeight = 10; ///< where they differ
constexpr int kNameWidth = 130;

} // namespace

StageStrips::StageStrips(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("stageStrips"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Between the two hypnograms stands where they differ. A click goes there"));
    setCursor(Qt::PointingHandCursor);
}

void StageStrips::setTheme(const plot::PlotTheme &theme)
{
    m_theme = theme;
    update();
}

void StageStrips::setResult(const ComparisonResult &result)
{
    m_result = result;
    update();
}

QSize StageStrips::sizeHint() const
{
    return {4 * kNameWidth, 2 * kStripHeight + kMarkHeight};
}

QRect StageStrips::strips() const
{
    return rect().adjusted(kNameWidth, 0, 0, 0);
}

void StageStrips::paintStrip(QPainter &painter, int top, const QString &name, const scoring::Hypnogram &hypnogram) const
{
    const QRect strip(strips().left(), top, strips().width(), kStripHeight);
    painter.fillRect(strip, m_theme.lane);
    painter.setPen(m_theme.text);
    painter.drawText(QRect(0, top, kNameWidth - 8, kStripHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(name, Qt::ElideMiddle, kNameWidth - 8));
    const auto rows = plot::stageRows(nullptr);
    const auto columns = plot::stageColumns(
        hypnogram, plot::ColumnGrid::over(0, double(hypnogram.size()) * hypnogram.epochSec(), strip.width()));
    for (size_t i = 0; i < columns.size(); ++i)
        for (size_t row = 0; row < std::min(rows.size(), size_t(kRows)); ++row)
            if (columns[i].has(rows[row]))
                painter.fillRect(strip.left() + int(i), top + int(row) * kRowHeight, 1, kRowHeight,
                                 plot::lookOf(rows[row], plot::stageSetOf(&hypnogram), m_theme).colour);
}

void StageStrips::paintEvent(QPaintEvent *)
{
    const EpochIndex epochs = m_result.beforeStages.size();
    if (epochs == 0)
        return;
    QPainter painter(this);
    paintStrip(painter, 0, m_result.before, m_result.beforeStages);
    paintStrip(painter, kStripHeight + kMarkHeight, m_result.after, m_result.afterStages);
    const double columnsPerEpoch = double(strips().width()) / double(epochs);
    for (const DifferentStretch &stretch : m_result.stretches)
        painter.fillRect(QRectF(strips().left() + double(stretch.range.first) * columnsPerEpoch, kStripHeight + 2,
                                std::max(1.0, double(stretch.range.size()) * columnsPerEpoch), kMarkHeight - 4),
                         m_theme.attention);
}

void StageStrips::mouseReleaseEvent(QMouseEvent *event)
{
    const QRect all = strips();
    if (event->button() == Qt::LeftButton && all.contains(event->position().toPoint())
        && m_result.beforeStages.size() > 0)
        Q_EMIT placeWanted((event->position().x() - all.left()) / all.width() * double(m_result.beforeStages.size())
                           * m_result.epochSec);
}

} // namespace somno::ui
