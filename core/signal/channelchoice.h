// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/signal/recording.h"

namespace somno::io {

/// Which channels of a recording stand for EEG and EMG; -1 where there is none.
struct ChannelChoice {
    int eeg = -1;
    int emg = -1;
};

/// Guessed from labels ("EEG_P", "EMG_DIFF", "EEG1", "EMG neck", "chin", "Fpz-Cz") and rates; never one that cannot be
/// used.
[[nodiscard]] ChannelChoice guessChannels(const signal::Recording &recording);

/// The guess, overridden by names ("EEG_P", or "#2" for the second channel) where they are not empty. Errors:
/// ChannelMissing, listing what the file has, where none has that name, and where it cannot be used; InvalidArgument
/// where several have it, with the number of each, and where both are one.
[[nodiscard]] Result<ChannelChoice> chooseChannels(const signal::Recording &recording, const QString &eegName,
                                                   const QString &emgName);

} // namespace somno::io
