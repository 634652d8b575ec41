// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "plot/laneplottable.h"

namespace somno::plot {

/// Stages as bars in rows, joined by a step line. Automatic bars are lighter and hatched; a human's are solid with a
/// line under them; imported ones are solid. Unscored epochs are left empty.
class HypnogramPlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;
};

/// The model's confidence as an area, and how far uncertain automatic epochs fall below the threshold.
class ConfidencePlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;
};

/// The whole recording: stages in rows, a strip where automatic epochs are uncertain, progress while reading.
class OverviewPlottable : public LanePlottable {
    Q_OBJECT
public:
    using LanePlottable::LanePlottable;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;

private:
    void paintStages(QImage &lane) const;
    void paintUncertain(QImage &lane) const;
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
