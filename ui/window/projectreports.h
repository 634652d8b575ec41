// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>

#include "core/base/result.h"

namespace somno::ui {

class MessageBar;
class ProjectService;
class StatusLine;

/// What the project has to say, in the message bar and the status line.
class ProjectReports : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    ProjectReports(const ProjectService *project, MessageBar *messages, StatusLine *statusLine,
                   QObject *parent = nullptr);

    /// Says once more what was said of the project before the first recording was open. One named at the start opens
    /// right after the project, and what the project had to say must not go with it.
    void repeat();
    /// An edit was tried that cannot be kept.
    void sayReadOnly();

private:
    void tellOpened(const QStringList &warnings);
    void tellFailed(const Error &error);
    void watchSaving();
    void show(std::function<void()> message);

    const ProjectService *m_project;
    MessageBar *m_messages;
    StatusLine *m_statusLine;
    std::function<void()> m_last; ///< to be repeated; null when that was done
    bool m_repeated = false;
};

} // namespace somno::ui
