// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/channeldialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStandardItemModel>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace somno::ui {
namespace {

enum Column { Name, Show, Score };
constexpr int kRowPadding = 12; ///< the boxes to check are higher than a line

QString channelText(const signal::Recording &recording, int index)
{
    const signal::Channel &channel = recording.channels[size_t(index)];
    const QString label
        = channel.label.trimmed().isEmpty() ? ChannelDialog::tr("channel %1").arg(index + 1) : channel.label.trimmed();
    if (!channel.unusable.isEmpty())
        return ChannelDialog::tr("%1  (cannot be used: %2)").arg(label, channel.unusable);
    return ChannelDialog::tr("%1  (%2 Hz)").arg(label).arg(channel.rate.hz(), 0, 'g', 6);
}

bool isUsable(const signal::Recording &recording, int index)
{
    return recording.channels[size_t(index)].unusable.isEmpty();
}

QComboBox *channelBox(const char *name, const signal::Recording &recording, int current)
{
    auto *box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    box->addItem(ChannelDialog::tr("none"), -1);
    const auto *items = qobject_cast<const QStandardItemModel *>(box->model());
    for (int i = 0; i < int(recording.channels.size()); ++i) {
        box->addItem(channelText(recording, i), i);
        items->item(i + 1)->setEnabled(isUsable(recording, i));
    }
    box->setCurrentIndex(current + 1);
    return box;
}

Qt::CheckState checked(bool is)
{
    return is ? Qt::Checked : Qt::Unchecked;
}

/// A line for each channel, with what may be done with it beside EEG and EMG.
QTreeWidget *channelTable(const signal::Recording &recording, const QList<int> &others, const QList<int> &voters)
{
    auto *table = new QTreeWidget;
    table->setObjectName(QStringLiteral("otherChannels"));
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setHeaderLabels(
        {ChannelDialog::tr("Other channels"), ChannelDialog::tr("Show"), ChannelDialog::tr("Score as EEG, too")});
    for (int i = 0; i < int(recording.channels.size()); ++i) {
        auto *item = new QTreeWidgetItem(table, {channelText(recording, i)});
        item->setSizeHint(Name, {0, table->fontMetrics().height() + kRowPadding});
        item->setCheckState(Show, checked(others.contains(i)));
        item->setCheckState(Score, checked(voters.contains(i)));
        item->setDisabled(!isUsable(recording, i));
    }
    const QString what = ChannelDialog::tr(
        "Auto-score reads each of these as the EEG; in each epoch those that are surer count for more.");
    table->headerItem()->setToolTip(Score, what);
    table->header()->setStretchLastSection(false);
    table->header()->setSectionResizeMode(Name, QHeaderView::Stretch);
    for (const Column column : {Show, Score})
        table->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    return table;
}

} // namespace

ChannelDialog::ChannelDialog(const signal::Recording &recording, const io::ChannelChoice &choice,
                             const QList<int> &others, const QList<int> &voters, QWidget *parent)
    : QDialog(parent), m_eeg(channelBox("eegBox", recording, choice.eeg)),
      m_emg(channelBox("emgBox", recording, choice.emg)), m_others(channelTable(recording, others, voters))
{
    setObjectName(QStringLiteral("channelDialog"));
    setWindowTitle(tr("Channels"));

    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->addRow(tr("EEG"), m_eeg);
    form->addRow(tr("EMG"), m_emg);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Ok)->setProperty("primary", true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, 16);
    column->setSpacing(12);
    column->addLayout(form);
    column->addWidget(m_others, 1);
    column->addStretch();
    column->addWidget(buttons);
    resize(480, recording.channels.size() > 2 ? 440 : 200);
    hideChosen();

    for (QComboBox *box : {m_eeg, m_emg})
        connect(box, &QComboBox::currentIndexChanged, this, &ChannelDialog::hideChosen);
    connect(m_others, &QTreeWidget::itemChanged, this, &ChannelDialog::keepVotersShown);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ChannelDialog::hideChosen()
{
    const io::ChannelChoice chosen = choice();
    bool isAnyLeft = false;
    for (int i = 0; i < m_others->topLevelItemCount(); ++i) {
        const bool isChosen = i == chosen.eeg || i == chosen.emg;
        m_others->topLevelItem(i)->setHidden(isChosen);
        isAnyLeft = isAnyLeft || !isChosen;
    }
    m_others->setVisible(isAnyLeft);
    m_others->setColumnHidden(Score, chosen.eeg < 0);
}

void ChannelDialog::keepVotersShown(QTreeWidgetItem *item, int column)
{
    const QSignalBlocker blocker(m_others);
    if (column == Score && item->checkState(Score) == Qt::Checked)
        item->setCheckState(Show, Qt::Checked);
    if (column == Show && item->checkState(Show) == Qt::Unchecked)
        item->setCheckState(Score, Qt::Unchecked);
}

io::ChannelChoice ChannelDialog::choice() const
{
    return {m_eeg->currentData().toInt(), m_emg->currentData().toInt()};
}

QList<int> ChannelDialog::others() const
{
    return checkedIn(Show);
}

QList<int> ChannelDialog::voters() const
{
    return choice().eeg < 0 ? QList<int>() : checkedIn(Score);
}

QList<int> ChannelDialog::checkedIn(int column) const
{
    QList<int> result;
    for (int i = 0; i < m_others->topLevelItemCount(); ++i)
        if (m_others->topLevelItem(i)->checkState(column) == Qt::Checked && !m_others->topLevelItem(i)->isHidden())
            result.append(i);
    return result;
}

} // namespace somno::ui
