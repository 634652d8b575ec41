// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/jobsmodel.h"

#include <QLocale>
#include <algorithm>

#include "core/work/learningcontroller.h"
#include "ui/models/timetext.h"

namespace somno::ui {

using jobs::JobInfo;
using jobs::JobState;

namespace {

QString argument(const QStringList &arguments, const QString &option)
{
    const qsizetype at = arguments.indexOf(option);
    return at < 0 ? QString() : arguments.value(at + 1);
}

QString phaseName(const QString &phase)
{
    if (phase == QLatin1String("prepare"))
        return JobsModel::tr("preparing");
    if (phase == QLatin1String("simulate"))
        return JobsModel::tr("simulating mice");
    if (phase == QLatin1String("train"))
        return JobsModel::tr("teaching");
    if (phase == QLatin1String("judge") || phase == QLatin1String("evaluate"))
        return JobsModel::tr("judging");
    return phase;
}

} // namespace

QString jobTitle(const JobInfo &job)
{
    const QString title = argument(job.spec.arguments, QStringLiteral("--name")) + QLatin1Char(' ')
                          + argument(job.spec.arguments, QStringLiteral("--model-version"));
    return title.trimmed().isEmpty() ? job.spec.kind() : title.trimmed();
}

JobsModel::JobsModel(LearningController *controller, QObject *parent)
    : QAbstractTableModel(parent), m_controller(controller)
{
    const jobs::JobQueue *queue = controller->jobs();
    connect(queue, &jobs::JobQueue::listChanged, this, &JobsModel::readList);
    connect(queue, &jobs::JobQueue::stateChanged, this, [this] { // a pause is told in the rows of those that wait, too
        if (!m_ids.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    });
    connect(queue, &jobs::JobQueue::progressed, this, &JobsModel::touch);
    readList();
}

void JobsModel::readList()
{
    std::vector<qint64> ids = m_controller->jobs()->ids();
    std::ranges::reverse(ids);
    if (ids == m_ids)
        return;
    beginResetModel();
    m_ids = std::move(ids);
    endResetModel();
}

void JobsModel::touch(qint64 id)
{
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

qint64 JobsModel::idOf(int row) const
{
    return row >= 0 && row < rowCount() ? m_ids[size_t(row)] : 0;
}

int JobsModel::rowOf(qint64 id) const
{
    const auto found = std::ranges::find(m_ids, id);
    return found == m_ids.end() ? -1 : int(found - m_ids.begin());
}

/// Whether a run that is paused holds the place that others wait for.
bool JobsModel::isHeldUp() const
{
    return std::ranges::any_of(m_ids, [this](qint64 id) {
        const JobInfo *job = m_controller->jobs()->find(id);
        return job && job->state == JobState::Paused && job->started.isValid();
    });
}

QString JobsModel::stateText(const JobInfo &job) const
{
    if (m_controller->isFinishing(job.id))
        return tr("stopping to keep the best");
    if (job.cancelling)
        return tr("stopping");
    switch (job.state) {
    case JobState::Queued: return isHeldUp() ? tr("waiting for the paused one") : tr("waiting");
    case JobState::Running: return tr("running");
    case JobState::Paused: return tr("paused");
    case JobState::Cancelled: return m_controller->isInterrupted(job.id) ? tr("interrupted") : tr("stopped");
    case JobState::Failed: return tr("failed");
    case JobState::Done: break;
    }
    return tr("done");
}

QString JobsModel::progressText(const JobInfo &job) const
{
    if (job.state == JobState::Done || job.phase.isEmpty())
        return {};
    return job.total > 0 ? tr("%1, %2 %").arg(phaseName(job.phase)).arg(100 * job.done / job.total)
                         : phaseName(job.phase);
}

QString JobsModel::text(const JobInfo &job, int column) const
{
    switch (column) {
    case Title: return jobTitle(job);
    case State: return stateText(job);
    case Progress: return progressText(job);
    case Remaining: {
        // Known of the present phase only: what comes after is named instead of guessed.
        const auto seconds = job.state == JobState::Running ? m_controller->jobs()->remainingSec(job.id) : std::nullopt;
        if (!seconds || (job.phase != QLatin1String("train") && job.phase != QLatin1String("judge")))
            return {};
        return job.phase == QLatin1String("train") ? tr("%1, then the judgement").arg(remainingText(*seconds))
                                                   : remainingText(*seconds);
    }
    case Begun:
        return QLocale().toString((job.started.isValid() ? job.started : job.created).toLocalTime(),
                                  QLocale::ShortFormat);
    default: return {};
    }
}

int JobsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_ids.size());
}

int JobsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant JobsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    const QString heads[] = {tr("Version"), tr("State"), tr("Progress"), tr("Time left"), tr("Begun")};
    return role == Qt::DisplayRole ? heads[section] : QVariant();
}

QVariant JobsModel::data(const QModelIndex &index, int role) const
{
    const JobInfo *job = m_controller->jobs()->find(idOf(index.row()));
    if (!job)
        return {}; // removed; the list is read anew in a moment
    return role == Qt::DisplayRole ? text(*job, index.column()) : QVariant();
}

} // namespace somno::ui
