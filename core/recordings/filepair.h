// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recordings/recordingdraft.h"

namespace somno::io {

/// The file with the other of EEG and EMG, where each has its own: "m7_emg.npy" beside "m7_eeg.npy", "EMG.mat" beside
/// "EEG.mat". Empty where the name says neither, or there is no such file.
[[nodiscard]] QString mateOf(const QString &path);
/// "EEG" or "EMG", where the name of a file ends in it; else its name without ending.
[[nodiscard]] QString channelNameOf(const QString &path);
/// Adds what was read of the mate, EEG first, and says so.
void addMate(RecordingDraft &draft, const QString &path, const QString &mate, std::vector<FoundChannel> channels);

} // namespace somno::io
