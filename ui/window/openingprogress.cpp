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

OpeningProgress::OpeningProgress(const RecordingOpener *recordings, const EngineRunner *engine,
                                 plot::RecordingView *view, StatusLine *statusLine, MessageBar *messages,
                                 QObject *parent)
    : QObject(parent), m_engine(engine), m_statusLine(statusLine)
{
    connect(recordings, &RecordingOpener::started, this, [this](const QString &name) {
        if (!m_engine->isRunning())
            m_statusLine->showJob(tr("Opening %1").arg(name), false);
    });
    connect(recordings, &RecordingOpener::progressed, this,
            [this, recordings, view](const RecordingSession *session, double fraction) {
                view->setLoading(fraction);
                if (session != recordings->session() && !m_engine->isRunning())
                    m_statusLine->setJobProgress(qint64(fraction * 1000), 1000, {});
            });
    connect(recordings, &RecordingOpener::opened, this, [this, messages](const RecordingSession *session) {
        hideJob();
        messages->hide();
        tellDeviations(*session->recording(), messages);
    });
    connect(recordings, &RecordingOpener::loaded, this, [view] { view->setLoading(1); });
    connect(recordings, &RecordingOpener::failed, this, [this, view, messages](const Error &error) {
        hideJob();
        view->setLoading(1);
        messages->showError(error);
    });
    connect(view, &plot::RecordingView::starved, this, [messages] {
        messages->showError(
            {ErrorCode::ComputeFailed, tr("There is not enough memory to draw the whole recording."),
             tr("The spectrogram or the overview of a trace is missing; scoring works. Show fewer channels, or "
                "close other programs and open the recording again.")});
    });
}

void OpeningProgress::hideJob()
{
    if (!m_engine->isRunning())
        m_statusLine->hideJob();
}

} // namespace somno::ui
