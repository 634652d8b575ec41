// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTimer>

#include "core/jobs/jobrunner.h"

namespace somno::jobs {

/// The engine as a child process of its own group, which dies with this object and with the program.
class LocalJob : public EngineJob {
    Q_OBJECT

public:
    /// Starts from the event loop; `program` is the engine, or why there is none. `--progress=json` is added to the
    /// arguments.
    LocalJob(const JobSpec &spec, const Result<QString> &program);
    /// Ends the engine, waiting for it.
    ~LocalJob() override;

    /// Process id of the engine while it runs, else 0.
    [[nodiscard]] qint64 processId() const { return m_process.processId(); }
    [[nodiscard]] static bool canPause();

private:
    /// An engine that still runs 1.7 s later is killed.
    void askToEnd() override;
    bool hold(bool held) override;

    void launch(const Result<QString> &program);
    void onStarted();
    void readEvents();
    void readErrorLines();
    void onProcessFinished(int exitCode, QProcess::ExitStatus status);
    void onProcessError(QProcess::ProcessError error);
    [[nodiscard]] Error exitError(int exitCode, QProcess::ExitStatus status) const;

    JobSpec m_spec;
    QProcess m_process;
    QTimer m_killTimer;
    EngineEventParser m_parser;
    LastLines m_errorLines;
};

} // namespace somno::jobs
