// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/projectservice.h"

#include <QFileInfo>
#include <QtConcurrentRun>

#include "core/project/autosaver.h"
#include "core/project/recordingstore.h"
#include "core/project/scoringstore.h"
#include "core/project/sqlite/projectdatabase.h"
#include "core/work/whendone.h"

namespace somno::ui {

/// Lives in the project thread, but for what open() has published.
struct ProjectService::Store {
    std::unique_ptr<store::ProjectDatabase> database;
};

namespace {

/// A project that is read only cannot note the opening, but it knows the recording all the same.
Result<store::RecordingEntry> findOrAdd(const store::ProjectDatabase &database, const store::RecordingEntry &entry)
{
    store::RecordingStore &recordings = database.store().recordings();
    if (!database.isReadOnly())
        return recordings.upsert(entry);
    auto known = recordings.list();
    if (!known)
        return failure(known.error());
    for (const store::RecordingEntry &candidate : *known)
        if (candidate.digest == entry.digest)
            return candidate;
    return entry;
}

Result<StoredRecording> enterRecording(const store::ProjectDatabase &database, const store::RecordingEntry &entry,
                                       const QString &scorer)
{
    auto known = findOrAdd(database, entry);
    if (!known)
        return failure(known.error());
    store::ScoringStore &scorings = database.store().scorings();
    auto own = scorings.load(known->id, scorer);
    if (!own)
        return failure(own.error());
    auto all = scorings.all(known->id);
    if (!all)
        return failure(all.error());
    return StoredRecording{*known, std::move(*own), std::move(*all)};
}

Result<std::vector<RecordingRow>> readRows(const store::ProjectDatabase &database, const QString &scorer)
{
    auto entries = database.store().recordings().list();
    if (!entries)
        return failure(entries.error());
    const auto progress = database.store().scorings().progress(scorer);
    if (!progress)
        return failure(progress.error());
    std::vector<RecordingRow> rows;
    for (store::RecordingEntry &entry : *entries) {
        const qint64 id = entry.id;
        const bool missing = !QFileInfo::exists(entry.path);
        rows.push_back({std::move(entry), progress->value(id), missing});
    }
    return rows;
}

} // namespace

ProjectService::ProjectService(QString path, QString scorer, QObject *parent)
    : QObject(parent), m_path(std::move(path)), m_scorer(std::move(scorer)), m_store(std::make_shared<Store>())
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1);
}

ProjectService::~ProjectService()
{
    m_autosaver.reset();
    (void)QtConcurrent::run(&m_thread, [store = m_store] { store->database.reset(); });
    m_thread.waitForDone();
}

void ProjectService::open()
{
    const auto open = [store = m_store, path = m_path]() -> Result<> {
        auto database = store::ProjectDatabase::open(path);
        if (!database)
            return failure(database.error());
        store->database = std::move(*database);
        return {};
    };
    whenDone(this, QtConcurrent::run(&m_thread, open), [this](const Result<> &result) {
        if (!result) {
            Q_EMIT failed(result.error());
            return;
        }
        if (!m_store->database->isReadOnly())
            m_autosaver = std::make_unique<store::AutoSaver>(m_store->database->opener());
        Q_EMIT opened(m_store->database->warnings());
        refresh();
    });
}

void ProjectService::setScorer(const QString &scorer)
{
    m_scorer = scorer;
    Q_EMIT scorerChanged();
    refresh();
}

QFuture<Result<StoredRecording>> ProjectService::enter(const store::RecordingEntry &entry, const QString &scorer)
{
    return QtConcurrent::run(&m_thread, [store = m_store, entry, scorer]() -> Result<StoredRecording> {
        if (!store->database)
            return StoredRecording{entry, std::nullopt, {}};
        return enterRecording(*store->database, entry, scorer);
    });
}

void ProjectService::setChannels(qint64 recordingId, const QString &eegLabel, const QString &emgLabel)
{
    if (!isWritable())
        return;
    const auto update = [store = m_store, recordingId, eegLabel, emgLabel] {
        return store->database->store().recordings().updateChannels(recordingId, eegLabel, emgLabel);
    };
    whenDone(this, QtConcurrent::run(&m_thread, update), [this](const Result<> &result) {
        if (!result)
            Q_EMIT failed(result.error());
    });
}

Result<store::ProjectStore *> ProjectService::storeOf(const std::shared_ptr<Store> &store, ProjectAccess access)
{
    if (!store->database)
        return failure(
            ErrorCode::ProjectFailed, tr("No project is open."),
            tr("It could not be opened, or is not open yet. Start Somnoscribe again, or choose another project with "
               "--project."));
    if (access == ProjectAccess::Write && store->database->isReadOnly())
        return failure(
            ErrorCode::ProjectLocked, tr("The project %1 can only be read from here.").arg(store->database->path()),
            tr("It is open in another Somnoscribe. Work there, or close that one and start this one again."));
    return &store->database->store();
}

void ProjectService::refresh()
{
    const auto read = [store = m_store, scorer = m_scorer]() -> Result<std::vector<RecordingRow>> {
        return store->database ? readRows(*store->database, scorer) : std::vector<RecordingRow>{};
    };
    whenDone(this, QtConcurrent::run(&m_thread, read), [this](Result<std::vector<RecordingRow>> rows) {
        if (rows)
            Q_EMIT listed(*rows);
        else
            Q_EMIT failed(rows.error());
    });
}

} // namespace somno::ui
