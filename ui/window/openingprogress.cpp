// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/openingprogress.h"

#include <QFileInfo>
#include <span>

#include "core/work/recordingsession.h"
#include "ui/lanes/recordingview.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/statusline.h"
#include "ui/window/enginerunner.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {

namespace {

constexpr int kShownAfterMs = 500;
constexpr int kToldDeviations = 3;

/// What the file says otherwise than its format asks: the first few, and where all are listed.
void tellDeviations(const signal::Recording &recording, MessageBar *messages)
{
    if (recording.deviations.empty())
        return;
    QStringList sentences;
    for (const Deviation &deviation :
         std::span(recording.deviations).first(qMin(size_t(kToldDeviations), recording.deviations.size())))
        sentences << deviation.sentence();
    if (const int more = int(recording.deviations.size()) - kToldDeviations; more > 0)
        sentences << OpeningProgress::tr("%1 more: \"sdreamer info\" lists all.").arg(more);
    messages->showMessage(MessageBar::Kind::Info,
                          OpeningProgress::tr("%1 was read, though it is not written as its format asks.")
                              .arg(QFileInfo(recording.path).fileName()),
                          sentences.join(QLatin1Char(' ')));
}

} // namespace

OpeningProgress::OpeningProgress(RecordingOpener *recordings, const EngineRunner *engine, plot::RecordingView *view,
                                 StatusLine *statusLine, MessageBar *messages, QObject *parent)
    : QObject(parent), m_recordings(recordings), m_engine(engine), m_view(view), m_statusLine(statusLine),
      m_messages(messages)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(kShownAfterMs);
    connect(&m_delay, &QTimer::timeout, this, [this] {
        m_shown = Job::Opening;
        if (!m_engine->isRunning())
            m_statusLine->showJob(tr("Opening %1").arg(m_opening));
    });
    connect(statusLine, &StatusLine::cancelClicked, this, &OpeningProgress::cancel);
    connect(view, &plot::RecordingView::starved, this, [messages] {
        messages->showError(
            {ErrorCode::ComputeFailed, tr("There is not enough memory to draw the whole recording."),
             tr("The spectrogram or the overview of a trace is missing; scoring works. Show fewer channels, or "
                "close other programs and open the recording again.")});
    });
    connectOpening();
    connectOpened();
}

void OpeningProgress::connectOpening()
{
    connect(m_recordings, &RecordingOpener::started, this, [this](const QString &name) {
        m_opening = name;
        m_delay.start();
    });
    connect(m_recordings, &RecordingOpener::progressed, this,
            [this](const RecordingSession *, double fraction) { showOpening(fraction); });
    connect(m_recordings, &RecordingOpener::opened, this, [this](const RecordingSession *session) {
        m_messages->hide();
        tellDeviations(*session->recording(), m_messages);
    });
    connect(m_recordings, &RecordingOpener::loaded, this, [this] { m_view->setLoading(1); });
    connect(m_recordings, &RecordingOpener::ready, this, [this] {
        m_view->setLoading(1);
        hideJob();
    });
    connect(m_recordings, &RecordingOpener::failed, this, [this](const Error &error) {
        hideJob();
        m_view->setLoading(1);
        if (error.code == ErrorCode::Cancelled)
            m_statusLine->showNotice(error.message);
        else
            m_messages->showError(error);
    });
}

void OpeningProgress::connectOpened()
{
    connect(m_recordings, &RecordingOpener::surveyed, this, &OpeningProgress::showSurvey);
    connect(m_recordings, &RecordingOpener::changed, this, &OpeningProgress::showChange);
    connect(m_recordings, &RecordingOpener::closing, this, [this] {
        if (m_shown == Job::Survey)
            hideJob();
    });
}

void OpeningProgress::showOpening(double fraction)
{
    m_view->setLoading(fraction);
    if (m_shown == Job::Opening && !m_engine->isRunning())
        m_statusLine->setJobProgress(qint64(fraction * 1000), 1000, {});
}

void OpeningProgress::showSurvey(const RecordingSession *session, double fraction)
{
    if (m_engine->isRunning() || m_delay.isActive() || m_shown == Job::Opening)
        return;
    if (fraction >= 1) {
        hideJob();
        return;
    }
    if (m_shown != Job::Survey || !m_statusLine->isJobShown())
        m_statusLine->showJob(tr("Reading all of %1").arg(session->name()));
    m_shown = Job::Survey;
    m_statusLine->setJobProgress(qint64(fraction * 1000), 1000, {});
}

void OpeningProgress::showChange(const RecordingSession *session, const Error &change)
{
    MessageBar::Action again{tr("Open again"), [this, path = session->path()] { m_recordings->open(path); }};
    const bool isGone = change.code == ErrorCode::FileNotFound;
    m_messages->showMessage(MessageBar::Kind::Warning, change.message, change.detail,
                            isGone ? MessageBar::Action() : std::move(again));
}

void OpeningProgress::cancel()
{
    if (m_engine->isRunning())
        return;
    if (m_shown == Job::Opening)
        m_recordings->cancel();
    else if (m_shown == Job::Survey && m_recordings->session())
        m_recordings->session()->endSurvey();
}

void OpeningProgress::hideJob()
{
    m_delay.stop();
    m_shown = Job::None;
    if (!m_engine->isRunning())
        m_statusLine->hideJob();
}

} // namespace somno::ui
