// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/projectreports.h"

#include <utility>

#include "core/project/autosaver.h"
#include "core/work/projectservice.h"
#include "ui/panels/messagebar.h"
#include "ui/panels/statusline.h"

namespace somno::ui {

ProjectReports::ProjectReports(const ProjectService *project, MessageBar *messages, StatusLine *statusLine,
                               QObject *parent)
    : QObject(parent), m_project(project), m_messages(messages), m_statusLine(statusLine)
{
    connect(project, &ProjectService::opened, this, &ProjectReports::tellOpened);
    connect(project, &ProjectService::failed, this, &ProjectReports::tellFailed);
}

void ProjectReports::tellOpened(const QStringList &warnings)
{
    if (!warnings.isEmpty())
        show([this, warnings] {
            m_messages->showMessage(MessageBar::Kind::Warning, warnings.first(),
                                    warnings.mid(1).join(QLatin1Char(' ')));
        });
    if (m_project->isWritable())
        watchSaving();
    else
        m_statusLine->showProblem(tr("Read only: another Somnoscribe has the project open"));
}

void ProjectReports::tellFailed(const Error &error)
{
    if (!m_project->isWritable())
        m_statusLine->showProblem(tr("No project: labels cannot be saved"));
    show([this, error] { m_messages->showError(error); });
}

void ProjectReports::watchSaving()
{
    const store::AutoSaver *saver = m_project->autosaver();
    connect(saver, &store::AutoSaver::saved, this, [this] { m_statusLine->showProblem({}); });
    connect(saver, &store::AutoSaver::saveFailed, this, [this](const Error &error) {
        m_statusLine->showProblem(tr("Not saved yet; trying again"));
        m_messages->showError(error);
    });
}

void ProjectReports::show(std::function<void()> message)
{
    message();
    if (!m_repeated)
        m_last = std::move(message);
}

void ProjectReports::repeat()
{
    m_repeated = true;
    if (const auto again = std::exchange(m_last, {}))
        again();
}

void ProjectReports::sayReadOnly()
{
    m_messages->showMessage(MessageBar::Kind::Warning, tr("Nothing was changed: labels cannot be saved from here."),
                            tr("The project is open in another Somnoscribe, or could not be opened. Close the other "
                               "window and start this one again, or choose another project with --project."));
}

} // namespace somno::ui
