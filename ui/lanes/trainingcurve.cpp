// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/trainingcurve.h"

#include <qcustomplot.h>

#include <QVBoxLayout>
#include <cmath>
#include <limits>

namespace somno::plot {

namespace {

constexpr double kRoom = 1.08; // around the curves
constexpr double kDot = 4;

void colourAxis(QCPAxis *axis, const PlotTheme &theme)
{
    axis->setBasePen(theme.hairline);
    axis->setTickPen(theme.hairline);
    axis->setSubTickPen(Qt::NoPen);
    axis->setTickLabelColor(theme.mutedText);
    axis->setLabelColor(theme.mutedText);
    axis->grid()->setPen(QPen(theme.grid, 0));
    axis->grid()->setZeroLinePen(Qt::NoPen);
}

void fit(QCPAxis *axis, const QCPGraph *graph)
{
    double lowest = std::numeric_limits<double>::infinity(), highest = 0;
    for (const QCPGraphData &point : *graph->data()) {
        lowest = std::min(lowest, point.value);
        highest = std::max(highest, point.value);
    }
    if (highest > lowest)
        axis->setRange(lowest - (highest - lowest) * (kRoom - 1), highest + (highest - lowest) * (kRoom - 1));
    else
        axis->setRange(0, highest > 0 ? highest * kRoom : 1);
}

} // namespace

TrainingCurve::TrainingCurve(QWidget *parent)
    : QWidget(parent), m_plot(new QCustomPlot), m_training(m_plot->addGraph(m_plot->xAxis, m_plot->yAxis2)),
      m_validation(m_plot->addGraph()), m_best(m_plot->addGraph())
{
    setObjectName(QStringLiteral("trainingCurve"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_plot);
    m_training->setName(tr("learned from"));
    m_validation->setName(tr("validation"));
    m_best->setName(tr("kept"));
    m_best->setLineStyle(QCPGraph::lsNone);
    m_best->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, 9));
    m_plot->xAxis->setLabel(tr("step"));
    // The one sums all heads, with augmentation, the other is of the weights' mean on one head: each has its own scale.
    m_plot->yAxis->setLabel(tr("validation loss"));
    m_plot->yAxis2->setLabel(tr("loss while learning"));
    m_plot->yAxis2->setVisible(true);
    m_plot->legend->setVisible(true);
    m_plot->legend->setBorderPen(Qt::NoPen);
    m_plot->legend->setFillOrder(QCPLegend::foColumnsFirst);
    // Above the curves, which it would hide.
    auto *above = new QCPLayoutGrid;
    m_plot->plotLayout()->insertRow(0);
    m_plot->plotLayout()->addElement(0, 0, above);
    above->setMargins(QMargins(8, 4, 8, 0));
    above->addElement(0, 0, m_plot->legend);
    m_plot->plotLayout()->setRowStretchFactor(0, 0.001);
    m_plot->setMinimumSize(260, 140);
    setTheme(PlotTheme::light());
}

void TrainingCurve::setTheme(const PlotTheme &theme)
{
    m_plot->setBackground(theme.lane);
    colourAxis(m_plot->xAxis, theme);
    colourAxis(m_plot->yAxis, theme);
    colourAxis(m_plot->yAxis2, theme);
    m_plot->yAxis2->grid()->setVisible(false);
    m_training->setPen(QPen(theme.mutedText, 1.5, Qt::DashLine));
    m_training->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(theme.mutedText, 1), theme.mutedText,
                                                kDot)); // one point is no line
    m_validation->setPen(QPen(theme.accent, 2));
    m_validation->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(theme.accent, 1), theme.accent, kDot));
    m_best->setPen(QPen(theme.accent, 2));
    m_plot->legend->setTextColor(theme.text);
    m_plot->legend->setBrush(theme.lane);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void TrainingCurve::clear()
{
    m_points = 0;
    for (QCPGraph *graph : {m_training, m_validation, m_best})
        graph->data()->clear();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void TrainingCurve::addPoint(int step, double trainLoss, double validationLoss)
{
    if (std::isfinite(trainLoss) && step > 0)
        m_training->addData(step, trainLoss);
    m_validation->addData(step, validationLoss);
    ++m_points;
    show();
}

void TrainingCurve::setBestStep(int step)
{
    m_best->data()->clear();
    for (const QCPGraphData &point : *m_validation->data())
        if (int(point.key) == step)
            m_best->addData(point.key, point.value);
    show();
}

void TrainingCurve::show()
{
    double last = 1;
    for (const QCPGraph *graph : {m_training, m_validation})
        for (const QCPGraphData &point : *graph->data())
            last = std::max(last, point.key);
    m_plot->xAxis->setRange(0, last * kRoom);
    fit(m_plot->yAxis, m_validation);
    fit(m_plot->yAxis2, m_training);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace somno::plot
