// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include "core/base/result.h"

namespace somno::plot {
class RecordingView;
}

namespace somno::ui {

class EngineRunner;
class MessageBar;
class RecordingOpener;
class RecordingSession;
class StatusLine;

/// What is seen of the reading of a recording: how far its opening is, from half a second on, and what is read of one
/// too large for memory; Cancel; and what went wrong, then or later.
class OpeningProgress : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    OpeningProgress(RecordingOpener *recordings, const EngineRunner *engine, plot::RecordingView *view,
                    StatusLine *statusLine, MessageBar *messages, QObject *parent = nullptr);

private:
    enum class Job { None, Opening, Survey };

    void connectOpening();
    void connectOpened();
    void showOpening(double fraction);
    void showSurvey(const RecordingSession *session, double fraction);
    void showChange(const RecordingSession *session, const Error &change);
    void cancel();
    void hideJob();

    RecordingOpener *m_recordings;
    const EngineRunner *m_engine; ///< whose job has the first right to the status line
    plot::RecordingView *m_view;
    StatusLine *m_statusLine;
    MessageBar *m_messages;
    QTimer m_delay; ///< runs until an opening has taken long enough to be shown
    QString m_opening;
    Job m_shown = Job::None;
};

} // namespace somno::ui
