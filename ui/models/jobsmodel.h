// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/jobs/jobqueue.h"

namespace somno::ui {

class LearningController;

/// "mine 3": what a job makes.
[[nodiscard]] QString jobTitle(const jobs::JobInfo &job);

/// The runs of the project, the last one first.
class JobsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Title, State, Progress, Remaining, Begun, ColumnCount };

    /// The controller is not owned.
    explicit JobsModel(LearningController *controller, QObject *parent = nullptr);

    /// 0 for a row that is not there.
    [[nodiscard]] qint64 idOf(int row) const;
    [[nodiscard]] int rowOf(qint64 id) const;
    /// In a word: "running", "interrupted".
    [[nodiscard]] QString stateText(const jobs::JobInfo &job) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void readList();
    void touch(qint64 id);
    [[nodiscard]] bool isHeldUp() const;
    [[nodiscard]] QString text(const jobs::JobInfo &job, int column) const;
    [[nodiscard]] QString progressText(const jobs::JobInfo &job) const;

    LearningController *m_controller;
    std::vector<qint64> m_ids;
};

} // namespace somno::ui
