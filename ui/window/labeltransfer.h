// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "ui/window/actionentry.h"

class QWidget;

namespace somno::io {
struct LabelImport;
}

namespace somno::ui {

class MessageBar;
class RecordingOpener;
class RecordingSession;
class Theme;

/// Labels out of the open recording into a file, and back. What a format cannot hold is said before it is written, what
/// a file holds before it is taken.
class LabelTransfer : public QObject {
    Q_OBJECT
public:
    enum class ModelLabels { AsImported, AsAutomatic };

    /// Nothing is owned.
    LabelTransfer(const RecordingOpener *recordings, const Theme *theme, MessageBar *messages, QWidget *window);

    [[nodiscard]] QList<ActionEntry> actions();
    /// Asks for a file first.
    void askExport(RecordingSession *session);
    void askImport(RecordingSession *session);
    /// Says first what a format (by its id) would not hold of these labels, where that is anything.
    void offerExport(RecordingSession *session, const QString &path, const QString &format);
    /// In the format of that id; without one, in that of the ending.
    void exportTo(RecordingSession *session, const QString &path, const QString &format = {});
    /// Shows what a file of labels holds and takes it, undoable, if that is wanted; labels that carry a model's
    /// probabilities may be laid over the scoring as the model's own.
    void importFrom(RecordingSession *session, const QString &path, ModelLabels model = ModelLabels::AsImported);
    /// The same with nobody to ask: what is open is an error.
    void importUnasked(RecordingSession *session, const QString &path, ModelLabels model);
    /// Tells, once it is known, which kind of file it is: labelsMet() or recordingMet().
    void lookAt(const QString &path);

Q_SIGNALS:
    void exported(const QString &path);
    void imported(const QString &path);
    void labelsMet(const QString &path);
    void recordingMet(const QString &path);

private:
    struct Target;

    void chooseExport(RecordingSession *session, const QString &proposed, const QString &filter);
    void take(const Target &target, const io::LabelImport &labels, bool withOthers);

    const RecordingOpener *m_recordings;
    const Theme *m_theme;
    QWidget *m_window;
    MessageBar *m_messages;
};

} // namespace somno::ui
