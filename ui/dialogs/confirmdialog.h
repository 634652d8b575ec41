// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QPointer>

#include "core/document/scoringdocument.h"

class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace somno::ui {

/// Asks for the confidence from which on automatic epochs are confirmed, and says beforehand how many these are.
class ConfirmDialog : public QDialog {
    Q_OBJECT
public:
    /// The document is not owned. `threshold` is the confidence to begin with, 0 to 1.
    ConfirmDialog(scoring::ScoringDocument *document, double threshold, QWidget *parent = nullptr);

    [[nodiscard]] double threshold() const;

private:
    void count();

    QPointer<scoring::ScoringDocument> m_document;
    QDoubleSpinBox *m_threshold;
    QLabel *m_count;
    QPushButton *m_confirm;
};

} // namespace somno::ui
