// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QtConcurrentRun>
#include <memory>
#include <optional>

#include "core/base/result.h"
#include "core/project/project.h"
#include "core/project/scoringstore.h"
#include "core/work/recordingrow.h"

namespace somno::store {
class AutoSaver;
} // namespace somno::store

namespace somno::ui {

/// What the project knows of a recording that is being opened.
struct StoredRecording {
    store::RecordingEntry entry;
    std::optional<store::StoredScoring> own;    ///< none when this scorer has not scored it
    std::vector<store::StoredScoring> scorings; ///< all, own included; last saved first
};

/// What a piece of work does with the project.
enum class ProjectAccess { Read, Write };

/// The project for the window: every read of the database happens in one background thread, and the
/// saving thread is the autosaver's. Signals and answers come in the GUI thread.
class ProjectService : public QObject {
    Q_OBJECT
public:
    ProjectService(store::ProjectOpener open, QString scorer, QObject *parent = nullptr);
    /// Saves what is left and closes the project.
    ~ProjectService() override;

    /// Opens the project; opened() or failed() follows.
    void open();
    /// Whose labels are read and written.
    [[nodiscard]] const QString &scorer() const { return m_scorer; }
    /// For what is opened from now on, and for the list of recordings: scorerChanged() and listed() follow. What is
    /// open stays its scorer's.
    void setScorer(const QString &scorer);
    /// Whether labels can be kept: the project is open and no other process writes it.
    [[nodiscard]] bool isWritable() const { return m_autosaver != nullptr; }
    /// Null while the project cannot be written.
    [[nodiscard]] store::AutoSaver *autosaver() const { return m_autosaver.get(); }

    /// Notes that a recording was opened and tells what is stored of it, with that scorer's labels. Waits for open()
    /// where that still runs.
    [[nodiscard]] QFuture<Result<StoredRecording>> enter(const store::RecordingEntry &entry, const QString &scorer);
    void setChannels(qint64 recordingId, const QString &eegLabel, const QString &emgLabel);
    /// Reads the list of recordings anew; listed() follows.
    void refresh();
    /// Runs `work(store::ProjectStore &)`, which returns a Result, in the project's thread, after all that was asked
    /// before. ProjectFailed while no project is open; ProjectLocked where it may only be read and `work` is to write.
    /// Take the answer by whenDone(): a thread that waits for the future may do the work itself, and a store
    /// belongs to one thread.
    template <class Work>
    [[nodiscard]] QFuture<std::invoke_result_t<Work, store::ProjectStore &>> run(ProjectAccess access, Work work)
    {
        return QtConcurrent::run(
            &m_thread,
            [store = m_store, access, work = std::move(work)]() -> std::invoke_result_t<Work, store::ProjectStore &> {
                const auto project = storeOf(store, access);
                if (!project)
                    return failure(project.error());
                return work(**project);
            });
    }

Q_SIGNALS:
    void opened(const QStringList &warnings);
    void failed(const somno::Error &error);
    void scorerChanged();
    void listed(const std::vector<somno::ui::RecordingRow> &rows);

private:
    struct Store;

    [[nodiscard]] static Result<store::ProjectStore *> storeOf(const std::shared_ptr<Store> &store,
                                                               ProjectAccess access);

    store::ProjectOpener m_open;
    QString m_scorer;
    std::shared_ptr<Store> m_store;
    std::unique_ptr<store::AutoSaver> m_autosaver;
    QThreadPool m_thread; ///< of one thread: a store belongs to the thread that opened it
};

} // namespace somno::ui
