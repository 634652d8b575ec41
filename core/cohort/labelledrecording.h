// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/manifest.h"
#include "core/scoring/hypnogram.h"
#include "core/signal/channelchoice.h"

namespace somno::sdreamer {

/// A recording of a manifest that is there with its channels and labels; samples are read when they are needed.
struct LabelledRecording {
    signal::RecordingPtr recording;
    io::ChannelChoice choice;
    scoring::Hypnogram labels; ///< of 1-s epochs; those outside the confirmed ranges are unscored

    [[nodiscard]] bool hasLabels() const { return labels.count(scoring::Stage::Unscored) < labels.size(); }
    /// Where the labels are, in seconds, in order.
    [[nodiscard]] std::vector<scoring::EpochRange> labelledRanges() const;
};

/// Errors of reading, of channels that are not there, and of readRecordingLabels(), which warns of what is odd.
[[nodiscard]] Result<LabelledRecording> openLabelled(const ManifestRecording &recording, const Progress &progress);

} // namespace somno::sdreamer
