// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/enginerunner.h"

#include "ui/panels/messagebar.h"
#include "ui/panels/statusline.h"

namespace somno::ui {

using jobs::EngineJob;

EngineRunner::EngineRunner(std::shared_ptr<jobs::JobRunner> runner, StatusLine *statusLine, MessageBar *messages,
                           QObject *parent)
    : QObject(parent), m_runner(std::move(runner)), m_statusLine(statusLine), m_messages(messages)
{
    connect(statusLine, &StatusLine::cancelClicked, this, &EngineRunner::cancel);
}

bool EngineRunner::start(const QStringList &arguments, const QString &sentence, std::function<void()> done)
{
    if (m_job) {
        m_statusLine->showNotice(tr("Another job is still running."));
        return false;
    }
    m_warnings.clear();
    m_metric = {};
    m_job = m_runner->start({arguments, {}, {}});
    const EngineJob *job = m_job.get();
    m_statusLine->showJob(sentence);
    connect(job, &EngineJob::progress, this, [this, job](const QString &, qint64 count, qint64 total) {
        m_statusLine->setJobProgress(count, total, job->remainingSec());
    });
    connect(job, &EngineJob::warning, this, [this](const QString &text) { m_warnings.append(text); });
    connect(job, &EngineJob::metric, this, [this](const QJsonObject &values) { m_metric = values; });
    connect(job, &EngineJob::finished, this, [this, done = std::move(done)] {
        end();
        done();
    });
    connect(job, &EngineJob::failed, this, [this](const Error &error) {
        end();
        m_messages->showError(error);
    });
    connect(job, &EngineJob::cancelled, this, [this] {
        end();
        m_statusLine->showNotice(tr("Cancelled. Nothing was changed."));
    });
    Q_EMIT runningChanged(true);
    return true;
}

void EngineRunner::cancel()
{
    if (m_job)
        m_job->cancel();
}

void EngineRunner::end()
{
    m_job.reset();
    m_statusLine->hideJob();
    Q_EMIT runningChanged(false);
}

} // namespace somno::ui
