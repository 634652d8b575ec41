// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/nextreader.h"

#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "core/project/scoringstore.h"
#include "core/work/projectservice.h"
#include "core/work/whendone.h"

namespace somno::ui {

using learning::StretchStock;

namespace {

Result<std::vector<NextRecording>> listRecordings(store::ProjectStore &project, const QString &scorer)
{
    auto entries = project.recordings().list();
    if (!entries)
        return failure(entries.error());
    const auto stamps = project.scorings().stamps(scorer);
    if (!stamps)
        return failure(stamps.error());
    std::vector<NextRecording> recordings;
    for (store::RecordingEntry &entry : *entries) {
        const qint64 id = entry.id;
        const bool isMissing = !QFileInfo::exists(entry.path);
        recordings.push_back({std::move(entry), isMissing, stamps->value(id)});
    }
    return recordings;
}

Result<StretchStock> readStretches(store::ProjectStore &project, qint64 recordingId, const QString &scorer)
{
    const auto stored = project.scorings().load(recordingId, scorer);
    if (!stored)
        return failure(stored.error());
    return *stored ? learning::stretchesOf((**stored).hypnogram) : StretchStock();
}

} // namespace

NextReader::NextReader(ProjectService *project, QObject *parent) : QObject(parent), m_project(project) {}

void NextReader::read()
{
    if (m_isReading) {
        m_again = true;
        return;
    }
    m_isReading = true;
    const auto list
        = [scorer = m_project->scorer()](store::ProjectStore &project) { return listRecordings(project, scorer); };
    whenDone(this, m_project->run(ProjectAccess::Read, list), [this](Result<std::vector<NextRecording>> recordings) {
        if (!recordings) {
            fail(recordings.error());
            return;
        }
        m_recordings = std::move(*recordings);
        m_at = 0;
        std::erase_if(m_kept, [this](const auto &kept) {
            return std::ranges::none_of(
                m_recordings, [&](const NextRecording &recording) { return recording.entry.id == kept.first; });
        });
        readNext();
    });
}

void NextReader::readNext()
{
    const auto isKept = [this](const NextRecording &recording) {
        const auto kept = m_kept.find(recording.entry.id);
        return kept != m_kept.end() && kept->second.stamp == recording.stamp;
    };
    while (m_at < m_recordings.size() && isKept(m_recordings[m_at]))
        ++m_at;
    if (m_at == m_recordings.size()) {
        finish();
        return;
    }
    const auto reduce = [id = m_recordings[m_at].entry.id, scorer = m_project->scorer()](store::ProjectStore &project) {
        return readStretches(project, id, scorer);
    };
    whenDone(this, m_project->run(ProjectAccess::Read, reduce),
             [this](Result<StretchStock> stock) { keep(m_recordings[m_at], std::move(stock)); });
}

void NextReader::keep(const NextRecording &recording, Result<StretchStock> stock)
{
    if (!stock && stock.error().code != ErrorCode::ProjectCorrupt) {
        fail(stock.error());
        return;
    }
    const qint64 id = recording.entry.id;
    // The stamp is from before the reading: what is saved in between is read again the next time.
    m_kept[id]
        = stock ? Kept{recording.stamp, std::move(*stock), {}} : Kept{recording.stamp, {}, stock.error().message};
    Q_EMIT scoringRead(id);
    readNext();
}

void NextReader::finish()
{
    m_isReading = false;
    if (std::exchange(m_again, false)) {
        read();
        return;
    }
    auto stock = std::make_shared<NextStock>();
    stock->recordings = std::move(m_recordings);
    for (const NextRecording &recording : stock->recordings) {
        const Kept &kept = m_kept[recording.entry.id];
        stock->sources.push_back({recording.entry.id, recording.entry.subject, kept.stock});
        if (!kept.problem.isEmpty())
            stock->problems << kept.problem;
    }
    Q_EMIT finished(stock);
}

void NextReader::fail(const Error &error)
{
    m_isReading = false;
    m_again = false;
    Q_EMIT failed(error);
}

} // namespace somno::ui
