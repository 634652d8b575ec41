// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/labelledrecording.h"

#include <algorithm>

#include "core/labels/labelfile.h"
#include "core/recordings/recordingfile.h"

namespace somno::sdreamer {

namespace {

bool isConfirmed(const ManifestRecording &recording, EpochIndex epoch)
{
    return recording.confirmed.empty()
           || std::any_of(
               recording.confirmed.begin(), recording.confirmed.end(),
               [epoch](const scoring::EpochRange &range) { return epoch >= range.first && epoch < range.last; });
}

} // namespace

std::vector<scoring::EpochRange> LabelledRecording::labelledRanges() const
{
    std::vector<scoring::EpochRange> ranges;
    for (const scoring::EpochRange &bout : labels.bouts()) {
        if (labels.stage(bout.first) == scoring::Stage::Unscored)
            continue;
        if (!ranges.empty() && ranges.back().last == bout.first)
            ranges.back().last = bout.last;
        else
            ranges.push_back(bout);
    }
    return ranges;
}

Result<LabelledRecording> openLabelled(const ManifestRecording &recording, const Progress &progress)
{
    auto read = io::openRecording(recording.path);
    if (!read)
        return failure(read.error());
    const auto choice = io::chooseChannels(**read, recording.eeg, recording.emg);
    if (!choice)
        return failure(choice.error());
    auto labels = io::readLabels(recording.labels, {.epochSec = 1});
    if (!labels)
        return failure(labels.error());
    scoring::Hypnogram &hypnogram = labels->hypnogram;
    if (auto fits = checkLabels(hypnogram, recording, (*read)->durationSec(), progress); !fits)
        return failure(fits.error());
    for (EpochIndex i = 0; i < hypnogram.size(); ++i)
        if (!isConfirmed(recording, i))
            hypnogram.set(i, scoring::Stage::Unscored, scoring::EpochSource::None);
    return LabelledRecording{std::move(*read), *choice, std::move(hypnogram)};
}

} // namespace somno::sdreamer
