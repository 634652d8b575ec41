// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/localjob.h"

#include <QCoreApplication>
#include <chrono>
#include <csignal>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

namespace somno::jobs {

namespace {

/// Who cancels waits no longer, however busy the computer: an engine that is killed loses steps since its last
/// checkpoint, no more.
constexpr auto kKillDelay = std::chrono::milliseconds(1700);
constexpr int kEndWaitMs = 2000; ///< the engine usually ends sooner
constexpr int kExitCancelled = 130;
constexpr int kNiceness = 10; ///< of low priority: any program in use gets most of the processor

/// The engine goes when this program goes, even when that is killed, and is a group of its own, so that it can be
/// paused with all that it starts.
void prepareChild(QProcess &process, bool lowPriority)
{
#ifdef Q_OS_UNIX
    process.setChildProcessModifier([lowPriority, parent = ::getpid()] {
        ::setpgid(0, 0);
        if (lowPriority)
            (void)!::nice(kNiceness);
#ifdef Q_OS_LINUX
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
        if (::getppid() != parent) // it was gone before the line above
            ::_exit(kExitCancelled);
    });
#else
    Q_UNUSED(process)
    Q_UNUSED(lowPriority)
#endif
}

/// To the engine and whatever it started.
void signalGroup(const QProcess &process, bool stop)
{
#ifdef Q_OS_UNIX
    if (process.state() == QProcess::Running)
        ::kill(-pid_t(process.processId()), stop ? SIGSTOP : SIGCONT);
#else
    Q_UNUSED(process)
    Q_UNUSED(stop)
#endif
}

} // namespace

LocalJob::LocalJob(const JobSpec &spec, const Result<QString> &program) : m_spec(spec)
{
    m_killTimer.setSingleShot(true);
    m_killTimer.setInterval(kKillDelay);
    connect(&m_killTimer, &QTimer::timeout, &m_process, &QProcess::kill);
    connect(&m_process, &QProcess::started, this, &LocalJob::onStarted);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &LocalJob::readEvents);
    connect(&m_process, &QProcess::readyReadStandardError, this, &LocalJob::readErrorLines);
    connect(&m_process, &QProcess::finished, this, &LocalJob::onProcessFinished);
    connect(&m_process, &QProcess::errorOccurred, this, &LocalJob::onProcessError);
    // Queued, because a program that cannot be started reports so before QProcess::start() returns.
    QMetaObject::invokeMethod(
        this, [this, program] { launch(program); }, Qt::QueuedConnection);
}

LocalJob::~LocalJob()
{
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    signalGroup(m_process, false); // a paused engine hears nothing
    if (!m_process.waitForFinished(kEndWaitMs)) {
        m_process.kill();
        m_process.waitForFinished();
    }
}

void LocalJob::launch(const Result<QString> &program)
{
    if (!program) {
        endFailed(program.error());
        return;
    }
    if (state() == State::Cancelling) {
        endCancelled();
        return;
    }
    prepareChild(m_process, m_spec.lowPriority);
    m_process.start(*program, m_spec.arguments + QStringList{QStringLiteral("--progress=json")}, QIODevice::ReadOnly);
}

void LocalJob::onStarted()
{
    if (isPaused()) // before there was a process
        signalGroup(m_process, true);
}

void LocalJob::askToEnd()
{
    if (m_process.state() == QProcess::NotRunning)
        return; // the queued start sees the state
    m_process.terminate();
    m_killTimer.start();
}

bool LocalJob::canPause()
{
#ifdef Q_OS_UNIX
    return true;
#else
    return false;
#endif
}

bool LocalJob::hold(bool held)
{
    signalGroup(m_process, held);
    return canPause();
}

void LocalJob::readEvents()
{
    for (const EngineEvent &event : m_parser.feed(m_process.readAllStandardOutput()))
        hear(event);
}

void LocalJob::readErrorLines()
{
    m_errorLines.append(m_process.readAllStandardError());
}

void LocalJob::onProcessFinished(int exitCode, QProcess::ExitStatus status)
{
    m_killTimer.stop();
    readEvents();
    readErrorLines();
    for (const EngineEvent &event : m_parser.finish())
        hear(event);
    const bool normal = status == QProcess::NormalExit;
    if (normal && exitCode == 0) // also when a cancel came too late
        endFinished();
    else if (state() == State::Cancelling || (normal && exitCode == kExitCancelled))
        endCancelled();
    else
        endFailed(reported() && normal ? *reported() : exitError(exitCode, status));
}

void LocalJob::onProcessError(QProcess::ProcessError error)
{
    if (error != QProcess::FailedToStart) // every other one is followed by finished()
        return;
    m_killTimer.stop();
    endFailed({ErrorCode::EngineMissing, tr("The engine %1 could not be started.").arg(m_process.program()),
               tr("%1. Install Somnoscribe again.").arg(m_process.errorString())});
}

Error LocalJob::exitError(int exitCode, QProcess::ExitStatus status) const
{
    Error error{ErrorCode::EngineFailed, {}, {}};
    if (status == QProcess::NormalExit) {
        error.message = tr("The engine failed while running \"%1\" (exit status %2).").arg(m_spec.kind()).arg(exitCode);
        error.detail = tr("Nothing of yours was changed.");
    } else {
        error.message
            = tr("The engine stopped unexpectedly while running \"%1\" (signal %2).").arg(m_spec.kind()).arg(exitCode);
        // The system ends programs by SIGKILL when it runs out of memory.
        error.detail
            = exitCode == SIGKILL || exitCode == SIGABRT
                  ? tr("The computer probably ran out of memory. Close other programs and try again. Nothing of yours "
                       "was changed.")
                  : tr("Nothing of yours was changed. Try again; if it happens again, report the lines below.");
    }
    for (const QString &last : {m_errorLines.text(), m_parser.other().text()})
        if (!last.isEmpty())
            error.detail += QStringLiteral("\n\n") + last;
    return error;
}

} // namespace somno::jobs
