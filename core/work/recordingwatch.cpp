// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/recordingwatch.h"

#include <QtConcurrentRun>

#include "core/work/diskthreads.h"
#include "core/work/whendone.h"

namespace somno::ui {

static constexpr int kPagesEveryMs = 250;

RecordingWatch::RecordingWatch(QString path, const io::FileStamp &opened,
                               std::shared_ptr<const signal::PageReader> pages, QObject *parent, int fileEveryMs)
    : QObject(parent), m_path(std::move(path)), m_opened(opened), m_pages(std::move(pages)), m_fileEveryMs(fileEveryMs)
{
    connect(&m_pageTimer, &QTimer::timeout, this, &RecordingWatch::lookAtPages);
    connect(&m_fileTimer, &QTimer::timeout, this, &RecordingWatch::lookAtFile);
    m_fileTimer.setSingleShot(true);
    m_fileTimer.start(m_fileEveryMs);
    if (m_pages)
        m_pageTimer.start(kPagesEveryMs);
}

void RecordingWatch::lookAtPages()
{
    const signal::PageReader::State state = m_pages->state();
    if (state.error && !std::exchange(m_hasFailed, true))
        Q_EMIT failed(*state.error);
    if (state.isSurveying())
        Q_EMIT surveyed(double(state.done) / double(state.total));
    else if (m_isSurveying)
        Q_EMIT surveyed(1);
    m_isSurveying = state.isSurveying();
}

// Where a drive does not answer, one thread waits for it and nobody else: the next look follows the answer.
void RecordingWatch::lookAtFile()
{
    whenDone(this, QtConcurrent::run(diskThreads(), [path = m_path] { return io::FileStamp::of(path); }),
             [this](const io::FileStamp &now) {
                 const auto change = m_opened.changeTo(now);
                 // A file that grows does so all the time; what it means stays the same.
                 if (const QString said = std::exchange(m_said, change ? change->detail : QString());
                     change && said != m_said)
                     Q_EMIT changed(*change);
                 m_fileTimer.start(m_fileEveryMs);
             });
}

} // namespace somno::ui
