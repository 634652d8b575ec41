// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teach/splittable.h"

#include <QComboBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QStandardItemModel>
#include <algorithm>

#include "ui/models/labelsmodel.h"

namespace somno::ui {

using namespace learning;

namespace {

constexpr int kRowHeight = 30;
constexpr int kChoiceColumn = 3, kChoiceWidth = 128;

QString clockText(EpochIndex seconds)
{
    return QStringLiteral("%1:%2:%3")
        .arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

/// Labelled seconds in a block, guards included.
qint64 labelledIn(const TrainingSet &set, const SplitBlock &block)
{
    return sizeOf(intersection(labelledRanges(set.items(), block.path), {block.range}));
}

/// Whether a part of these labels is new to the starting model.
bool canJudge(const TrainingSet &set, auto isMeant)
{
    return std::ranges::any_of(set.items(), [&](const TrainingItem &item) {
        const Ranges meant = isMeant(item);
        return !meant.empty()
               && !difference(meant, widened(learnedRanges(set.items(), item.path), kSplitGuardSec)).empty();
    });
}

} // namespace

QString splitName(Split split)
{
    switch (split) {
    case Split::Train: return SplitTable::tr("to learn from");
    case Split::Validation: return SplitTable::tr("to choose by");
    case Split::Test: return SplitTable::tr("to judge by");
    }
    return {};
}

SplitTable::SplitTable(QWidget *parent) : QTableWidget(parent)
{
    setObjectName(QStringLiteral("splitTable"));
    setColumnCount(4);
    setSelectionMode(NoSelection);
    setFocusPolicy(Qt::NoFocus);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(kRowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(kChoiceColumn, QHeaderView::Fixed); // boxes do not count as contents
    horizontalHeader()->resizeSection(kChoiceColumn, kChoiceWidth);
}

void SplitTable::addRow(const QString &name, const QString &stretch, qint64 seconds, Choice choice,
                        std::function<void(Split)> moved)
{
    const int row = rowCount();
    insertRow(row);
    setItem(row, 0, new QTableWidgetItem(name));
    setItem(row, 1, new QTableWidgetItem(stretch));
    auto *minutes = new QTableWidgetItem(minutesText(seconds));
    minutes->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setItem(row, 2, minutes);
    auto *box = new QComboBox;
    box->setFrame(false);
    for (const Split split : kSplits)
        box->addItem(splitName(split));
    if (!choice.canJudge) {
        qobject_cast<QStandardItemModel *>(box->model())->item(int(Split::Test))->setEnabled(false);
        box->setToolTip(tr("The starting model, or one before it, has learned from this: it cannot judge."));
    }
    box->setCurrentIndex(int(choice.split == Split::Test && !choice.canJudge ? Split::Train : choice.split));
    connect(box, &QComboBox::activated, this, [moved = std::move(moved)](int index) { moved(Split(index)); });
    setCellWidget(row, 3, box);
}

void SplitTable::showPlan(const TrainingSet &set)
{
    const SplitPlan &plan = set.plan();
    setRowCount(0);
    setColumnHidden(1, plan.bySubject);
    setHorizontalHeaderLabels(
        {plan.bySubject ? tr("Animal") : tr("Recording"), tr("Stretch"), tr("Minutes"), tr("What for")});
    for (const auto &[subject, split] : plan.subjects)
        addRow(subject, {}, set.secondsOfSubject(subject).total(),
               {split, canJudge(set,
                                [&, subject = subject](const TrainingItem &item) {
                                    return item.subject == subject ? item.usable : Ranges();
                                })},
               [this, subject = subject](Split to) { Q_EMIT subjectMoved(subject, to); });
    for (const SplitBlock &block : plan.blocks)
        if (const qint64 seconds = labelledIn(set, block); seconds > 0)
            addRow(QFileInfo(block.path).completeBaseName(),
                   tr("%1 to %2").arg(clockText(block.range.first), clockText(block.range.last)), seconds,
                   {block.split, canJudge(set,
                                          [&](const TrainingItem &item) {
                                              return item.path == block.path ? intersection(item.usable, {block.range})
                                                                             : Ranges();
                                          })},
                   [this, block](Split to) {
                       Q_EMIT blockMoved({block.path, block.range, to});
                   });
}

} // namespace somno::ui
