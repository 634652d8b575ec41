// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/recordings/filestamp.h"
#include "core/recordings/recordingfile.h"
#include "core/signal/channelchoice.h"
#include "core/signal/pagereader.h"

namespace somno::ui {

/// Channels wished for, by label or "#3"; empty labels leave the choice to the guess.
struct ChannelWish {
    QString eeg;
    QString emg;
    QStringList others;        ///< shown beside EEG and EMG
    QStringList voters;        ///< of the others those that are scored as EEG, too
    io::OpenOptions said = {}; ///< of a file without a header; empty where nobody was asked yet
};

/// A recording with the samples of the shown channels, in memory or, of one that is too large for that, to be drawn as
/// they are read.
struct LoadedRecording {
    io::FileStamp stamp;                       ///< of before it was opened
    io::RecordingFilePtr file;                 ///< open, for other channels
    io::RecordingDraftPtr draft;               ///< in its stead, of a file without a header: somebody has to be asked
    std::shared_ptr<signal::PageReader> pages; ///< null where samples are in memory
    signal::RecordingPtr recording;
    io::OpenOptions said; ///< what the file itself does not say
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
/// The same from a draft, of which the wish says what the file does not.
[[nodiscard]] Result<LoadedRecording> loadDraft(const io::RecordingDraftPtr &draft, const ChannelWish &wish,
                                                double epochSec, const Progress &progress);

/// Other channels of the same file, which is not opened again. Runs in a background thread.
[[nodiscard]] Result<LoadedRecording> loadChannels(const LoadedRecording &opened, const ChannelWish &wish,
                                                   const Progress &progress);

/// Bytes of samples up to which a recording is read into memory: a quarter of the machine's, 2 GiB at the most, or what
/// the environment variable SOMNOSCRIBE_SAMPLES_MB says. A larger one is read as it is looked at.
[[nodiscard]] qint64 mostSampleBytes();

/// A name of a channel that io::chooseChannels() finds again: its label, or "#3" where labels are empty or repeat.
[[nodiscard]] QString channelName(const signal::Recording &recording, int channel);

} // namespace somno::ui
