// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "core/base/result.h"
#include "ui/window/actionentry.h"

namespace somno::ui {

class ProjectService;
class SessionPresenter;
class StatusLine;

/// Labels into the project now, instead of within a second: by key, and before the window closes.
class LabelSaving : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    LabelSaving(const ProjectService *project, SessionPresenter *presenter, StatusLine *statusLine, QWidget *window);

    [[nodiscard]] QList<ActionEntry> actions();
    /// Saves what is left; where that fails, whether it may be lost: a person is asked. Without one it may, and stderr
    /// tells of it.
    [[nodiscard]] bool mayClose(bool unattended);

private:
    void saveNow();
    [[nodiscard]] bool askToLose(const QString &cause);

    const ProjectService *m_project;
    SessionPresenter *m_presenter;
    StatusLine *m_statusLine;
    QWidget *m_window;
};

} // namespace somno::ui
