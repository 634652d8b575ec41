// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/standardlanes.h"

#include "ui/lanes/scoringplottables.h"
#include "ui/lanes/spectrogramplottable.h"
#include "ui/lanes/traceplottable.h"

namespace somno::plot {

template <class Plottable>
static void filledWith(Lane *lane)
{
    new Plottable(lane);
}

std::vector<LaneSpecification> standardLanes()
{
    using enum ViewChange;
    using Lane = LaneSpecification;
    return {
        {.id = QStringLiteral("overviewLane"),
         .place = Lane::Place::Top,
         .preferredHeight = 48,
         .extent = Lane::Extent::WholeRecording,
         .click = Lane::Click::Jumps,
         .tellsStage = true,
         .drawnFrom = Labels | Threshold | Loading,
         .fill = filledWith<OverviewPlottable>},
        {.id = QStringLiteral("hypnogramLane"),
         .minimumHeight = 56,
         .preferredHeight = 84,
         .click = Lane::Click::CentresEpoch,
         .tellsStage = true,
         .ground = Lane::Ground::TimeGrid,
         .drawnFrom = Range | Labels | Clock,
         .fill = filledWith<HypnogramPlottable>},
        {.id = QStringLiteral("confidenceLane"),
         .minimumHeight = 28,
         .preferredHeight = 40,
         .ground = Lane::Ground::TimeGrid,
         .drawnFrom = Range | Labels | Threshold | Clock,
         .fill = filledWith<ConfidencePlottable>},
        {.id = QStringLiteral("spectrogramLane"),
         .minimumHeight = 48,
         .preferredHeight = 96,
         .click = Lane::Click::CentresEpoch,
         .fill = filledWith<SpectrogramPlottable>},
        {.id = QStringLiteral("traceLane"),
         .perChannel = true,
         .minimumHeight = 52,
         .preferredHeight = 150,
         .stretch = 1,
         .ground = Lane::Ground::StagesAndTimeGrid,
         .drawnFrom = Range | Labels | Clock,
         .fill = filledWith<TracePlottable>},
        {.id = QStringLiteral("rulerLane"),
         .place = Lane::Place::Bottom,
         .preferredHeight = 28,
         .showsGaps = false,
         .drawnFrom = Range | Clock,
         .fill = filledWith<RulerPlottable>},
    };
}

} // namespace somno::plot
