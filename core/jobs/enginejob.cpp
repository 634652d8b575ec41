// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/enginejob.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>
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

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::jobs::EngineJob)
};

bool isProgram(const QString &path)
{
    const QFileInfo info(path);
    return info.isFile() && info.isExecutable();
}

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

Result<QString> enginePath()
{
    const QString remedy = Text::tr("Install Somnoscribe again, or set SOMNOSCRIBE_ENGINE to the path of sdreamer.");
    const QString chosen = qEnvironmentVariable("SOMNOSCRIBE_ENGINE");
    if (!chosen.isEmpty()) {
        if (isProgram(chosen))
            return chosen;
        return failure(ErrorCode::EngineMissing, Text::tr("The engine %1 is not a program.").arg(chosen), remedy);
    }
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/sdreamer");
    if (isProgram(beside))
        return beside;
    const QString installed = QStandardPaths::findExecutable(QStringLiteral("sdreamer"));
    if (!installed.isEmpty())
        return installed;
    return failure(ErrorCode::EngineMissing,
                   Text::tr("The engine sdreamer was not found beside this program (%1).").arg(beside), remedy);
}

EngineJob::EngineJob(QStringList arguments, QObject *parent) : QObject(parent), m_arguments(std::move(arguments))
{
    m_arguments.append(QStringLiteral("--progress=json"));
    m_killTimer.setSingleShot(true);
    m_killTimer.setInterval(kKillDelay);
    connect(&m_killTimer, &QTimer::timeout, &m_process, &QProcess::kill);
    connect(&m_process, &QProcess::started, this, &EngineJob::onStarted);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &EngineJob::readEvents);
    connect(&m_process, &QProcess::readyReadStandardError, this, &EngineJob::readErrorLines);
    connect(&m_process, &QProcess::finished, this, &EngineJob::onProcessFinished);
    connect(&m_process, &QProcess::errorOccurred, this, &EngineJob::onProcessError);
}

EngineJob::~EngineJob()
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

void EngineJob::start()
{
    if (m_state != State::Idle)
        return;
    m_state = State::Running;
    m_clock.start();
    const auto path = enginePath();
    if (!path) {
        QMetaObject::invokeMethod(
            this, [this, error = path.error()] { fail(error); }, Qt::QueuedConnection);
        return;
    }
    // Queued, because a program that cannot be started reports so before start() returns.
    QMetaObject::invokeMethod(
        this, [this, program = *path] { launch(program); }, Qt::QueuedConnection);
}

void EngineJob::launch(const QString &program)
{
    if (m_state != State::Running) {
        end(State::Cancelled);
        return;
    }
    prepareChild(m_process, m_lowPriority);
    m_process.start(program, m_arguments, QIODevice::ReadOnly);
}

void EngineJob::onStarted()
{
    if (m_paused) // before there was a process
        signalGroup(m_process, true);
}

void EngineJob::cancel()
{
    if (m_state != State::Running)
        return;
    m_state = State::Cancelling;
    if (m_process.state() == QProcess::NotRunning)
        return; // the queued start sees the state
    m_process.terminate();
    resume(); // a paused engine hears nothing
    m_killTimer.start();
}

bool EngineJob::canPause()
{
#ifdef Q_OS_UNIX
    return true;
#else
    return false;
#endif
}

void EngineJob::pause()
{
    if (m_state != State::Running || m_paused || !canPause())
        return;
    m_paused = true;
    m_pauseClock.start();
    signalGroup(m_process, true);
}

void EngineJob::resume()
{
    if (!m_paused)
        return;
    endPause();
    signalGroup(m_process, false);
}

void EngineJob::endPause()
{
    if (m_paused)
        m_phasePausedMs += m_pauseClock.elapsed();
    m_paused = false;
}

double EngineJob::elapsedSec() const
{
    if (m_state == State::Idle)
        return 0;
    return isRunning() ? double(m_clock.elapsed()) / 1000 : m_runSec;
}

std::optional<double> EngineJob::remainingSec() const
{
    if (!isRunning() || m_done <= m_phaseFirst || m_total < m_done)
        return std::nullopt;
    const qint64 pausedMs = m_phasePausedMs + (m_paused ? m_pauseClock.elapsed() : 0);
    return double(m_phaseClock.elapsed() - pausedMs) / 1000 * double(m_total - m_done) / double(m_done - m_phaseFirst);
}

void EngineJob::readEvents()
{
    for (const EngineEvent &event : m_parser.feed(m_process.readAllStandardOutput()))
        handle(event);
}

void EngineJob::readErrorLines()
{
    m_errorLines.append(m_process.readAllStandardError());
}

void EngineJob::handle(const EngineEvent &event)
{
    if (const auto *now = std::get_if<ProgressEvent>(&event)) {
        if (now->phase != m_phase || !m_phaseClock.isValid()) {
            m_phase = now->phase;
            m_phaseFirst = now->done;
            m_phasePausedMs = 0;
            m_phaseClock.start();
            m_pauseClock.start(); // a pause that began before counts from here
        }
        m_done = now->done;
        m_total = now->total;
        Q_EMIT progress(now->phase, now->done, now->total);
    } else if (const auto *figures = std::get_if<MetricEvent>(&event)) {
        Q_EMIT metric(figures->values);
    } else if (const auto *told = std::get_if<WarningEvent>(&event)) {
        Q_EMIT warning(told->message);
    } else if (const auto *written = std::get_if<ResultEvent>(&event)) {
        m_results.append(written->path);
    } else if (const auto *failed = std::get_if<ErrorEvent>(&event)) {
        m_reported = failed->error;
    }
}

void EngineJob::onProcessFinished(int exitCode, QProcess::ExitStatus status)
{
    m_killTimer.stop();
    readEvents();
    readErrorLines();
    for (const EngineEvent &event : m_parser.finish())
        handle(event);
    const bool normal = status == QProcess::NormalExit;
    if (normal && exitCode == 0) { // also when a cancel came too late
        end(State::Finished);
    } else if (m_state == State::Cancelling || (normal && exitCode == kExitCancelled)) {
        end(State::Cancelled);
    } else {
        fail(m_reported && normal ? *m_reported : exitError(exitCode, status));
    }
}

void EngineJob::onProcessError(QProcess::ProcessError error)
{
    if (error != QProcess::FailedToStart) // every other one is followed by finished()
        return;
    m_killTimer.stop();
    fail({ErrorCode::EngineMissing, Text::tr("The engine %1 could not be started.").arg(m_process.program()),
          Text::tr("%1. Install Somnoscribe again.").arg(m_process.errorString())});
}

void EngineJob::fail(Error error)
{
    m_reported = std::move(error);
    end(State::Failed);
}

void EngineJob::end(State state)
{
    m_runSec = double(m_clock.elapsed()) / 1000;
    endPause();
    m_state = state;
    if (state == State::Finished)
        Q_EMIT finished(m_results);
    else if (state == State::Cancelled)
        Q_EMIT cancelled();
    else
        Q_EMIT failed(*m_reported);
}

Error EngineJob::exitError(int exitCode, QProcess::ExitStatus status) const
{
    Error error{ErrorCode::EngineFailed, {}, {}};
    if (status == QProcess::NormalExit) {
        error.message = Text::tr("The engine failed while running \"%1\" (exit status %2).")
                            .arg(m_arguments.value(0))
                            .arg(exitCode);
        error.detail = Text::tr("Nothing of yours was changed.");
    } else {
        error.message = Text::tr("The engine stopped unexpectedly while running \"%1\" (signal %2).")
                            .arg(m_arguments.value(0))
                            .arg(exitCode);
        // The system ends programs by SIGKILL when it runs out of memory.
        error.detail
            = exitCode == SIGKILL || exitCode == SIGABRT
                  ? Text::tr(
                      "The computer probably ran out of memory. Close other programs and try again. Nothing of yours "
                      "was changed.")
                  : Text::tr("Nothing of yours was changed. Try again; if it happens again, report the lines below.");
    }
    for (const QString &last : {m_errorLines.text(), m_parser.other().text()})
        if (!last.isEmpty())
            error.detail += QStringLiteral("\n\n") + last;
    return error;
}

} // namespace somno::jobs
