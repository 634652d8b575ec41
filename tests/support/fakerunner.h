// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <vector>

#include "core/jobs/jobrunner.h"

namespace somno::test {

/// A run that says and does what the test tells it to. It ends at once when it is asked to, unless it is deaf.
class FakeJob : public jobs::EngineJob {
public:
    FakeJob(const jobs::JobSpec &spec, bool canPause) : spec(spec), m_canPause(canPause) {}

    using EngineJob::endCancelled;
    using EngineJob::endFailed;
    using EngineJob::endFinished;
    using EngineJob::hear;

    const jobs::JobSpec spec;
    bool isHeld = false; ///< as the engine sees it
    bool isDeaf = false;

private:
    void askToEnd() override
    {
        if (!isDeaf)
            QMetaObject::invokeMethod(this, &FakeJob::endCancelled, Qt::QueuedConnection);
    }
    bool hold(bool held) override
    {
        isHeld = held && m_canPause;
        return m_canPause;
    }

    bool m_canPause;
};

/// Runs no engine: every start is a FakeJob.
class FakeRunner : public jobs::JobRunner {
public:
    explicit FakeRunner(bool canPause = true) : m_canPause(canPause) {}

    [[nodiscard]] jobs::JobHandle start(const jobs::JobSpec &spec) override
    {
        auto *job = new FakeJob(spec, m_canPause);
        m_jobs.emplace_back(job);
        return jobs::JobHandle(job);
    }
    [[nodiscard]] bool canPause() const override { return m_canPause; }

    [[nodiscard]] size_t started() const { return m_jobs.size(); }
    /// The last one started; null where it is gone.
    [[nodiscard]] FakeJob *last() const { return m_jobs.empty() ? nullptr : m_jobs.back().data(); }

private:
    bool m_canPause;
    std::vector<QPointer<FakeJob>> m_jobs;
};

} // namespace somno::test
