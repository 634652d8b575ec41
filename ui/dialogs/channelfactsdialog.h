// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/recordings/recordingdraft.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace somno::ui {

/// What a file without a header does not say of its channels: label, unit and sampling rate of each, with how long the
/// recording then is and whether its amplitudes are likely.
class ChannelFactsDialog : public QDialog {
    Q_OBJECT
public:
    ChannelFactsDialog(io::RecordingDraftPtr draft, QWidget *parent = nullptr);

    /// What was said, one for each channel.
    [[nodiscard]] io::OpenOptions answers() const;

private:
    [[nodiscard]] QTableWidget *makeTable();
    [[nodiscard]] double rateIn(int row) const; ///< 0 for what is no rate
    [[nodiscard]] QString unitIn(int row) const;
    /// A rate holds for all channels of that length that had the same one.
    void spreadRate(int row);
    void showConsequences();
    [[nodiscard]] QString durationLine() const;
    [[nodiscard]] QString amplitudeLine() const;

    io::RecordingDraftPtr m_draft;
    std::vector<double> m_rates; ///< as they were before the last change
    QTableWidget *m_table;
    QLabel *m_duration;
    QLabel *m_amplitude;
    QPushButton *m_open;
};

/// The unit that makes a signal of that amplitude a likely one of muscle or brain: "V", "mV" or "µV".
[[nodiscard]] QString likelyUnit(double amplitude);
/// Microvolts in a unit; 0 for one that is none of voltage.
[[nodiscard]] double microvoltsIn(const QString &unit);

} // namespace somno::ui
