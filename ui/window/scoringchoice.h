// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace somno::ui {

class ActionTable;
class RecordingOpener;
class RecordingSession;

/// Which of the scorings of the open recording is shown and edited: an action for each, by author and time.
class ScoringChoice : public QObject {
    Q_OBJECT
public:
    /// Nothing is owned.
    ScoringChoice(RecordingOpener *recordings, ActionTable *table);

private:
    void list(RecordingSession *session);

    ActionTable *m_table;
};

} // namespace somno::ui
