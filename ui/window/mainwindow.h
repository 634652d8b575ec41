// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

#include "core/work/projectservice.h"
#include "core/work/recordingsession.h"
#include "ui/models/recordinglistmodel.h"
#include "ui/window/theme.h"

class QSplitter;
class QStackedWidget;

namespace somno::jobs {
class JobRunner;
}

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

class ActionTable;
class Appearance;
class EditHistory;
class EmptyState;
class EngineRunner;
class EpochEditor;
class EpochNavigator;
class LabelSaving;
class LabelTransfer;
class LearningLink;
class MessageBar;
class ProjectPanel;
class ProjectReports;
class RecordingOpener;
class RecordingPicker;
class ReviewController;
class ScoreController;
class ScorerChoice;
class SessionPresenter;
class StatusLine;
class ViewScale;

/// The one window. It brings the parts together; the parts do the work.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// Project and theme are not owned and outlive the window; the engine computes where `runner` says.
    MainWindow(ProjectService *project, std::shared_ptr<jobs::JobRunner> runner, Theme *theme,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens a recording; the one that is open stays until the new one is read.
    void openRecording(const QString &path);
    void exportLabels(const QString &path);
    /// Lays a file of labels over the open recording once it was looked at; a model's labels stay the model's.
    void showLabels(const QString &path);
    /// For runs without a person before the window (pictures, measurements): nothing is asked, and what could not be
    /// saved at the end is named on stderr.
    void setUnattended() { m_unattended = true; }
    /// Null while no recording is open.
    [[nodiscard]] RecordingSession *session() const;
    [[nodiscard]] plot::RecordingView *view() const { return m_view; }
    [[nodiscard]] LearningLink *learning() const { return m_learning; }

Q_SIGNALS:
    /// The window stands on the screen for the first time: work that would delay it may begin.
    void firstPainted();
    /// The recording, its scoring and its view are there.
    void recordingReady();
    void openFailed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void layOut();
    void gatherActions();
    void connectFacts();
    void connectOpening();
    void connectSession();
    void connectWords();
    void applyTheme();
    void takeDroppedLabels(const QString &path);

    ProjectService *m_project;
    Theme *m_theme;
    RecordingListModel *m_known;
    ActionTable *m_actions;
    MessageBar *m_messages;
    StatusLine *m_statusLine;
    EmptyState *m_empty;
    plot::RecordingView *m_view;
    ProjectPanel *m_panel;
    QSplitter *m_splitter;
    QStackedWidget *m_pages;
    EngineRunner *m_engine;
    RecordingOpener *m_recordings;
    RecordingPicker *m_picker;
    LabelTransfer *m_labels;
    EditHistory *m_history;
    EpochNavigator *m_navigator;
    EpochEditor *m_editor;
    ReviewController *m_review;
    SessionPresenter *m_presenter;
    LabelSaving *m_saving;
    LearningLink *m_learning;
    ScoreController *m_scoring;
    ScorerChoice *m_scorer;
    ViewScale *m_scale;
    Appearance *m_appearance;
    ProjectReports *m_reports;
    bool m_painted = false;
    bool m_unattended = false;
};

} // namespace somno::ui
