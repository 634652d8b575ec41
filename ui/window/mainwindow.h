// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <functional>
#include <memory>

#include "core/work/projectservice.h"
#include "core/work/recordingsession.h"
#include "ui/models/recordinglistmodel.h"
#include "ui/window/theme.h"

class QSplitter;
class QStackedWidget;

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

class EmptyState;
class EngineRunner;
class EpochEditor;
class LabelTransfer;
class LearningLink;
class MessageBar;
class ProjectPanel;
class ReviewController;
class ScoreController;
class SessionPresenter;
class StatusLine;
class WindowActions;

/// The one window. It opens recordings and brings the parts together; the parts do the work.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// Neither is owned; both outlive the window.
    MainWindow(ProjectService *project, Theme *theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Opens a recording; the one that is open stays until the new one is read.
    void openRecording(const QString &path);
    void autoScore();
    void exportLabels(const QString &path);
    /// Lays a file of labels over the open recording; a model's labels stay the model's.
    void showLabels(const QString &path);
    /// For runs without a person before the window (pictures, measurements): closing asks nothing, and names on stderr
    /// what could not be saved.
    void setUnattended() { m_unattended = true; }
    /// Null while no recording is open.
    [[nodiscard]] RecordingSession *session() const { return m_session.get(); }
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
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void buildLayout();
    void connectActions();
    void connectViewActions();
    void connectAppearance();
    void connectProject();
    void showProjectMessage(std::function<void()> show);
    void connectParts();
    void restoreWindow();
    void applyTheme();
    void askOpen(const QString &folder = {});
    void startOpening(const QString &path);
    void showOpened();
    void failOpening(const RecordingSession *failed, const Error &error);
    void closeSession();
    [[nodiscard]] bool mayLoseLabels(const Error &cause);
    void setSpan(double seconds);
    void chooseChannels();
    void makeDemonstration();
    void saveNow();
    void sayReadOnly();
    void askScorer();
    void showScorer();
    void changeScorer(const QString &name);
    void showRows(const std::vector<RecordingRow> &rows);
    void showKeys();
    void showAbout();

    ProjectService *m_project;
    Theme *m_theme;
    RecordingListModel *m_recordings;
    WindowActions *m_actions;
    MessageBar *m_messages;
    StatusLine *m_statusLine;
    EmptyState *m_empty;
    plot::RecordingView *m_view;
    ProjectPanel *m_panel;
    QSplitter *m_splitter;
    QStackedWidget *m_stack;
    EngineRunner *m_engine;
    ScoreController *m_scoring;
    LabelTransfer *m_labels;
    EpochEditor *m_editor;
    ReviewController *m_review;
    SessionPresenter *m_presenter;
    LearningLink *m_learning;
    std::unique_ptr<RecordingSession> m_session;
    std::unique_ptr<RecordingSession> m_opening; ///< read, but not shown yet
    bool m_painted = false;
    bool m_unattended = false;
    std::function<void()> m_projectMessage; ///< shown again when the first recording has opened
};

} // namespace somno::ui
