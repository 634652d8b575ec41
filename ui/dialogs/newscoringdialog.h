// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>

#include "core/scoring/stageset.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace somno::ui {

/// Asks how a further scoring of a recording begins: under which name, with which stages, in epochs of what length.
class NewScoringDialog : public QDialog {
    Q_OBJECT
public:
    struct Wish {
        QString name;
        scoring::StageSet stageSet; ///< a built-in one
        double epochSec = 1;
        bool beginAlike = false; ///< so shall the scoring of recordings that nobody has scored yet
    };

    /// `usual` is what stands there at first; `taken` are names under which there is a scoring of this recording
    /// already, which has so many seconds: no epoch is longer.
    NewScoringDialog(const Wish &usual, const QStringList &taken, double recordingSec, QWidget *parent = nullptr);

    [[nodiscard]] Wish wish() const;

private:
    void layOut();
    /// What the stages are called, and whether it can begin.
    void explain();

    QStringList m_taken;
    QLineEdit *m_name;
    QComboBox *m_stageSet;
    QDoubleSpinBox *m_epochSec;
    QCheckBox *m_alike;
    QLabel *m_stages;
    QLabel *m_problem;
    QPushButton *m_begin = nullptr;
};

} // namespace somno::ui
