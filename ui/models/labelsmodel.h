// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "core/scoring/learnedclass.h"
#include "core/work/labelstock.h"

namespace somno::ui {

/// The scorings of the project, with what counts of each and what for.
class LabelsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    /// A column for each class that is learned, from FirstStage on.
    enum Column {
        Recording,
        Subject,
        Scorer,
        FirstStage,
        Learn = FirstStage + int(scoring::kLearnedClasses.size()),
        Choose,
        Judge,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setStock(const LabelStock &stock);
    /// Figures of the same scorings, in their order.
    void setFigures(std::vector<std::optional<LabelFigures>> figures);
    [[nodiscard]] const QSet<QString> &leftOut() const { return m_leftOut; }
    /// What was unticked at another time; before the first stock is set.
    void setLeftOut(QSet<QString> keys) { m_leftOut = std::move(keys); }
    void setEditable(bool editable) { m_editable = editable; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    /// Another choice of scorings.
    void chosen();
    void subjectNamed(qint64 recordingId, const QString &subject);

private:
    struct Row {
        qint64 recordingId;
        QString key, recording, subject, scorer, path;
        scoring::SourceSeconds seconds;
        bool missing;
    };

    /// What stands over a column, and its tool tip.
    [[nodiscard]] static std::pair<QString, QString> head(int column);
    [[nodiscard]] QString text(const Row &row, int rowNumber, int column) const;
    [[nodiscard]] QString hint(const Row &row) const;

    std::vector<Row> m_rows;
    std::vector<std::optional<LabelFigures>> m_figures;
    QSet<QString> m_leftOut;
    bool m_editable = true;
};

/// "37", "0.5"; "–" for none: minutes of so many seconds.
[[nodiscard]] QString minutesText(qint64 seconds);

} // namespace somno::ui
