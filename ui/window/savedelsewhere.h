// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace somno::ui {

class MessageBar;
class RecordingOpener;
class RecordingSession;

/// What is said when the labels of the open recording were saved elsewhere since they were read: both scorings are
/// there, and can be looked at in turn.
class SavedElsewhere : public QObject {
    Q_OBJECT
public:
    /// Neither is owned.
    SavedElsewhere(RecordingOpener *recordings, MessageBar *messages, QObject *parent = nullptr);

private:
    void tell(RecordingSession *session, int mine, int theirs);
    void show(RecordingSession *session, int scoring, int other, bool isMine);

    MessageBar *m_messages;
};

} // namespace somno::ui
