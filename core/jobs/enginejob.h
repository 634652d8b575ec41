// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>
#include <optional>

#include "core/base/result.h"
#include "core/protocol/engineevents.h"

namespace somno::jobs {

/// Path of the engine: $SOMNOSCRIBE_ENGINE, else `sdreamer` beside this program, else in PATH. EngineMissing otherwise.
[[nodiscard]] Result<QString> enginePath();

/// One run of the engine as a child process, which dies with this object and with the program. Exactly one of
/// finished(), failed() and cancelled() follows start(), never before start() has returned.
class EngineJob : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Running, Cancelling, Finished, Failed, Cancelled };
    Q_ENUM(State)

    /// `arguments` begin with the verb; `--progress=json` is added.
    explicit EngineJob(QStringList arguments, QObject *parent = nullptr);
    /// Ends the engine, waiting for it.
    ~EngineJob() override;

    /// Before start(): the engine leaves the processor to whatever else wants it.
    void setLowPriority(bool low) { m_lowPriority = low; }
    void start();
    /// Asks the engine to stop and kills it if it still runs 1.7 s later. Does nothing when the job is not running.
    void cancel();
    /// Stops the clock of a running engine and of all that it started, until resume(): it keeps its memory and computes
    /// nothing. Does nothing where the system cannot (canPause()). A paused job can be cancelled.
    void pause();
    void resume();
    [[nodiscard]] static bool canPause();
    [[nodiscard]] bool isPaused() const { return m_paused; }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isRunning() const { return m_state == State::Running || m_state == State::Cancelling; }
    [[nodiscard]] const QStringList &arguments() const { return m_arguments; }
    /// Process id of the engine while it runs, else 0.
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    /// Seconds since start(), or of the whole run once it ended, pauses included.
    [[nodiscard]] double elapsedSec() const;
    /// Seconds that the present phase will probably still take; nullopt before its first progress.
    [[nodiscard]] std::optional<double> remainingSec() const;

Q_SIGNALS:
    void progress(const QString &phase, qint64 done, qint64 total);
    /// The whole metric event.
    void metric(const QJsonObject &values);
    void warning(const QString &message);
    /// Files or folders that the engine wrote.
    void finished(const QStringList &paths);
    void failed(const somno::Error &error);
    void cancelled();

private:
    void readEvents();
    void readErrorLines();
    void handle(const EngineEvent &event);
    void launch(const QString &program);
    void onStarted();
    void onProcessFinished(int exitCode, QProcess::ExitStatus status);
    void onProcessError(QProcess::ProcessError error);
    void endPause();
    void end(State state);
    void fail(Error error);
    [[nodiscard]] Error exitError(int exitCode, QProcess::ExitStatus status) const;

    QStringList m_arguments;
    QProcess m_process;
    QTimer m_killTimer;
    EngineEventParser m_parser;
    LastLines m_errorLines;
    State m_state = State::Idle;
    QStringList m_results;
    std::optional<Error> m_reported; ///< the engine's own error event
    QElapsedTimer m_clock;
    QElapsedTimer m_phaseClock;
    QElapsedTimer m_pauseClock;
    qint64 m_phasePausedMs = 0; ///< of earlier pauses in this phase
    bool m_paused = false;
    bool m_lowPriority = false;
    double m_runSec = 0;
    QString m_phase;
    qint64 m_phaseFirst = 0; ///< what the phase had done at its first progress
    qint64 m_done = 0;
    qint64 m_total = 0;
};

} // namespace somno::jobs
