// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/work/proposalcomparison.h"

class QComboBox;
class QPushButton;
class QTableView;
class QTextBrowser;

namespace somno::plot {
struct PlotTheme;
}

namespace somno::ui {

class ComparisonPanel;
class LearningController;
class ModelsModel;
struct WantedPlace;

/// The versions, what each of them is, and which one scores.
class ModelsPage : public QWidget {
    Q_OBJECT
public:
    /// The controller is not owned.
    explicit ModelsPage(LearningController *controller, QWidget *parent = nullptr);

    void setTheme(const plot::PlotTheme &theme);
    void setOpenRecordingSource(OpenRecordingSource source) { m_source = std::move(source); }
    /// After another recording was opened or closed.
    void enableButtons();

Q_SIGNALS:
    void failed(const somno::Error &error);
    /// A stretch of the recording that was compared, which may no longer be the open one.
    void stretchWanted(const somno::ui::WantedPlace &place);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void buildLayout();
    void connectButtons();
    void keepSelection();
    void showCard();
    void compare();
    void fillAgainst();
    [[nodiscard]] bool isSameAsOther(const OpenRecording &recording) const;
    void askExport();
    void askImport();
    [[nodiscard]] int row() const;

    LearningController *m_controller;
    OpenRecordingSource m_source;
    OpenRecording m_compared;
    ModelsModel *m_model;
    QTableView *m_table;
    QTextBrowser *m_card;
    ComparisonPanel *m_panel;
    ProposalComparison *m_comparison;
    QPushButton *m_use;
    QPushButton *m_back;
    QPushButton *m_compare;
    QComboBox *m_against; ///< what the selected model is compared with: folders; null for the scoring that is there
    QPushButton *m_export;
    QPushButton *m_import;
    QPushButton *m_delete;
    qint64 m_selected = 0; ///< 0: the one shipped
    QString m_cardOf;      ///< folder whose card is shown or being read
};

} // namespace somno::ui
