// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/hypnogramstrip.h"

#include <QPainter>
#include <QPainterPath>

#include "ui/lanes/stagecolumns.h"
#include "ui/lanes/stagelook.h"

namespace somno::ui {
namespace {

constexpr int kHeight = 32;
constexpr int kRadius = 6;

} // namespace

HypnogramStrip::HypnogramStrip(const plot::PlotTheme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFixedHeight(kHeight);
    setAccessibleName(tr("Hypnogram of the labels"));
}

void HypnogramStrip::setHypnogram(scoring::Hypnogram hypnogram, double totalSec)
{
    m_hypnogram = std::move(hypnogram);
    m_totalSec = totalSec > 0 ? totalSec : double(m_hypnogram.size()) * m_hypnogram.epochSec();
    update();
}

void HypnogramStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath frame;
    frame.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
    painter.fillPath(frame, m_theme.lane);
    painter.fillPath(frame, QBrush(m_theme.hairline, Qt::BDiagPattern));
    painter.setClipPath(frame);
    const auto grid = plot::ColumnGrid::over(0, m_totalSec, width());
    const std::vector<plot::StageColumn> columns = plot::stageColumns(m_hypnogram, grid);
    for (size_t i = 0; i < columns.size(); ++i)
        if (const QColor colour = plot::lookOf(columns[i].dominant, m_hypnogram.stageSet(), m_theme).colour;
            colour.isValid())
            painter.fillRect(QRect(int(i), 0, 1, height()), colour);
    painter.setClipping(false);
    painter.setPen(m_theme.hairline);
    painter.drawPath(frame);
}

} // namespace somno::ui
