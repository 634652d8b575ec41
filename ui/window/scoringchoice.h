// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/window/actionentry.h"

namespace somno::ui {

class ActionTable;
class ProjectService;
class RecordingOpener;
class RecordingSession;

/// Which of the scorings of the open recording is shown and edited: an action for each, by author and time, and one
/// that begins another.
class ScoringChoice : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    ScoringChoice(const ProjectService *project, RecordingOpener *recordings, ActionTable *table, QWidget *window);

    [[nodiscard]] QList<ActionEntry> actions();

private:
    void list(RecordingSession *session);
    void ask();

    const ProjectService *m_project;
    const RecordingOpener *m_recordings;
    ActionTable *m_table;
    QWidget *m_window;
};

} // namespace somno::ui
