// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

namespace somno::store {
struct ModelEntry;
}

namespace somno::ui {

class ModelShelf;

/// The versions, the one shipped on top.
class ModelsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Title, Verdict, Parent, Date, ColumnCount }; // what matters first, where the window is narrow

    /// The shelf is not owned.
    explicit ModelsModel(ModelShelf *models, QObject *parent = nullptr);

    /// nullptr: the model shipped.
    [[nodiscard]] const store::ModelEntry *modelAt(int row) const;
    [[nodiscard]] int rowOf(qint64 id) const;
    [[nodiscard]] bool isActive(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    ModelShelf *m_models;
    int m_rows = 1;
};

} // namespace somno::ui
