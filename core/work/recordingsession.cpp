// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/recordingsession.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QPointer>
#include <QSettings>
#include <QtConcurrentRun>
#include <new>

#include "core/project/autosaver.h"
#include "core/project/projectstore.h"
#include "core/recordings/contentdigest.h"
#include "core/work/diskthreads.h"
#include "core/work/recordingwatch.h"
#include "core/work/whendone.h"

namespace somno::ui {
namespace {

/// Settings of the channels beside EEG and EMG, of one recording.
QString othersKey(const QByteArray &digest)
{
    return QStringLiteral("shownChannels/") + QString::fromLatin1(digest);
}

QString votersKey(const QByteArray &digest)
{
    return QStringLiteral("votingChannels/") + QString::fromLatin1(digest);
}

QStringList namesOf(const signal::Recording &recording, const QList<int> &channels)
{
    QStringList names;
    for (const int channel : channels)
        names.append(channelName(recording, channel));
    return names;
}

} // namespace

RecordingSession::RecordingSession(QString path, ProjectService *project, NewScoring fresh, QObject *parent)
    : QObject(parent), m_path(std::move(path)), m_project(project), m_scorer(project->scorer()),
      m_fresh(std::move(fresh))
{
}

RecordingSession::~RecordingSession()
{
    m_stop.request_stop();
    if (document() && m_project->isWritable()) {
        m_project->autosaver()->flush();
        m_project->autosaver()->detach();
    }
}

QString RecordingSession::name() const
{
    return QFileInfo(m_path).fileName();
}

void RecordingSession::open(const ChannelWish &wish, const QByteArray &knownDigest)
{
    m_wish = wish;
    m_knownDigest = knownDigest;
    read(wish);
}

void RecordingSession::answer(const io::OpenOptions &said)
{
    m_wish.said = said;
    read(m_wish);
}

void RecordingSession::setChannels(const io::ChannelChoice &choice, const QList<int> &others, const QList<int> &voters)
{
    const signal::Recording &recording = *m_loaded.recording;
    const ChannelWish wish{channelName(recording, choice.eeg), channelName(recording, choice.emg),
                           namesOf(recording, others), namesOf(recording, voters), m_loaded.said};
    if (m_entry.id > 0)
        m_project->setChannels(m_entry.id, wish.eeg, wish.emg);
    if (!m_digest.isEmpty()) {
        QSettings().setValue(othersKey(m_digest), wish.others);
        QSettings().setValue(votersKey(m_digest), wish.voters);
    }
    read(wish);
}

Progress RecordingSession::tellingProgress()
{
    Progress progress;
    progress.stop = m_stop.get_token();
    progress.report = [session = QPointer(this), told = -1](const QString &, qint64 done, qint64 total) mutable {
        const int permille = total > 0 ? int(double(done) / double(total) * 1000) : 0;
        if (std::exchange(told, permille) == permille)
            return;
        // The pointer is looked at again where it is safe: in the session's own thread.
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [session, permille] {
                if (session)
                    Q_EMIT session->progress(permille / 1000.0);
            },
            Qt::QueuedConnection);
    };
    return progress;
}

void RecordingSession::read(const ChannelWish &wish)
{
    const Progress progress = tellingProgress();
    const auto task = [path = m_path, opened = m_loaded, draft = m_draft, wish, progress] {
        if (opened.file)
            return loadChannels(opened, wish, progress);
        return draft ? loadDraft(draft, wish, scoring::kShortestEpochSec, progress)
                     : loadRecording(path, wish, scoring::kShortestEpochSec, progress);
    };
    whenDone(this, QtConcurrent::run(diskThreads(), task), [this](Result<LoadedRecording> result) {
        if (!result) {
            Q_EMIT failed(result.error());
            return;
        }
        m_draft = result->draft;
        if (m_draft) {
            Q_EMIT asked(m_draft);
            return;
        }
        const bool isFirst = !m_loaded.file;
        m_loaded = std::move(*result);
        Q_EMIT loaded();
        if (isFirst) {
            if (m_fresh.epochSec > m_loaded.recording->durationSec())
                m_fresh.epochSec = NewScoring().epochSec;
            watch();
            enterProject();
        }
    });
}

void RecordingSession::watch()
{
    const auto *watch = new RecordingWatch(m_path, m_loaded.stamp, m_loaded.pages, this);
    connect(watch, &RecordingWatch::surveyed, this, &RecordingSession::surveyed);
    connect(watch, &RecordingWatch::failed, this, &RecordingSession::changed);
    connect(watch, &RecordingWatch::changed, this, &RecordingSession::changed);
}

void RecordingSession::endSurvey()
{
    if (m_loaded.pages)
        m_loaded.pages->endSurvey();
}

void RecordingSession::enterProject()
{
    const auto digest = [path = m_path, known = m_knownDigest, progress = tellingProgress()] {
        return io::contentDigest(path, progress, known);
    };
    whenDone(this, QtConcurrent::run(diskThreads(), digest), [this](const Result<QByteArray> &result) {
        if (!result) {
            Q_EMIT failed(result.error());
            return;
        }
        m_digest = *result;
        whenDone(this, m_project->enter(newEntry(), m_scorer),
                 [this](const Result<StoredRecording> &stored) { takeStored(stored); });
    });
}

store::RecordingEntry RecordingSession::newEntry() const
{
    store::RecordingEntry entry;
    entry.digest = m_digest;
    entry.path = m_path;
    entry.label = QFileInfo(m_path).completeBaseName();
    entry.durationSec = m_loaded.recording->durationSec();
    entry.start = m_loaded.recording->start;
    entry.eegLabel = channelName(*m_loaded.recording, m_loaded.choice.eeg);
    entry.emgLabel = channelName(*m_loaded.recording, m_loaded.choice.emg);
    entry.epochSec = m_fresh.epochSec;
    if (!m_loaded.said.isEmpty())
        entry.openedAs = QString::fromUtf8(QJsonDocument(m_loaded.said.toJson()).toJson(QJsonDocument::Compact));
    entry.lastOpened = QDateTime::currentDateTimeUtc();
    return entry;
}

scoring::Hypnogram RecordingSession::emptyScoring(const NewScoring &fresh) const
{
    return {m_loaded.recording->time.epochCount(toTicks(fresh.epochSec)), fresh.epochSec, fresh.stageSet};
}

void RecordingSession::takeStored(const Result<StoredRecording> &stored)
{
    if (!stored) {
        Q_EMIT failed(stored.error());
        return;
    }
    m_entry = stored->entry;
    try {
        if (stored->own)
            m_scorings.add(stored->own->head, stored->own->hypnogram);
        else
            m_scorings.add(scoring::ScoringHead::begin(m_entry.id, m_scorer), emptyScoring(m_fresh));
        addOthers(stored->scorings);
    } catch (const std::bad_alloc &) {
        Q_EMIT failed({ErrorCode::ComputeFailed, tr("There is not enough memory for the labels of %1.").arg(name()),
                       tr("Close other programs, or work on a machine with more memory.")});
        return;
    }
    if (m_project->isWritable() && m_entry.id > 0) {
        connect(m_project->autosaver(), &store::AutoSaver::forked, this, &RecordingSession::takeFork);
        attach();
    }
    Q_EMIT ready();
    tellOfFork();

    const signal::Recording &recording = *m_loaded.recording;
    const ChannelWish wish{m_entry.eegLabel, m_entry.emgLabel, QSettings().value(othersKey(m_digest)).toStringList(),
                           QSettings().value(votersKey(m_digest)).toStringList(), m_loaded.said};
    if (wish.eeg != channelName(recording, m_loaded.choice.eeg)
        || wish.emg != channelName(recording, m_loaded.choice.emg)
        || wish.others != namesOf(recording, m_loaded.others))
        read(wish);
}

/// What was written beside another scoring while this recording was being closed was never told.
void RecordingSession::tellOfFork()
{
    const scoring::ScoringHead &head = m_scorings.head(m_scorings.edited());
    if (head.beside.isEmpty() || head.revision > 1)
        return;
    if (const int theirs = besideOf(head); theirs >= 0)
        Q_EMIT savedElsewhere(m_scorings.edited(), theirs);
}

void RecordingSession::addOthers(const std::vector<store::StoredScoring> &scorings)
{
    for (const store::StoredScoring &scoring : scorings)
        m_scorings.add(scoring.head, scoring.hypnogram);
}

void RecordingSession::attach()
{
    m_project->autosaver()->attach(document(), m_scorings.head(m_scorings.edited()));
}

void RecordingSession::edit(int scoring)
{
    if (scoring == m_scorings.edited())
        return;
    m_scorings.setEdited(scoring);
    if (m_project->isWritable() && m_entry.id > 0)
        attach();
    Q_EMIT documentChanged();
}

void RecordingSession::begin(const QString &author, const NewScoring &fresh)
{
    edit(m_scorings.add(scoring::ScoringHead::begin(m_entry.id, author), emptyScoring(fresh)));
}

scoring::ScoringDocument *RecordingSession::addFromFile(const QString &author, const scoring::Hypnogram &labels,
                                                        const QString &fileName)
{
    const int index = m_scorings.add(scoring::ScoringHead::begin(m_entry.id, author, scoring::ScoringKind::File),
                                     scoring::Hypnogram(labels.size(), labels.epochSec(), labels.stageSet()));
    scoring::ScoringDocument *document = m_scorings.document(index);
    if (m_project->isWritable() && m_entry.id > 0)
        m_project->autosaver()->attach(document, m_scorings.head(index));
    // Also when it is undone, and the scoring is one without labels again.
    connect(document->undoStack(), &QUndoStack::cleanChanged, this, &RecordingSession::scoringsChanged);
    document->replaceScoring(labels, {scoring::EditReason::Kind::Import, 0, fileName});
    return document;
}

void RecordingSession::takeFork(const scoring::ScoringHead &before, const scoring::ScoringHead &mine)
{
    const int index = m_scorings.indexOf(before.id);
    if (index < 0)
        return; // of another recording
    m_scorings.setHead(index, mine);
    const auto others = [id = m_entry.id](store::ProjectStore &project) { return project.scorings().all(id); };
    whenDone(this, m_project->run(ProjectAccess::Read, others),
             [this, mine](const Result<std::vector<store::StoredScoring>> &scorings) {
                 if (!scorings) {
                     Q_EMIT failed(scorings.error());
                     return;
                 }
                 addOthers(*scorings);
                 Q_EMIT scoringsChanged();
                 if (const int theirs = besideOf(mine); theirs >= 0)
                     Q_EMIT savedElsewhere(m_scorings.indexOf(mine.id), theirs);
             });
}

int RecordingSession::besideOf(const scoring::ScoringHead &head) const
{
    if (const int known = m_scorings.indexOf(head.beside); known >= 0)
        return known;
    // Of one that was never saved there is no other by that id, but one by the same person.
    for (int i = 0; i < m_scorings.size(); ++i)
        if (m_scorings.head(i).author == head.author && m_scorings.head(i).kind == head.kind
            && m_scorings.head(i).id != head.id && !m_scorings.isUntouched(i))
            return i;
    return -1;
}

void RecordingSession::rememberView(const store::ViewState &view)
{
    if (document() && m_entry.id > 0 && m_project->isWritable())
        m_project->autosaver()->setView(m_entry.id, view);
}

} // namespace somno::ui
