// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <functional>
#include <memory>

#include "core/jobs/jobrunner.h"

namespace somno::ui {

class MessageBar;
class StatusLine;

/// At most one run of the engine at a time, shown in the status line with progress, remaining time and
/// Cancel; failures and warnings appear in the message bar.
class EngineRunner : public QObject {
    Q_OBJECT
public:
    /// Neither widget is owned.
    EngineRunner(std::shared_ptr<jobs::JobRunner> runner, StatusLine *statusLine, MessageBar *messages,
                 QObject *parent = nullptr);

    [[nodiscard]] bool isRunning() const { return m_job != nullptr; }
    /// Runs the engine; `done` is called when it finished without error. False when another job still runs.
    bool start(const QStringList &arguments, const QString &sentence, std::function<void()> done);
    void cancel();
    /// Warnings of the engine in the last run, in words.
    [[nodiscard]] const QStringList &warnings() const { return m_warnings; }
    /// The last metric event of the last run.
    [[nodiscard]] const QJsonObject &metric() const { return m_metric; }

Q_SIGNALS:
    void runningChanged(bool running);

private:
    void end();

    std::shared_ptr<jobs::JobRunner> m_runner;
    StatusLine *m_statusLine;
    MessageBar *m_messages;
    jobs::JobHandle m_job;
    QStringList m_warnings;
    QJsonObject m_metric;
};

} // namespace somno::ui
