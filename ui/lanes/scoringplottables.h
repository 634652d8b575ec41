// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/lanes/laneplottable.h"
#include "ui/lanes/stagecolumns.h"

namespace somno::plot {

/// Stages as bars in rows, joined by a step line. What awaits review is lighter with a pattern, automatic bars hatched,
/// imported ones striped; what is reviewed is solid, and has a line under it where a human set it. Under a column of
/// several epochs the pattern stays until the last of them is reviewed. Unscored epochs are left empty.
class HypnogramPlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;

private:
    void paintRow(QImage &lane, const std::vector<StageColumn> &columns, scoring::Stage stage, int top,
                  int bottom) const;
};

/// The model's confidence as an area, and how far uncertain automatic epochs fall below the threshold.
class ConfidencePlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;
};

/// The whole recording: stages in rows, a strip where automatic epochs are uncertain, under it a line where all is
/// reviewed (thick where a human set something, dotted where all is imported), progress while reading.
class OverviewPlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;

private:
    void paintStages(QImage &lane, const std::vector<StageColumn> &columns) const;
    void paintUncertain(QImage &lane) const;
    void paintReviewed(QImage &lane, const std::vector<StageColumn> &columns) const;
};

/// Times along the bottom, and the time under the pointer.
class RulerPlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;
    void paintOverlay(QCPPainter *painter, const QRect &rect) override;

private:
    [[nodiscard]] QDateTime start() const;
};

} // namespace somno::plot
