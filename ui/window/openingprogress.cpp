// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/openingprogress.h"

#include "ui/lanes/recordingview.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/statusline.h"
#include "ui/window/enginerunner.h"
#include "ui/window/recordingopener.h"

namespace somno::ui {

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
    connect(recordings, &RecordingOpener::opened, this, [this, messages] {
        hideJob();
        messages->hide();
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
