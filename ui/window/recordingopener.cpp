// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recordingopener.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "ui/models/recordinglistmodel.h"

namespace somno::ui {

namespace {

io::OpenOptions saidOf(const store::RecordingEntry &entry)
{
    return io::OpenOptions::fromJson(QJsonDocument::fromJson(entry.openedAs.toUtf8()).object());
}

} // namespace

RecordingOpener::RecordingOpener(ProjectService *project, const RecordingListModel *known, QObject *parent)
    : QObject(parent), m_project(project), m_known(known)
{
}

RecordingOpener::~RecordingOpener() = default;

void RecordingOpener::open(const QString &absolutePath)
{
    m_opening
        = std::make_unique<RecordingSession>(absolutePath, m_project, beginsAlike() ? lastNewScoring() : NewScoring{});
    RecordingSession *session = m_opening.get();
    connect(session, &RecordingSession::progress, this,
            [this, session](double fraction) { Q_EMIT progressed(session, fraction); });
    connect(session, &RecordingSession::loaded, this, [this, session] {
        if (session == m_opening.get())
            showOpened();
        Q_EMIT loaded(session);
    });
    connect(session, &RecordingSession::asked, this, &RecordingOpener::asked);
    connect(session, &RecordingSession::ready, this, [this, session] { Q_EMIT ready(session); });
    connect(session, &RecordingSession::surveyed, this,
            [this, session](double fraction) { Q_EMIT surveyed(session, fraction); });
    connect(session, &RecordingSession::changed, this,
            [this, session](const Error &change) { Q_EMIT changed(session, change); });
    connect(session, &RecordingSession::documentChanged, this, [this, session] { Q_EMIT documentChanged(session); });
    connect(session, &RecordingSession::scoringsChanged, this, [this, session] { Q_EMIT scoringsChanged(session); });
    connect(session, &RecordingSession::savedElsewhere, this,
            [this, session](int mine, int theirs) { Q_EMIT savedElsewhere(session, mine, theirs); });
    connect(session, &RecordingSession::failed, this, [this, session](const Error &error) { fail(session, error); });
    Q_EMIT started(session->name());
    const RecordingRow *known = m_known->find(absolutePath);
    if (known)
        session->open({known->entry.eegLabel, known->entry.emgLabel, {}, {}, saidOf(known->entry)},
                      known->entry.digest);
    else
        session->open({});
}

void RecordingOpener::showOpened()
{
    closeSession();
    m_session = std::move(m_opening);
    Q_EMIT opened(m_session.get());
}

void RecordingOpener::fail(const RecordingSession *session, const Error &error)
{
    if (session == m_opening.get()) {
        RecordingSession *opening = m_opening.release(); // it is still in its own signal
        opening->setParent(this);                        // and goes with this object where no event comes any more
        opening->deleteLater();
    }
    Q_EMIT failed(error);
}

void RecordingOpener::cancel()
{
    const RecordingSession *waiting = m_opening ? m_opening.get() : document() ? nullptr : m_session.get();
    if (!waiting)
        return;
    const Error cancelled{ErrorCode::Cancelled, tr("Opening %1 was cancelled.").arg(waiting->name()), {}};
    if (m_opening) {
        fail(waiting, cancelled);
        return;
    }
    closeSession();
    Q_EMIT failed(cancelled);
}

void RecordingOpener::answer(const io::OpenOptions &said)
{
    if (m_opening)
        m_opening->answer(said);
}

void RecordingOpener::giveUp()
{
    if (m_opening)
        fail(m_opening.get(), {ErrorCode::Cancelled, tr("%1 was not opened.").arg(m_opening->name()),
                               tr("Its file does not say what its channels are, and nobody did.")});
}

void RecordingOpener::close()
{
    m_opening.reset();
    closeSession();
}

void RecordingOpener::closeSession()
{
    if (!m_session)
        return;
    Q_EMIT closing(m_session.get());
    m_session.reset(); // saves what is left
}

QString RecordingOpener::path() const
{
    const RecordingSession *current = m_session ? m_session.get() : m_opening.get();
    return current ? current->path() : QString();
}

} // namespace somno::ui
