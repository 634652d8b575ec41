// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "core/work/labelstock.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTableView;
class QTextBrowser;
class QTimer;

namespace somno::ui {

class LabelsModel;
class LearningController;
class SplitTable;
class TeachSettings;

/// What there is to learn from, what is missing, and the button that begins.
class LabelsPage : public QWidget {
    Q_OBJECT
public:
    /// The controller is not owned.
    explicit LabelsPage(LearningController *controller, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildLayout();
    void connectParts();
    void watchSaves();
    void readSoon();
    void read();
    void look();
    void show(const LabelView &view);
    void showProblem(const Error &error);
    void enableButtons();
    void fitColumns();
    void teach();
    void askExport();

    LearningController *m_controller;
    LabelsModel *m_model;
    QTableView *m_table;
    QCheckBox *m_imported;
    QComboBox *m_by;
    QLabel *m_totals;
    SplitTable *m_splits;
    QTextBrowser *m_findings;
    TeachSettings *m_settings;
    QPushButton *m_teach;
    QPushButton *m_export;
    QLabel *m_why; ///< why Teach cannot be pressed
    QTimer *m_readTimer;
    std::shared_ptr<const LabelStock> m_stock;
    LabelChoice m_choice;
    std::shared_ptr<const LabelView> m_view; ///< null while it is being computed
    int m_generation = 0;                    ///< of the look that is awaited
    bool m_stale = true;
    bool m_reading = false;
};

} // namespace somno::ui
