// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/modelsmodel.h"

#include <QFont>
#include <QLocale>

#include "core/work/modelshelf.h"
#include "ui/models/judgementtext.h"

namespace somno::ui {

ModelsModel::ModelsModel(ModelShelf *models, QObject *parent) : QAbstractTableModel(parent), m_models(models)
{
    connect(models, &ModelShelf::changed, this, [this] {
        beginResetModel();
        m_rows = int(m_models->models().size()) + 1;
        endResetModel();
    });
    m_rows = int(models->models().size()) + 1;
}

const store::ModelEntry *ModelsModel::modelAt(int row) const
{
    const auto &models = m_models->models();
    return row >= 1 && size_t(row) <= models.size() ? &models[size_t(row - 1)] : nullptr;
}

int ModelsModel::rowOf(qint64 id) const
{
    const store::ModelEntry *model = m_models->find(id);
    return model ? int(model - m_models->models().data()) + 1 : 0;
}

bool ModelsModel::isActive(int row) const
{
    return m_models->active() == modelAt(row);
}

int ModelsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int ModelsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ModelsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    const QString heads[] = {tr("Version"), tr("Verdict"), tr("Taught from"), tr("Date")};
    return role == Qt::DisplayRole ? heads[section] : QVariant();
}

QVariant ModelsModel::data(const QModelIndex &index, int role) const
{
    if (role == Qt::FontRole && isActive(index.row())) {
        QFont font;
        font.setBold(true);
        return font;
    }
    if (role != Qt::DisplayRole)
        return {};
    const store::ModelEntry *model = modelAt(index.row());
    if (index.column() == Title) {
        const QString title = model ? model->title() : tr("Shipped model");
        return isActive(index.row()) ? tr("%1 (in use)").arg(title) : title;
    }
    if (!model)
        return index.column() == Verdict ? tr("learned from simulated animals") : QString();
    switch (index.column()) {
    case Parent: return model->parent;
    case Date: return QLocale().toString(model->created.toLocalTime(), QLocale::ShortFormat);
    default: return verdictLine(model->metrics);
    }
}

} // namespace somno::ui
