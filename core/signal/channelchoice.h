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

/// Guessed from labels ("EEG_P", "EMG_DIFF", "EEG1", "EMG neck", "chin", "Fpz-Cz"), units and rates.
[[nodiscard]] ChannelChoice guessChannels(const signal::Recording &recording);

/// The guess, overridden by labels ("EEG_P", or "#2" for the second channel) where they are not empty.
/// Error ChannelMissing, listing what the file has, when a label is not in it.
[[nodiscard]] Result<ChannelChoice> chooseChannels(const signal::Recording &recording, const QString &eegLabel,
                                                   const QString &emgLabel);

} // namespace somno::io
