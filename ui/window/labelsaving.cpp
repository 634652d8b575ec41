// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/labelsaving.h"

#include <QMessageBox>
#include <QPushButton>
#include <cstdio>

#include "core/project/autosaver.h"
#include "core/work/projectservice.h"
#include "ui/panels/statusline.h"
#include "ui/window/sessionpresenter.h"

namespace somno::ui {

LabelSaving::LabelSaving(const ProjectService *project, SessionPresenter *presenter, StatusLine *statusLine,
                         QWidget *window)
    : QObject(window), m_project(project), m_presenter(presenter), m_statusLine(statusLine), m_window(window)
{
}

QList<ActionEntry> LabelSaving::actions()
{
    return {{.id = QStringLiteral("actionSave"),
             .text = tr("&Save now"),
             .keys = {QKeySequence::Save},
             .menu = MenuGroup::FileEnd,
             .section = KeySection::File,
             .needs = Need::Writable,
             .run = [this] { saveNow(); }}};
}

void LabelSaving::saveNow()
{
    m_presenter->rememberView();
    if (m_project->autosaver()->flush())
        m_statusLine->showNotice(tr("Everything is saved"));
}

bool LabelSaving::mayClose(bool unattended)
{
    m_presenter->rememberView();
    store::AutoSaver *saver = m_project->autosaver();
    if (!saver || saver->flush())
        return true;
    const Error cause = saver->lastError().value_or(
        Error{ErrorCode::ProjectFailed, tr("The project could not be written in time."), {}});
    const QString words = cause.message + QLatin1Char(' ') + cause.detail;
    if (!unattended)
        return askToLose(words);
    std::fprintf(stderr, "The last labels were not saved. %s\n", qUtf8Printable(words));
    return true;
}

bool LabelSaving::askToLose(const QString &cause)
{
    QMessageBox box(QMessageBox::Warning, tr("Somnoscribe"), tr("The last labels are not saved yet."),
                    QMessageBox::NoButton, m_window);
    box.setObjectName(QStringLiteral("unsavedBox"));
    box.setInformativeText(
        cause + QLatin1Char(' ')
        + tr("Keep the window open and remove the cause, or export the labels to a file (File > Export labels); "
             "or lose what was set since the last save."));
    QPushButton *keep = box.addButton(tr("Keep open"), QMessageBox::RejectRole);
    box.addButton(tr("Close and lose them"), QMessageBox::DestructiveRole);
    box.setDefaultButton(keep);
    box.exec();
    return box.clickedButton() != keep;
}

} // namespace somno::ui
