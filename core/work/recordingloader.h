// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/recordings/recordingfile.h"
#include "core/signal/channelchoice.h"

namespace somno::ui {

/// Channels wished for, by label or "#3"; empty labels leave the choice to the guess.
struct ChannelWish {
    QString eeg;
    QString emg;
    QStringList others; ///< shown beside EEG and EMG
    QStringList voters; ///< of the others those that are scored as EEG, too
};

/// A recording in memory, with the samples of the shown channels only.
struct LoadedRecording {
    io::RecordingFilePtr file; ///< open, for other channels
    signal::RecordingPtr recording;
    io::ChannelChoice choice;
    QList<int> others;
    QList<int> voters; ///< of the others

    /// EEG, EMG, then the others; the first few channels where neither EEG nor EMG is known.
    [[nodiscard]] QList<int> shownChannels() const;
};

/// Opens the file once: reads its header, then the samples of the chosen channels. A wish that the file cannot fulfil
/// gives way to the guess. TooShort when it is shorter than an epoch of `epochSec`. Runs in a background thread.
[[nodiscard]] Result<LoadedRecording> loadRecording(const QString &path, const ChannelWish &wish, double epochSec,
                                                    const Progress &progress);

/// Other channels of the same file, which is not opened again. Runs in a background thread.
[[nodiscard]] Result<LoadedRecording> loadChannels(const io::RecordingFilePtr &file, const ChannelWish &wish,
                                                   const Progress &progress);

/// A name of a channel that io::chooseChannels() finds again: its label, or "#3" where labels are empty or repeat.
[[nodiscard]] QString channelName(const signal::Recording &recording, int channel);

} // namespace somno::ui
