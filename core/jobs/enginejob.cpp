// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/enginejob.h"

namespace somno::jobs {

EngineJob::EngineJob()
{
    m_clock.start();
}

void EngineJob::cancel()
{
    if (m_state != State::Running)
        return;
    m_state = State::Cancelling;
    askToEnd();
    resume(); // a paused engine hears nothing
}

void EngineJob::pause()
{
    if (m_state != State::Running || m_paused || !hold(true))
        return;
    m_paused = true;
    m_pauseClock.start();
}

void EngineJob::resume()
{
    if (!m_paused)
        return;
    endPause();
    hold(false);
}

void EngineJob::endPause()
{
    if (m_paused)
        m_phasePausedMs += m_pauseClock.elapsed();
    m_paused = false;
}

double EngineJob::elapsedSec() const
{
    return isRunning() ? double(m_clock.elapsed()) / 1000 : m_runSec;
}

std::optional<double> EngineJob::remainingSec() const
{
    if (!isRunning() || m_done <= m_phaseFirst || m_total < m_done)
        return std::nullopt;
    const qint64 pausedMs = m_phasePausedMs + (m_paused ? m_pauseClock.elapsed() : 0);
    return double(m_phaseClock.elapsed() - pausedMs) / 1000 * double(m_total - m_done) / double(m_done - m_phaseFirst);
}

void EngineJob::hear(const EngineEvent &event)
{
    if (const auto *now = std::get_if<ProgressEvent>(&event)) {
        if (now->phase != m_phase || !m_phaseClock.isValid())
            startPhase(*now);
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

void EngineJob::startPhase(const ProgressEvent &first)
{
    m_phase = first.phase;
    m_phaseFirst = first.done;
    m_phasePausedMs = 0;
    m_phaseClock.start();
    m_pauseClock.start(); // a pause that began before counts from here
}

void EngineJob::endFinished()
{
    end(State::Finished);
    Q_EMIT finished(m_results);
}

void EngineJob::endFailed(const Error &error)
{
    end(State::Failed);
    Q_EMIT failed(error);
}

void EngineJob::endCancelled()
{
    end(State::Cancelled);
    Q_EMIT cancelled();
}

void EngineJob::end(State state)
{
    Q_ASSERT(isRunning());
    m_runSec = double(m_clock.elapsed()) / 1000;
    endPause();
    m_state = state;
}

} // namespace somno::jobs
