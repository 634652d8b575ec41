// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/roundsmodel.h"

#include <QLocale>
#include <algorithm>

#include "core/work/modelshelf.h"
#include "ui/models/judgementtext.h"
#include "ui/models/labelsmodel.h"

namespace somno::ui {

namespace {

const QString kAccuracy = QStringLiteral("accuracy");
const QString kMacroF1 = QStringLiteral("macro_f1");

} // namespace

RoundsModel::RoundsModel(ModelShelf *models, QObject *parent) : QAbstractTableModel(parent), m_models(models)
{
    connect(models, &ModelShelf::changed, this, &RoundsModel::readShelf);
    readShelf();
}

void RoundsModel::readShelf()
{
    beginResetModel();
    m_ids.clear();
    for (const store::ModelEntry &model : m_models->models())
        if (!model.parent.isEmpty())
            m_ids.push_back(model.id);
    std::ranges::reverse(m_ids); // the shelf has the newest first
    endResetModel();
}

int RoundsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_ids.size());
}

int RoundsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RoundsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    const std::pair<QString, QString> heads[] = {
        {tr("Version"), {}},
        {tr("Taught from"), {}},
        {tr("Labels"), tr("Minutes of labels that it learned from")},
        {tr("Accuracy"), tr("Of the model before and of this one, on labels that neither learned from")},
        {tr("Macro-F1"),
         tr("Mean over the stages, so that rare ones count as much: before and after, on the same labels")},
        {tr("Verdict"), tr("Whether the difference is more than chance")},
    };
    return role == Qt::DisplayRole   ? heads[section].first
           : role == Qt::ToolTipRole ? heads[section].second
                                     : QVariant();
}

QString RoundsModel::text(const store::ModelEntry &model, int column) const
{
    switch (column) {
    case Version: return model.title();
    case Parent: return model.parent;
    case Minutes:
        return model.epochs > 0 ? tr("%1 min").arg(minutesText(model.epochs)) : QStringLiteral("–"); // epochs of 1 s
    case Accuracy: return beforeAndAfter(model.metrics, kAccuracy);
    case MacroF1: return beforeAndAfter(model.metrics, kMacroF1);
    default: return verdictWord(verdictOf(model.metrics));
    }
}

QVariant RoundsModel::data(const QModelIndex &index, int role) const
{
    const store::ModelEntry *model = m_models->find(m_ids[size_t(index.row())]);
    if (!model)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(*model, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Accuracy || index.column() == MacroF1)
            return changeLine(model->metrics, index.column() == Accuracy ? kAccuracy : kMacroF1);
        return QLocale().toString(model->created.toLocalTime(), QLocale::ShortFormat);
    default: return {};
    }
}

} // namespace somno::ui
