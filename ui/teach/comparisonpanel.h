// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/work/proposalcomparison.h"

class QLabel;
class QTableWidget;
namespace somno::plot {
struct PlotTheme;
}

namespace somno::ui {

class StageStrips;

/// How far two models agree on a recording, and where they do not.
class ComparisonPanel : public QWidget {
    Q_OBJECT
public:
    explicit ComparisonPanel(QWidget *parent = nullptr);

    void setTheme(const plot::PlotTheme &theme);
    void showWaiting(const QString &sentence);
    void showResult(const QString &recording, const ComparisonResult &result);

Q_SIGNALS:
    /// A stretch was double-clicked, or a place in the hypnograms clicked: seconds from the start of the recording that
    /// was compared.
    void placeWanted(double firstSec, double lastSec);

private:
    void showConfusion(const scoring::Agreement &agreement);
    void showStretches(const ComparisonResult &result);

    QLabel *m_summary;
    StageStrips *m_strips;
    QTableWidget *m_confusion;
    QTableWidget *m_stretches;
    ComparisonResult m_result;
};

} // namespace somno::ui
