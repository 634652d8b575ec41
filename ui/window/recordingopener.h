// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

#include "core/work/recordingsession.h"

namespace somno::ui {

class RecordingListModel;

/// Opens recordings, one after the other: the one that is open stays until the next one is read.
class RecordingOpener : public QObject {
    Q_OBJECT
public:
    /// Neither is owned; the list knows the channels of recordings that were open before.
    RecordingOpener(ProjectService *project, const RecordingListModel *known, QObject *parent = nullptr);
    ~RecordingOpener() override;

    /// opened(), loaded() and ready() follow, or failed().
    void open(const QString &absolutePath);
    /// Gives up what is not ready() yet; failed() follows where there was something. What is open and ready stays.
    void cancel();
    /// Gives up what is being read and closes what is open.
    void close();
    /// After asked(): what was said, and that nothing was.
    void answer(const io::OpenOptions &said);
    void giveUp();

    /// What is open; null for nothing.
    [[nodiscard]] RecordingSession *session() const { return m_session.get(); }
    /// Its scoring; null before ready().
    [[nodiscard]] scoring::ScoringDocument *document() const { return m_session ? m_session->document() : nullptr; }
    /// Of what is open, else of what is being read for the first time; empty for nothing.
    [[nodiscard]] QString path() const;

Q_SIGNALS:
    void started(const QString &name);
    /// Share of a file that is read; not yet open() or being read again for other channels.
    void progressed(const somno::ui::RecordingSession *session, double fraction);
    /// What is being read does not say all: answer() or giveUp() goes on.
    void asked(const somno::io::RecordingDraftPtr &draft);
    /// It took the place of the one before.
    void opened(somno::ui::RecordingSession *session);
    /// The samples are there: after opened(), and again for other channels.
    void loaded(somno::ui::RecordingSession *session);
    /// Its scoring is there.
    void ready(somno::ui::RecordingSession *session);
    /// See RecordingSession.
    void surveyed(const somno::ui::RecordingSession *session, double fraction);
    void changed(const somno::ui::RecordingSession *session, const somno::Error &change);
    void failed(const somno::Error &error);
    /// Another of its scorings is edited now; the document of the one before is still there.
    void documentChanged(somno::ui::RecordingSession *session);
    /// There are more scorings of it now than there were.
    void scoringsChanged(somno::ui::RecordingSession *session);
    /// Its scoring was saved elsewhere since it was read: see RecordingSession::savedElsewhere().
    void savedElsewhere(somno::ui::RecordingSession *session, int mine, int theirs);
    /// The last moment of the session.
    void closing(somno::ui::RecordingSession *session);

private:
    void showOpened();
    void fail(const RecordingSession *session, const Error &error);
    void closeSession();

    ProjectService *m_project;
    const RecordingListModel *m_known;
    std::unique_ptr<RecordingSession> m_session;
    std::unique_ptr<RecordingSession> m_opening; ///< being read, not shown yet
};

} // namespace somno::ui
