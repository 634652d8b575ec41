// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/projectservice.h"

#include <QFileInfo>
#include <QtConcurrentRun>

#include "core/project/autosaver.h"
#include "core/project/recordingstore.h"
#include "core/project/scoringstore.h"
#include "core/work/whendone.h"

namespace somno::ui {

/// Lives in the project thread, but for what open() has published.
struct ProjectService::Store {
    std::unique_ptr<store::Project> project;
};

namespace {

/// A project that is read only cannot note the opening, but it knows the recording all the same.
Result<store::RecordingEntry> findOrAdd(const store::Project &project, const store::RecordingEntry &entry)
{
    store::RecordingStore &recordings = project.store().recordings();
    if (!project.isReadOnly())
        return recordings.upsert(entry);
    auto known = recordings.list();
    if (!known)
        return failure(known.error());
    for (const store::RecordingEntry &candidate : *known)
        if (candidate.digest == entry.digest)
            return candidate;
    return entry;
}

Result<StoredRecording> enterRecording(const store::Project &project, const store::RecordingEntry &entry,
                                       const QString &scorer)
{
    auto known = findOrAdd(project, entry);
    if (!known)
        return failure(known.error());
    store::ScoringStore &scorings = project.store().scorings();
    auto own = scorings.load(known->id, scorer);
    if (!own)
        return failure(own.error());
    auto all = scorings.all(known->id);
    if (!all)
        return failure(all.error());
    return StoredRecording{*known, std::move(*own), std::move(*all)};
}

Result<std::vector<RecordingRow>> readRows(const store::Project &project, const QString &scorer)
{
    auto entries = project.store().recordings().list();
    if (!entries)
        return failure(entries.error());
    const auto progress = project.store().scorings().progress(scorer);
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

ProjectService::ProjectService(store::ProjectOpener open, QString scorer, QObject *parent)
    : QObject(parent), m_open(std::move(open)), m_scorer(std::move(scorer)), m_store(std::make_shared<Store>())
{
    m_thread.setMaxThreadCount(1);
    m_thread.setExpiryTimeout(-1);
}

ProjectService::~ProjectService()
{
    m_autosaver.reset();
    (void)QtConcurrent::run(&m_thread, [store = m_store] { store->project.reset(); });
    m_thread.waitForDone();
}

void ProjectService::open()
{
    const auto open = [store = m_store, openProject = m_open]() -> Result<> {
        auto project = openProject();
        if (!project)
            return failure(project.error());
        store->project = std::move(*project);
        return {};
    };
    whenDone(this, QtConcurrent::run(&m_thread, open), [this](const Result<> &result) {
        if (!result) {
            Q_EMIT failed(result.error());
            return;
        }
        if (!m_store->project->isReadOnly())
            m_autosaver = std::make_unique<store::AutoSaver>(m_store->project->opener());
        Q_EMIT opened(m_store->project->warnings());
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
        if (!store->project)
            return StoredRecording{entry, std::nullopt, {}};
        return enterRecording(*store->project, entry, scorer);
    });
}

void ProjectService::setChannels(qint64 recordingId, const QString &eegLabel, const QString &emgLabel)
{
    if (!isWritable())
        return;
    const auto update = [store = m_store, recordingId, eegLabel, emgLabel] {
        return store->project->store().recordings().updateChannels(recordingId, eegLabel, emgLabel);
    };
    whenDone(this, QtConcurrent::run(&m_thread, update), [this](const Result<> &result) {
        if (!result)
            Q_EMIT failed(result.error());
    });
}

Result<store::ProjectStore *> ProjectService::storeOf(const std::shared_ptr<Store> &store, ProjectAccess access)
{
    if (!store->project)
        return failure(
            ErrorCode::ProjectFailed, tr("No project is open."),
            tr("It could not be opened, or is not open yet. Start Somnoscribe again, or choose another project with "
               "--project."));
    if (access == ProjectAccess::Write && store->project->isReadOnly())
        return failure(
            ErrorCode::ProjectLocked, tr("The project %1 can only be read from here.").arg(store->project->path()),
            tr("It is open in another Somnoscribe. Work there, or close that one and start this one again."));
    return &store->project->store();
}

void ProjectService::refresh()
{
    const auto read = [store = m_store, scorer = m_scorer]() -> Result<std::vector<RecordingRow>> {
        return store->project ? readRows(*store->project, scorer) : std::vector<RecordingRow>{};
    };
    whenDone(this, QtConcurrent::run(&m_thread, read), [this](Result<std::vector<RecordingRow>> rows) {
        if (rows)
            Q_EMIT listed(*rows);
        else
            Q_EMIT failed(rows.error());
    });
}

} // namespace somno::ui
