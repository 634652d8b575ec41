// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/edithistory.h"

#include <QAction>

#include "ui/window/actiontable.h"

namespace somno::ui {
namespace {

constexpr QLatin1String kUndo("actionUndo");
constexpr QLatin1String kRedo("actionRedo");

} // namespace

EditHistory::EditHistory(ActionTable *table) : QObject(table), m_table(table) {}

QList<ActionEntry> EditHistory::actions()
{
    return {{.id = kUndo,
             .text = tr("&Undo"),
             .keys = {QKeySequence(tr("Ctrl+Z"))},
             .icon = QStringLiteral("undo"),
             .iconText = tr("Undo"),
             .menu = MenuGroup::EditHistory,
             .bar = BarGroup::History,
             .barStyle = BarStyle::Icon,
             .section = KeySection::Score,
             .needs = Need::UndoPossible,
             .run = [this] { m_document->undoStack()->undo(); }},
            {.id = kRedo,
             .text = tr("&Redo"),
             .keys = {QKeySequence(tr("Ctrl+Y")), QKeySequence(tr("Ctrl+Shift+Z"))},
             .icon = QStringLiteral("redo"),
             .iconText = tr("Redo"),
             .menu = MenuGroup::EditHistory,
             .bar = BarGroup::History,
             .barStyle = BarStyle::Icon,
             .section = KeySection::Score,
             .needs = Need::RedoPossible,
             .run = [this] { m_document->undoStack()->redo(); }}};
}

void EditHistory::setDocument(scoring::ScoringDocument *document)
{
    m_document = document;
    if (document)
        connect(document->undoStack(), &QUndoStack::indexChanged, this, &EditHistory::showSteps, Qt::UniqueConnection);
    showSteps();
}

void EditHistory::showSteps()
{
    const QUndoStack *stack = m_document ? m_document->undoStack() : nullptr;
    m_table->setFact(Need::UndoPossible, stack && stack->canUndo());
    m_table->setFact(Need::RedoPossible, stack && stack->canRedo());
    showStep(kUndo, tr("&Undo"), stack ? stack->undoText() : QString());
    showStep(kRedo, tr("&Redo"), stack ? stack->redoText() : QString());
}

void EditHistory::showStep(const QString &id, const QString &word, QString what)
{
    QAction *action = m_table->action(id);
    what.replace(0, 1, what.left(1).toLower());
    action->setText(what.isEmpty() ? word : QStringLiteral("%1 %2").arg(word, what));
    action->setToolTip(QStringLiteral("%1 (%2)").arg(action->text().remove(QLatin1Char('&')),
                                                     action->shortcut().toString(QKeySequence::NativeText)));
}

} // namespace somno::ui
