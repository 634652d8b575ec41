// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

#include "io/channelchoice.h"

class QComboBox;
class QLabel;
class QListWidget;

namespace somno::ui {

/// Which channels are shown and scored: the EEG, the EMG, and others that are only shown.
class ChannelDialog : public QDialog {
    Q_OBJECT
public:
    ChannelDialog(const signal::Recording &recording, const io::ChannelChoice &choice, const QList<int> &others,
                  QWidget *parent = nullptr);

    [[nodiscard]] io::ChannelChoice choice() const;
    /// Channels shown beside EEG and EMG, in the order of the file.
    [[nodiscard]] QList<int> others() const;

private:
    /// What is EEG or EMG is shown anyway.
    void hideChosen();

    QComboBox *m_eeg;
    QComboBox *m_emg;
    QLabel *m_othersTitle;
    QListWidget *m_others;
};

} // namespace somno::ui
