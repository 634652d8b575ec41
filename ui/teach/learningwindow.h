// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/work/openrecording.h"
#include "ui/lanes/plottheme.h"

class QButtonGroup;
class QStackedWidget;

namespace somno::ui {

class LabelsPage;
class LearningController;
class MessageBar;
class ModelsPage;
class NextPage;
class RunsPage;
struct WantedPlace;

/// Teaches a model: from the labels to a version that scores, and back. It stands beside the main window.
class LearningWindow : public QWidget {
    Q_OBJECT
public:
    enum class Page { Labels, Runs, Models, Next };

    /// The controller is not owned.
    explicit LearningWindow(LearningController *controller);

    void setTheme(const plot::PlotTheme &theme);
    void setOpenRecordingSource(OpenRecordingSource source);
    /// Another recording is open, or none.
    void openRecordingChanged();
    void showPage(Page page);

Q_SIGNALS:
    /// A stretch of any recording of the project that somebody wants to work on.
    void stretchWanted(const somno::ui::WantedPlace &place);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void buildLayout();
    void addPage(QWidget *page, const QString &name, const char *objectName);
    void connectParts();

    LearningController *m_controller;
    MessageBar *m_messages;
    QButtonGroup *m_tabs;
    QStackedWidget *m_pages;
    LabelsPage *m_labels;
    RunsPage *m_runs;
    ModelsPage *m_models;
    NextPage *m_next;
};

} // namespace somno::ui
