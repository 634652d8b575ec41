// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFlags>
#include <QString>
#include <functional>

namespace somno::plot {

class Lane;

/// What may change while a recording stays the same.
enum class ViewChange {
    Range = 1,     ///< the visible range of time
    Labels = 2,    ///< stages, who said them, the model's proposal
    Threshold = 4, ///< the confidence below which an epoch counts as uncertain
    Clock = 8,     ///< clock time or time elapsed
    Loading = 16,  ///< how much of the file is read
};
Q_DECLARE_FLAGS(ViewChanges, ViewChange)
Q_DECLARE_OPERATORS_FOR_FLAGS(ViewChanges)

/// All that tells a lane from its neighbours. Another lane is another of these in standardLanes().
struct LaneSpecification {
    enum class Place {
        Top,    ///< above the stack, of fixed height
        Stack,  ///< scrolls with its neighbours, borders that drag
        Bottom, ///< below the stack, of fixed height
    };
    enum class Extent { VisibleRange, WholeRecording };
    /// What the left button does. Where it does not jump, a drag selects epochs.
    enum class Click {
        SetsEpoch,
        CentresEpoch, ///< sets it and brings it to the middle of the visible range
        Jumps,        ///< as CentresEpoch, already while the button is down
    };
    /// What lies behind the data.
    enum class Ground { Bare, TimeGrid, StagesAndTimeGrid };

    QString id; ///< the lane's objectName
    Place place = Place::Stack;
    /// One such lane for each channel shown, below all others of the stack; its number is appended to the id.
    bool perChannel = false;
    int minimumHeight = 24;
    int preferredHeight = 48;
    int stretch = 0; ///< share of the height left over in the stack
    Extent extent = Extent::VisibleRange;
    Click click = Click::SetsEpoch;
    bool tellsStage = false; ///< where the pointer rests, RecordingView::rested() is emitted
    Ground ground = Ground::Bare;
    bool showsGaps = true; ///< where nothing was recorded
    /// The changes after which the lane is drawn anew; after others its overlay alone.
    ViewChanges drawnFrom = ViewChange::Range;
    /// Puts the lane's plottables on it, from back to front.
    std::function<void(Lane *)> fill;
};

} // namespace somno::plot
