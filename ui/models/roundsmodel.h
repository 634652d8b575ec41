// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <vector>

namespace somno::store {
struct ModelEntry;
}

namespace somno::ui {

class ModelShelf;

/// What each round of teaching has gained: the versions that were taught from another one, oldest first.
class RoundsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Version, Parent, Minutes, Accuracy, MacroF1, Verdict, ColumnCount };

    /// The shelf is not owned.
    explicit RoundsModel(ModelShelf *models, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    void readShelf();
    [[nodiscard]] QString text(const store::ModelEntry &model, int column) const;

    ModelShelf *m_models;
    std::vector<qint64> m_ids;
};

} // namespace somno::ui
