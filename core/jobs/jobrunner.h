// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <memory>

#include "core/jobs/enginejob.h"

namespace somno::jobs {

/// What the engine is asked to do.
struct JobSpec {
    QStringList arguments;    ///< of the engine, verb first
    QString runFolder;        ///< where the engine keeps its checkpoint; may be empty
    QString outputFolder;     ///< what it makes
    bool lowPriority = false; ///< the engine leaves the processor to whatever else wants it
    [[nodiscard]] QString kind() const { return arguments.value(0); }
};

/// Owns a job. One that still runs ends with it, waiting for it; one that is over goes later, because it may be in its
/// own signal.
struct EndJob {
    void operator()(EngineJob *job) const;
};
using JobHandle = std::unique_ptr<EngineJob, EndJob>;

/// Where the engine computes. Every launch of it goes through here, so that nothing else knows whether that is a
/// process of this computer.
class JobRunner {
public:
    virtual ~JobRunner() = default;
    /// Starts the engine. Never nullptr: what cannot be started is a job that fails.
    [[nodiscard]] virtual JobHandle start(const JobSpec &spec) = 0;
    /// Whether running jobs can be paused.
    [[nodiscard]] virtual bool canPause() const = 0;
};

} // namespace somno::jobs
