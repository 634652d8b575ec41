// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/lanes/plottheme.h"

class QCPGraph;
class QCustomPlot;

namespace somno::plot {

/// How a training goes: the loss on the epochs that it learns from and on those kept for validation, over the steps.
class TrainingCurve : public QWidget {
    Q_OBJECT
public:
    explicit TrainingCurve(QWidget *parent = nullptr);

    void setTheme(const PlotTheme &theme);
    void clear();
    /// The figures of one validation; `trainLoss` is not there before the first step (NaN).
    void addPoint(int step, double trainLoss, double validationLoss);
    /// Marks the step whose weights are kept.
    void setBestStep(int step);
    [[nodiscard]] int pointCount() const { return m_points; }

private:
    void show();

    QCustomPlot *m_plot;
    QCPGraph *m_training;
    QCPGraph *m_validation;
    QCPGraph *m_best;
    int m_points = 0;
};

} // namespace somno::plot
