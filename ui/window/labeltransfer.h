// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/window/actionentry.h"

class QWidget;

namespace somno::ui {

class MessageBar;
class RecordingOpener;
class RecordingSession;

/// Labels out of the open recording into a file, and back. What a format cannot hold is said.
class LabelTransfer : public QObject {
    Q_OBJECT
public:
    enum class ModelLabels { AsImported, AsAutomatic };

    /// Nothing is owned.
    LabelTransfer(const RecordingOpener *recordings, MessageBar *messages, QWidget *window);

    [[nodiscard]] QList<ActionEntry> actions();
    /// Asks for a file first.
    void askExport(RecordingSession *session);
    void askImport(RecordingSession *session);
    /// In the format of that id; without one, in that of the ending.
    void exportTo(RecordingSession *session, const QString &path, const QString &format = {});
    /// Takes the labels of a file, undoable; labels that carry a model's probabilities may be laid over the scoring as
    /// the model's own.
    void importFrom(RecordingSession *session, const QString &path, ModelLabels model = ModelLabels::AsImported);

Q_SIGNALS:
    void exported(const QString &path);
    void imported(const QString &path);

private:
    const RecordingOpener *m_recordings;
    QWidget *m_window;
    MessageBar *m_messages;
};

} // namespace somno::ui
