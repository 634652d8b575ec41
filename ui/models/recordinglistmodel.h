// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "core/work/recordingrow.h"

namespace somno::ui {

/// The recordings of the project, last opened first.
class RecordingListModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        PathRole = Qt::UserRole + 1, ///< QString
        IdRole,                      ///< qint64
        ScoredFractionRole,          ///< double: share of epochs with a stage, 0 to 1
        ReviewedFractionRole,        ///< double: share of epochs that the scorer set or confirmed
        MissingRole,                 ///< bool
        DetailRole,                  ///< QString: start and length
    };

    using QAbstractListModel::QAbstractListModel;

    void setRows(std::vector<RecordingRow> rows);
    void setProgress(qint64 recordingId, const scoring::ReviewProgress &progress);
    /// The row of a path, or nullptr.
    [[nodiscard]] const RecordingRow *find(const QString &path) const;
    /// Row number of a recording, or -1.
    [[nodiscard]] int rowOf(qint64 recordingId) const;
    /// Paths of the files that are still there, last opened first.
    [[nodiscard]] QStringList presentPaths() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    std::vector<RecordingRow> m_rows;
};

/// "12 h 04 min", "4 h", "10 min", "42 s".
[[nodiscard]] QString durationText(double seconds);

} // namespace somno::ui
