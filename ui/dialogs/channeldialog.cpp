// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/channeldialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace somno::ui {
namespace {

QString channelText(const signal::Recording &recording, int index)
{
    const signal::Channel &channel = recording.channels[size_t(index)];
    const QString label = channel.label.trimmed().isEmpty() ? ChannelDialog::tr("channel %1").arg(index + 1)
                                                            : channel.label.trimmed();
    return ChannelDialog::tr("%1  (%2 Hz)").arg(label).arg(channel.rate.hz(), 0, 'g', 6);
}

QComboBox *channelBox(const char *name, const signal::Recording &recording, int current)
{
    auto *box = new QComboBox;
    box->setObjectName(QLatin1String(name));
    box->addItem(ChannelDialog::tr("none"), -1);
    for (int i = 0; i < int(recording.channels.size()); ++i)
        box->addItem(channelText(recording, i), i);
    box->setCurrentIndex(current + 1);
    return box;
}

} // namespace

ChannelDialog::ChannelDialog(const signal::Recording &recording, const io::ChannelChoice &choice,
                             const QList<int> &others, QWidget *parent)
    : QDialog(parent),
      m_eeg(channelBox("eegBox", recording, choice.eeg)),
      m_emg(channelBox("emgBox", recording, choice.emg)),
      m_othersTitle(new QLabel),
      m_others(new QListWidget)
{
    setObjectName(QStringLiteral("channelDialog"));
    setWindowTitle(tr("Channels"));
    m_others->setObjectName(QStringLiteral("otherChannels"));
    for (int i = 0; i < int(recording.channels.size()); ++i) {
        auto *item = new QListWidgetItem(channelText(recording, i), m_others);
        item->setCheckState(others.contains(i) ? Qt::Checked : Qt::Unchecked);
    }

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
    m_othersTitle->setText(tr("Also show"));
    column->addWidget(m_othersTitle);
    column->addWidget(m_others, 1);
    column->addStretch();
    column->addWidget(buttons);
    resize(400, recording.channels.size() > 2 ? 440 : 200);
    hideChosen();

    for (QComboBox *box : {m_eeg, m_emg})
        connect(box, &QComboBox::currentIndexChanged, this, &ChannelDialog::hideChosen);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

void ChannelDialog::hideChosen()
{
    const io::ChannelChoice chosen = choice();
    bool isAnyLeft = false;
    for (int i = 0; i < m_others->count(); ++i) {
        const bool isChosen = i == chosen.eeg || i == chosen.emg;
        m_others->item(i)->setHidden(isChosen);
        isAnyLeft = isAnyLeft || !isChosen;
    }
    m_others->setVisible(isAnyLeft);
    m_othersTitle->setVisible(isAnyLeft);
}

io::ChannelChoice ChannelDialog::choice() const
{
    return {m_eeg->currentData().toInt(), m_emg->currentData().toInt()};
}

QList<int> ChannelDialog::others() const
{
    const io::ChannelChoice chosen = choice();
    QList<int> result;
    for (int i = 0; i < m_others->count(); ++i)
        if (m_others->item(i)->checkState() == Qt::Checked && i != chosen.eeg && i != chosen.emg)
            result.append(i);
    return result;
}

} // namespace somno::ui
