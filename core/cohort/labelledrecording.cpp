// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/labelledrecording.h"

#include <algorithm>

#include "core/cohort/recordinglabels.h"
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
    auto read = io::openRecording(recording.path, {}, recording.said);
    if (!read)
        return failure(read.error());
    const auto choice = io::chooseChannels(**read, recording.eeg, recording.emg);
    if (!choice)
        return failure(choice.error());
    auto labels = readRecordingLabels(recording, **read, progress);
    if (!labels)
        return failure(labels.error());
    for (EpochIndex i = 0; i < labels->size(); ++i)
        if (!isConfirmed(recording, i))
            labels->set(i, scoring::Stage::Unscored, scoring::EpochSource::None);
    return LabelledRecording{std::move(*read), *choice, std::move(*labels)};
}

} // namespace somno::sdreamer
