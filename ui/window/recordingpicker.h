// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "core/recordings/recordingdraft.h"
#include "ui/window/actionentry.h"

namespace somno::ui {

class ActionTable;
class MessageBar;
class RecordingListModel;
class RecordingOpener;
class StatusLine;

/// Which recording is to be opened: by name, in a file dialog, among the recent ones.
class RecordingPicker : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    RecordingPicker(RecordingOpener *recordings, const RecordingListModel *known, ActionTable *table,
                    MessageBar *messages, StatusLine *statusLine, QWidget *window);

    [[nodiscard]] QList<ActionEntry> actions();
    /// Opens a recording, unless it is open already or known to have been where it is no more: that is said.
    void pick(const QString &path);
    /// Asks for a file first, in the folder of the last time where none is named.
    void ask(const QString &folder = {});

private:
    void showRecent();
    void askWhereItIs(const QString &path);
    /// What the file that is being read does not say.
    void askForFacts(const io::RecordingDraftPtr &draft);

    RecordingOpener *m_recordings;
    const RecordingListModel *m_known;
    ActionTable *m_table;
    MessageBar *m_messages;
    StatusLine *m_statusLine;
    QWidget *m_window;
};

} // namespace somno::ui
