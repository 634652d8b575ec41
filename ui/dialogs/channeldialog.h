// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

#include "core/signal/channelchoice.h"

class QComboBox;
class QTreeWidget;
class QTreeWidgetItem;

namespace somno::ui {

/// Which channels are shown and scored: the EEG, the EMG, and others that are only shown or vote as further EEG.
class ChannelDialog : public QDialog {
    Q_OBJECT
public:
    ChannelDialog(const signal::Recording &recording, const io::ChannelChoice &choice, const QList<int> &others,
                  const QList<int> &voters, QWidget *parent = nullptr);

    [[nodiscard]] io::ChannelChoice choice() const;
    /// Channels shown beside EEG and EMG, in the order of the file.
    [[nodiscard]] QList<int> others() const;
    /// Those of the others from which is scored as well; none without an EEG.
    [[nodiscard]] QList<int> voters() const;

private:
    [[nodiscard]] QList<int> checkedIn(int column) const;
    /// What is scored is seen.
    void keepVotersShown(QTreeWidgetItem *item, int column);
    /// What is EEG or EMG is shown anyway.
    void hideChosen();

    QComboBox *m_eeg;
    QComboBox *m_emg;
    QTreeWidget *m_others;
};

} // namespace somno::ui
