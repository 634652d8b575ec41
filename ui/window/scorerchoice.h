// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/window/actionentry.h"

namespace somno::ui {

class EngineRunner;
class MessageBar;
class ProjectService;
class RecordingOpener;
class StatusLine;

/// Whose labels are shown and set.
class ScorerChoice : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    ScorerChoice(ProjectService *project, RecordingOpener *recordings, const EngineRunner *engine, MessageBar *messages,
                 StatusLine *statusLine, QWidget *window);

    [[nodiscard]] QList<ActionEntry> actions();

Q_SIGNALS:
    /// The action names the scorer, and has another text now.
    void textChanged(const QString &text);

private:
    [[nodiscard]] QString text() const;
    void ask();
    void askAmong(const QStringList &names);
    void change(const QString &name);

    ProjectService *m_project;
    RecordingOpener *m_recordings;
    const EngineRunner *m_engine;
    MessageBar *m_messages;
    StatusLine *m_statusLine;
    QWidget *m_window;
};

} // namespace somno::ui
