// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>

#include "core/scoring/reviewprogress.h"

namespace somno::plot {
class RecordingView;
}
namespace somno::scoring {
class ScoringDocument;
}

namespace somno::ui {

class LaneHint;
class RecordingSession;
class StatusLine;

/// Shows one session in the lanes and the status line, and tells the session where the expert is.
class SessionPresenter : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    SessionPresenter(plot::RecordingView *view, StatusLine *statusLine, QObject *parent = nullptr);

    /// Shows a session whose recording is loaded; null clears. A session already shown gets its new channels.
    void setSession(RecordingSession *session);
    /// Shows the scoring that the session edits, once it has been found, and whenever it is another one.
    void showScoring();
    /// Goes to the place where the recording was left the last time.
    void restoreView();
    void setClockTime(bool clock);
    /// Status line and marks anew, after the theme changed.
    void refresh();
    /// Tells the session at once where the expert is.
    void rememberView();

Q_SIGNALS:
    /// How much is scored and reviewed, after edits have come to rest.
    void progressChanged(const somno::scoring::ReviewProgress &progress);

private:
    void connectDocument(scoring::ScoringDocument *document);
    void showFacts();
    void showProgress();
    void tell(double timeSec, const QPoint &globalPos);

    plot::RecordingView *m_view;
    StatusLine *m_statusLine;
    LaneHint *m_hint = nullptr;
    QPointer<RecordingSession> m_session;
    QPointer<scoring::ScoringDocument> m_document; ///< the one that is shown
    QTimer m_viewTimer;
    QTimer m_editTimer;
    bool m_clockTime = true;
};

} // namespace somno::ui
