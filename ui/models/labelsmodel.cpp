// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/labelsmodel.h"

#include <QGuiApplication>
#include <QLocale>
#include <QPalette>

#include "core/scoring/stageset.h"

namespace somno::ui {

using learning::Split;

namespace {

scoring::Stage classOf(int column)
{
    return scoring::kLearnedClasses[size_t(column - LabelsModel::FirstStage)];
}

} // namespace

QString minutesText(qint64 seconds)
{
    if (seconds == 0)
        return QStringLiteral("–");
    const double minutes = double(seconds) / 60;
    return QLocale().toString(minutes, 'f', minutes < 10 ? 1 : 0);
}

void LabelsModel::setStock(const LabelStock &stock)
{
    beginResetModel();
    m_rows.clear();
    m_figures.clear();
    for (const StoredScoring &s : stock.scorings)
        m_rows.push_back({s.recordingId, s.key(), s.recording, s.offer.subject, s.offer.scorer, s.offer.path, s.seconds,
                          s.offer.missing});
    endResetModel();
}

void LabelsModel::setFigures(std::vector<std::optional<LabelFigures>> figures)
{
    if (figures.size() != m_rows.size())
        return; // of an older list
    m_figures = std::move(figures);
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int LabelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int LabelsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LabelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section < FirstStage ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return head(section).second;
    return role == Qt::DisplayRole ? head(section).first : QVariant();
}

std::pair<QString, QString> LabelsModel::head(int column)
{
    switch (column) {
    case Recording: return {tr("Recording"), tr("Unticked scorings are left out")};
    case Subject: return {tr("Animal"), tr("Double-click to name the animal: its recordings belong together")};
    case Scorer: return {tr("Scorer"), {}};
    case Learn: return {tr("Learn"), tr("Minutes to learn from")};
    case Choose: return {tr("Choose"), tr("Minutes by which the best weights are chosen")};
    case Judge: return {tr("Judge"), tr("Minutes by which the result is judged: it never learns from them")};
    default: break;
    }
    const QString stage = scoring::StageSet::mouse().name(classOf(column));
    return {stage, (column == FirstStage
                        ? tr("Minutes of %1 that a person confirmed, corrected or, where you say so, imported")
                        : tr("Minutes of %1 that count"))
                       .arg(stage)};
}

QString LabelsModel::text(const Row &row, int rowNumber, int column) const
{
    switch (column) {
    case Recording: return row.recording;
    case Subject: return row.subject;
    case Scorer: return row.scorer;
    default: break;
    }
    const auto &figures = size_t(rowNumber) < m_figures.size() ? m_figures[size_t(rowNumber)] : std::nullopt;
    if (!figures)
        return QStringLiteral("–");
    if (column < Learn)
        return minutesText(figures->stages.ofClass(classOf(column)));
    return minutesText(figures->splitSec[size_t(column - Learn)]);
}

QString LabelsModel::hint(const Row &row) const
{
    if (row.missing)
        return tr("%1 is not where it was. Open it from where it is now, and its labels count again.").arg(row.path);
    if (row.scorer.isEmpty())
        return tr("Nobody has scored this recording yet.");
    return tr("%1 min reviewed by a person, %2 min imported, %3 min set by a model only, which never count.")
        .arg(minutesText(row.seconds.reviewed.total()), minutesText(row.seconds.imported.total()),
             minutesText(row.seconds.automatic.total()));
}

QVariant LabelsModel::data(const QModelIndex &index, int role) const
{
    const Row &row = m_rows[size_t(index.row())];
    const bool counts = size_t(index.row()) < m_figures.size() && m_figures[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole: return text(row, index.row(), index.column());
    case Qt::EditRole: return index.column() == Subject ? row.subject : QVariant();
    case Qt::ToolTipRole: return hint(row);
    case Qt::TextAlignmentRole:
        return int((index.column() < FirstStage ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::CheckStateRole:
        if (index.column() == Recording && !row.scorer.isEmpty())
            return m_leftOut.contains(row.key) ? Qt::Unchecked : Qt::Checked;
        return {};
    case Qt::ForegroundRole: return counts ? QVariant() : QGuiApplication::palette().color(QPalette::PlaceholderText);
    default: return {};
    }
}

Qt::ItemFlags LabelsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Recording)
        flags |= Qt::ItemIsUserCheckable;
    if (index.column() == Subject && m_editable)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool LabelsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    Row &row = m_rows[size_t(index.row())];
    if (role == Qt::CheckStateRole && index.column() == Recording) {
        if (value.toInt() == Qt::Checked)
            m_leftOut.remove(row.key);
        else
            m_leftOut.insert(row.key);
        Q_EMIT dataChanged(index, index);
        Q_EMIT chosen();
        return true;
    }
    const QString subject = value.toString().trimmed();
    if (role != Qt::EditRole || index.column() != Subject || subject == row.subject)
        return false;
    row.subject = subject;
    Q_EMIT dataChanged(index, index);
    Q_EMIT subjectNamed(row.recordingId, subject);
    return true;
}

} // namespace somno::ui
