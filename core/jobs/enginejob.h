// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <optional>

#include "core/base/result.h"
#include "core/protocol/engineevents.h"

namespace somno::jobs {

/// One run of the engine, begun by a JobRunner, and what it tells. Exactly one of finished(), failed() and cancelled()
/// follows, and no signal before the event loop runs again. A job that still runs when it is destroyed ends the engine,
/// waiting for it.
class EngineJob : public QObject {
    Q_OBJECT

public:
    enum class State { Running, Cancelling, Finished, Failed, Cancelled };
    Q_ENUM(State)

    /// Asks the engine to stop, and makes it within 2 s. Does nothing when the job is not running.
    void cancel();
    /// Stops the clock of a running engine and of all that it started, until resume(): it keeps its memory and computes
    /// nothing. Does nothing where the runner cannot (JobRunner::canPause()). A paused job can be cancelled.
    void pause();
    void resume();
    [[nodiscard]] bool isPaused() const { return m_paused; }

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isRunning() const { return m_state == State::Running || m_state == State::Cancelling; }
    /// Seconds since the start, or of the whole run once it ended, pauses included.
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

protected:
    EngineJob();

    /// To be called with all that the engine says, in its order.
    void hear(const EngineEvent &event);
    /// Its own error event, if there was one.
    [[nodiscard]] const std::optional<Error> &reported() const { return m_reported; }
    /// One of these is called once, when the engine has ended; the job may be destroyed in the next turn of the event
    /// loop.
    void endFinished();
    void endFailed(const Error &error);
    void endCancelled();

private:
    /// Asks the engine to end. One that is held hears nothing until it is let go, which follows.
    virtual void askToEnd() = 0;
    /// Stops the engine or lets it go on; false where that cannot be done.
    virtual bool hold(bool held) = 0;

    void startPhase(const ProgressEvent &first);
    void endPause();
    void end(State state);

    State m_state = State::Running;
    QStringList m_results;
    std::optional<Error> m_reported;
    QElapsedTimer m_clock;
    QElapsedTimer m_phaseClock;
    QElapsedTimer m_pauseClock;
    qint64 m_phasePausedMs = 0; ///< of earlier pauses in this phase
    bool m_paused = false;
    double m_runSec = 0;
    QString m_phase;
    qint64 m_phaseFirst = 0; ///< what the phase had done at its first progress
    qint64 m_done = 0;
    qint64 m_total = 0;
};

} // namespace somno::jobs
