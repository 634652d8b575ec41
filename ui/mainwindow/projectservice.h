// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <memory>
#include <optional>

#include "base/result.h"
#include "models/recordinglistmodel.h"
#include "scoring/hypnogram.h"

namespace somno::store {
class AutoSaver;
class ProjectDatabase;
}

namespace somno::ui {

/// What the project knows of a recording that is being opened.
struct StoredRecording {
    store::RecordingEntry entry;
    std::optional<scoring::Hypnogram> hypnogram; ///< none when this scorer has not scored it
};

/// The project for the window: every read of the database happens in one background thread, and the
/// saving thread is the autosaver's. Signals and answers come in the GUI thread.
class ProjectService : public QObject {
    Q_OBJECT
public:
    ProjectService(QString path, QString scorer, QObject *parent = nullptr);
    /// Saves what is left and closes the project.
    ~ProjectService() override;

    /// Opens the project; opened() or failed() follows.
    void open();
    [[nodiscard]] const QString &scorer() const { return m_scorer; }
    /// Whether labels can be kept: the project is open and no other process writes it.
    [[nodiscard]] bool isWritable() const { return m_autosaver != nullptr; }
    /// Null while the project cannot be written.
    [[nodiscard]] store::AutoSaver *autosaver() const { return m_autosaver.get(); }

    /// Notes that a recording was opened and tells what is stored of it. Waits for open() where that still runs.
    [[nodiscard]] QFuture<Result<StoredRecording>> enter(const store::RecordingEntry &entry);
    void setChannels(qint64 recordingId, const QString &eegLabel, const QString &emgLabel);
    /// Reads the list of recordings anew; listed() follows.
    void refresh();

Q_SIGNALS:
    void opened(const QStringList &warnings);
    void failed(const somno::Error &error);
    void listed(const std::vector<somno::ui::RecordingRow> &rows);

private:
    struct Store;

    QString m_path;
    QString m_scorer;
    std::shared_ptr<Store> m_store;
    std::unique_ptr<store::AutoSaver> m_autosaver;
    QThreadPool m_thread; ///< of one thread: a connection belongs to the thread that opened it
};

} // namespace somno::ui
