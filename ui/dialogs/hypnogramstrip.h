// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/scoring/hypnogram.h"
#include "ui/lanes/plottheme.h"

namespace somno::ui {

/// A whole hypnogram in a strip: bands in the colours of the stages, hatched where nothing is scored.
class HypnogramStrip : public QWidget {
    Q_OBJECT
public:
    explicit HypnogramStrip(const plot::PlotTheme &theme, QWidget *parent = nullptr);

    /// `totalSec` is the length of the recording; what lies beyond it is not shown.
    void setHypnogram(scoring::Hypnogram hypnogram, double totalSec);
    [[nodiscard]] const scoring::Hypnogram &hypnogram() const { return m_hypnogram; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    plot::PlotTheme m_theme;
    scoring::Hypnogram m_hypnogram;
    double m_totalSec = 0;
};

} // namespace somno::ui
