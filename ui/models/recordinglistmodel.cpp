// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recordinglistmodel.h"

#include <QLocale>
#include <algorithm>

namespace somno::ui {

QString durationText(double seconds)
{
    const qint64 total = qRound64(seconds);
    if (total < 60)
        return RecordingListModel::tr("%1 s").arg(total);
    const qint64 minutes = total / 60;
    if (minutes < 60)
        return RecordingListModel::tr("%1 min").arg(minutes);
    if (minutes % 60 == 0)
        return RecordingListModel::tr("%1 h").arg(minutes / 60);
    return RecordingListModel::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

void RecordingListModel::setRows(std::vector<RecordingRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

void RecordingListModel::setProgress(qint64 recordingId, const scoring::ReviewProgress &progress)
{
    const int row = rowOf(recordingId);
    if (row < 0 || m_rows[size_t(row)].progress == progress)
        return;
    m_rows[size_t(row)].progress = progress;
    Q_EMIT dataChanged(index(row), index(row), {ScoredFractionRole, ReviewedFractionRole, Qt::ToolTipRole});
}

const RecordingRow *RecordingListModel::find(const QString &path) const
{
    const auto row = std::ranges::find_if(m_rows, [&](const RecordingRow &r) { return r.entry.path == path; });
    return row == m_rows.end() ? nullptr : &*row;
}

int RecordingListModel::rowOf(qint64 recordingId) const
{
    const auto row = std::ranges::find_if(m_rows, [&](const RecordingRow &r) { return r.entry.id == recordingId; });
    return row == m_rows.end() ? -1 : int(row - m_rows.begin());
}

QStringList RecordingListModel::presentPaths() const
{
    QStringList paths;
    for (const RecordingRow &row : m_rows)
        if (!row.missing)
            paths.append(row.entry.path);
    return paths;
}

int RecordingListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

static QString detailText(const store::RecordingEntry &entry)
{
    const QString duration = durationText(entry.durationSec);
    if (!entry.start.isValid())
        return duration;
    return QStringLiteral("%1 · %2").arg(QLocale().toString(entry.start.date(), QLocale::ShortFormat), duration);
}

static QString toolTip(const RecordingRow &row)
{
    if (row.missing)
        return RecordingListModel::tr("%1\nis not there any more. Open it to say where it is now.").arg(row.entry.path);
    if (row.progress.scored == 0)
        return RecordingListModel::tr("%1\nNot scored yet").arg(row.entry.path);
    return RecordingListModel::tr("%1\n%2 % scored, %3 % reviewed (set or confirmed by you)")
        .arg(row.entry.path)
        .arg(scoring::wholePercent(row.progress.scoredFraction()))
        .arg(scoring::wholePercent(row.progress.reviewedFraction()));
}

QVariant RecordingListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const RecordingRow &row = m_rows[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return row.entry.label;
    case Qt::ToolTipRole: return toolTip(row);
    case PathRole: return row.entry.path;
    case IdRole: return row.entry.id;
    case ScoredFractionRole: return row.progress.scoredFraction();
    case ReviewedFractionRole: return row.progress.reviewedFraction();
    case MissingRole: return row.missing;
    case DetailRole: return detailText(row.entry);
    default: return {};
    }
}

} // namespace somno::ui
