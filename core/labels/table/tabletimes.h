// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/labels/table/cellvalues.h"
#include "core/labels/labeltable.h"

namespace somno::io {

/// What the onsets of a table were read from, all of one kind.
struct ClockColumn {
    Moment::Kind kind = Moment::Count;
    bool isElapsed = false; ///< the heading says so
    bool isClock = false;   ///< the format says so; else times that begin with 0:00:00 are elapsed
};

/// Onsets that are clock times become times since the first of them, over midnight, and the table gets its start;
/// whole seconds that are but rounded become the even steps that they stand for.
void settleClockTimes(LabelTable &table, const ClockColumn &column);

/// Onsets that are numbers of epochs, as seconds, count from the first, which is number 0 or 1; where all last the
/// same, that is their length.
void settleEpochNumbers(LabelTable &table);

} // namespace somno::io
