// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/nextmodel.h"

#include <QGuiApplication>
#include <QLocale>
#include <QPalette>
#include <algorithm>

#include "ui/models/labelsmodel.h"
#include "ui/models/timetext.h"

namespace somno::ui {

using learning::NextStretch;
using learning::ScoringState;

namespace {

QString figuresHint(const NextStretch &stretch)
{
    const auto figure = [](double value) { return QLocale().toString(value, 'f', 2); };
    return NextModel::tr(
               "Doubt %1, rarity %2, variety %3: each from 0 to 1, and the more of them, the more a look is worth.")
        .arg(figure(stretch.doubt), figure(stretch.rarity), figure(stretch.variety));
}

} // namespace

void NextModel::setStretches(const NextStock &stock, const std::vector<NextStretch> &stretches)
{
    beginResetModel();
    m_rows.clear();
    for (const NextStretch &stretch : stretches) {
        const NextRecording &recording = stock.recordings[stretch.source];
        m_rows.push_back({{recording.entry.id, recording.entry.path, stretch.firstSec, stretch.lastSec},
                          recording.entry.label,
                          recording.entry.start,
                          stretch.reason,
                          figuresHint(stretch),
                          recording.isMissing});
    }
    m_stretchCount = int(m_rows.size());
    addNotes(stock);
    endResetModel();
}

void NextModel::addNotes(const NextStock &stock)
{
    for (size_t i = 0; i < stock.recordings.size(); ++i) {
        const NextRecording &recording = stock.recordings[i];
        const ScoringState state = stock.sources[i].stock.state;
        if (state == ScoringState::Scored)
            continue;
        const bool isBlank = state == ScoringState::NotScored;
        m_rows.push_back({{recording.entry.id, recording.entry.path, 0, 0},
                          recording.entry.label,
                          recording.entry.start,
                          isBlank ? tr("not scored yet") : tr("scored, but without a model's probabilities"),
                          tr("Open it and let it be scored (Auto-score): then its doubtful stretches stand here."),
                          recording.isMissing});
    }
}

void NextModel::setClockTime(bool clock)
{
    if (clock == m_clockTime)
        return;
    m_clockTime = clock;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, When), index(rowCount() - 1, When));
}

std::optional<WantedPlace> NextModel::placeAt(int row) const
{
    return row >= 0 && row < rowCount() ? std::optional(m_rows[size_t(row)].place) : std::nullopt;
}

int NextModel::rowOf(const WantedPlace &place) const
{
    const auto found = std::ranges::find(m_rows, place, &Row::place);
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

int NextModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int NextModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant NextModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    const QString heads[] = {tr("Recording"), tr("When"), tr("Length"), tr("Why")};
    return role == Qt::DisplayRole ? heads[section] : QVariant();
}

QString NextModel::text(const Row &row, int column) const
{
    switch (column) {
    case Recording: return row.recording;
    case Why: return row.isMissing ? tr("%1 (the file is not where it was)").arg(row.why) : row.why;
    default: break;
    }
    if (!row.isStretch())
        return QStringLiteral("–");
    if (column == Minutes)
        return tr("%1 min").arg(minutesText(qRound64(row.place.lastSec - row.place.firstSec)));
    return tr("%1 – %2").arg(timeText(row.start, row.place.firstSec, m_clockTime),
                             timeText(row.start, row.place.lastSec, m_clockTime));
}

QVariant NextModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole:
        // The table may have no room for the whole of it.
        return row.isMissing ? tr("%1 is not where it was. Go there, and say where it is now.").arg(row.place.path)
                             : QStringLiteral("%1: %2\n%3").arg(row.recording, row.why, row.hint);
    case Qt::ForegroundRole:
        return row.isStretch() && !row.isMissing ? QVariant()
                                                 : QGuiApplication::palette().color(QPalette::PlaceholderText);
    default: return {};
    }
}

} // namespace somno::ui
