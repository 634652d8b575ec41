// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/sqlite/recordingrepository.h"

#include <QCoreApplication>
#include <QFileInfo>

#include "core/project/sqlite/connection.h"

namespace somno::store {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::store::RecordingRepository)
};

const QString kColumns
    = QStringLiteral("id, digest, path, label, duration_sec, start, eeg_label, emg_label, epoch_sec, "
                     "view_first_sec, view_last_sec, current_epoch, last_opened, subject, opened_as");

/// SQLite keeps a null string as NULL, which the columns refuse.
QString notNull(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

RecordingEntry entryOf(const QSqlQuery &row)
{
    RecordingEntry entry;
    entry.id = row.value(0).toLongLong();
    entry.digest = row.value(1).toByteArray();
    entry.path = row.value(2).toString();
    entry.label = row.value(3).toString();
    entry.durationSec = row.value(4).toDouble();
    entry.start = QDateTime::fromString(row.value(5).toString(), Qt::ISODateWithMs);
    entry.eegLabel = row.value(6).toString();
    entry.emgLabel = row.value(7).toString();
    entry.epochSec = row.value(8).toDouble();
    if (!row.isNull(9))
        entry.view = ViewState{row.value(9).toDouble(), row.value(10).toDouble(), row.value(11).toLongLong()};
    entry.lastOpened = QDateTime::fromString(row.value(12).toString(), Qt::ISODateWithMs);
    entry.subject = row.value(13).toString();
    if (entry.subject.isEmpty())
        entry.subject = subjectFromPath(entry.path);
    entry.openedAs = row.value(14).toString();
    return entry;
}

} // namespace

Result<RecordingEntry> RecordingRepository::upsert(const RecordingEntry &entry)
{
    const auto subject = subjectOf(entry);
    if (!subject)
        return failure(subject.error());
    const QString now = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QVariantList values = {QString::fromLatin1(entry.digest),
                                 notNull(entry.path),
                                 notNull(entry.label),
                                 entry.durationSec,
                                 entry.start.toString(Qt::ISODateWithMs),
                                 notNull(entry.eegLabel),
                                 notNull(entry.emgLabel),
                                 entry.epochSec,
                                 now,
                                 *subject,
                                 notNull(entry.openedAs)};
    auto query = m_connection.run(
        QStringLiteral("INSERT INTO recordings(digest, path, label, duration_sec, start, eeg_label, emg_label, "
                       "epoch_sec, last_opened, subject, opened_as) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                       "ON CONFLICT(digest) DO UPDATE SET path = excluded.path, last_opened = excluded.last_opened, "
                       "subject = CASE WHEN subject = '' THEN excluded.subject ELSE subject END, "
                       "opened_as = CASE WHEN excluded.opened_as = '' THEN opened_as ELSE excluded.opened_as END "
                       "RETURNING ")
            + kColumns,
        values);
    if (!query)
        return failure(query.error());
    if (!query->next())
        return failure(m_connection.corrupt(Text::tr("A recording that was just written is missing.")));
    const RecordingEntry stored = entryOf(*query);
    while (query->next()) {
        // SQLite commits the insertion when the statement has run to its end.
    }
    return stored;
}

Result<QString> RecordingRepository::subjectOf(const RecordingEntry &entry)
{
    if (!entry.subject.isEmpty())
        return entry.subject;
    auto earlier = m_connection.run(QStringLiteral("SELECT path FROM recordings WHERE digest = ?"),
                                    {QString::fromLatin1(entry.digest)});
    if (!earlier)
        return failure(earlier.error());
    return notNull(subjectFromPath(earlier->next() ? earlier->value(0).toString() : entry.path));
}

Result<std::vector<RecordingEntry>> RecordingRepository::list()
{
    auto query = m_connection.run(
        QStringLiteral("SELECT %1 FROM recordings ORDER BY last_opened DESC, id DESC").arg(kColumns));
    if (!query)
        return failure(query.error());
    std::vector<RecordingEntry> entries;
    while (query->next())
        entries.push_back(entryOf(*query));
    return entries;
}

Result<> RecordingRepository::updateView(qint64 recordingId, const ViewState &view)
{
    return m_connection.execute(
        QStringLiteral("UPDATE recordings SET view_first_sec = ?, view_last_sec = ?, current_epoch = ? WHERE id = ?"),
        {view.firstSec, view.lastSec, qlonglong(view.currentEpoch), recordingId});
}

Result<> RecordingRepository::updateChannels(qint64 recordingId, const QString &eegLabel, const QString &emgLabel)
{
    return m_connection.execute(QStringLiteral("UPDATE recordings SET eeg_label = ?, emg_label = ? WHERE id = ?"),
                                {notNull(eegLabel), notNull(emgLabel), recordingId});
}

Result<> RecordingRepository::updateSubject(qint64 recordingId, const QString &subject)
{
    return m_connection.execute(QStringLiteral("UPDATE recordings SET subject = ? WHERE id = ?"),
                                {notNull(subject.trimmed()), recordingId});
}

} // namespace somno::store
