// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <functional>
#include <memory>

#include "core/base/result.h"
#include "core/work/openrecording.h"
#include "ui/lanes/plottheme.h"
#include "ui/models/nextmodel.h"
#include "ui/window/actionentry.h"

namespace somno::jobs {
class JobRunner;
}

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

class LearningController;
class LearningWindow;
class MessageBar;
class ProjectService;
class RecordingSession;

/// What joins the main window with the teaching of models: the window for it, the messages when a model is ready, and
/// the model that auto-scoring uses.
class LearningLink : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    LearningLink(ProjectService *project, std::shared_ptr<jobs::JobRunner> runner, MessageBar *messages,
                 plot::RecordingView *view, QObject *parent = nullptr);
    ~LearningLink() override;

    [[nodiscard]] LearningController *controller() const { return m_controller; }
    /// Null before it was shown for the first time.
    [[nodiscard]] LearningWindow *window() const { return m_window.get(); }
    [[nodiscard]] QList<ActionEntry> actions();
    void showWindow();
    void closeWindow();
    /// Asks where closing the application would stop a run.
    [[nodiscard]] bool mayClose(QWidget *parent) const;
    void setTheme(const plot::PlotTheme &theme);
    /// The open recording; null for none.
    void setSession(RecordingSession *session);
    /// Calls `score` with the folder of the active model (empty: the one shipped). Where that model cannot be used
    /// nothing is scored; the message that says so offers the one shipped.
    void withActiveModel(RecordingSession *session, std::function<void(const QString &folder)> score);

Q_SIGNALS:
    /// What the action is called beside its icon: "Teach", or how far the model that is being taught is.
    void teachingMoved(const QString &text);
    /// A recording that is to be opened, because somebody wants to see a place of it.
    void recordingWanted(const QString &path);

private:
    void tellReady(qint64 modelId);
    void tellTeaching();
    void showRuns();
    void showPlace(double firstSec, double lastSec);
    void goTo(const WantedPlace &place);
    void showStretch(double firstSec, double lastSec);

    MessageBar *m_messages;
    plot::RecordingView *m_view;
    LearningController *m_controller;
    std::unique_ptr<LearningWindow> m_window;
    QPointer<RecordingSession> m_session;
    plot::PlotTheme m_theme;
    QString m_teaching;                  ///< as it was told
    std::optional<WantedPlace> m_wanted; ///< where to go once its recording is open
};

/// The open recording as a model scores it; nullopt where it has neither EEG nor EMG, or no scoring yet.
[[nodiscard]] std::optional<OpenRecording> openRecordingOf(const RecordingSession *session);

} // namespace somno::ui
