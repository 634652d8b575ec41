// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/document/scoringdocument.h"
#include "core/signal/channelchoice.h"
#include "core/signal/recording.h"
#include "ui/lanes/epochselection.h"
#include "ui/lanes/plottheme.h"
#include "ui/lanes/stagelook.h"
#include "ui/lanes/timeaxis.h"

namespace somno::plot {

/// What all lanes of one view draw from. Owned by the view, which tells the lanes when to draw anew.
struct ViewState {
    TimeAxis axis;
    EpochSelection selection;
    PlotTheme theme = PlotTheme::light();
    signal::RecordingPtr recording;
    std::vector<int> channels; ///< of the recording, as they are shown
    io::ChannelChoice roles;   ///< which of the recording's are EEG and EMG, wherever they are shown
    const scoring::ScoringDocument *document = nullptr;
    float threshold = 0.8F;
    bool clockTime = true;
    double hoverSec = -1;      ///< time under the pointer; negative when it is elsewhere
    double loading = -1;       ///< share of the file that is read; outside [0, 1) when none is being read
    scoring::EpochRange flash; ///< lit for a moment

    [[nodiscard]] const scoring::Hypnogram *hypnogram() const { return document ? &document->hypnogram() : nullptr; }
    [[nodiscard]] StageLook look(scoring::Stage stage) const { return lookOf(stage, stageSetOf(hypnogram()), theme); }
    /// Whether the axis reads as clock time: wanted, and the recording knows when it began.
    [[nodiscard]] bool showsClock() const { return clockTime && recording && recording->start.isValid(); }
};

} // namespace somno::plot
