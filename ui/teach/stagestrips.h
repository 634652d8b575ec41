// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/work/proposalcomparison.h"
#include "ui/lanes/plottheme.h"

namespace somno::ui {

/// The hypnograms of two models over one another on one time axis, with marks between them where they differ.
class StageStrips : public QWidget {
    Q_OBJECT
public:
    explicit StageStrips(QWidget *parent = nullptr);

    void setTheme(const plot::PlotTheme &theme);
    void setResult(const ComparisonResult &result);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    /// Somebody clicked there: seconds from the start.
    void placeWanted(double sec);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    /// Where the hypnograms lie, right of the names.
    [[nodiscard]] QRect strips() const;
    void paintStrip(QPainter &painter, int top, const QString &name, const scoring::Hypnogram &hypnogram) const;

    plot::PlotTheme m_theme = plot::PlotTheme::light();
    ComparisonResult m_result;
};

} // namespace somno::ui
