// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/scoring/stage.h"
#include "core/simulation/simulator.h"
#include "core/simulation/traits.h"

namespace somno::simulation {

/// One stretch of one behaviour, from `firstSec` to the start of the next segment.
struct Segment {
    Behaviour behaviour = Behaviour::Quiet;
    double firstSec = 0;
    double lastSec = 0;
    double eegRampSec = 0; ///< width of the cross-fade centred on firstSec
    double emgRampSec = 0;
    double infraslowPhase = 0; ///< at firstSec, radians; 0 is where sigma is largest
    double infraslowHz = 0.02;
    double pressure = 0.5; ///< need of sleep at firstSec, 0 to 1

    [[nodiscard]] double durationSec() const { return lastSec - firstSec; }
    /// Wake of at most 15 s within sleep is a microarousal; one too short to be scored leaves NREM as it is.
    [[nodiscard]] scoring::Stage stage() const;
};

/// What the mouse does for `totalSec` seconds from the clock hour `startHour`: an alternation of long wake and periods
/// of sleep, these of NREM interrupted by arousals and short wake in time with the infraslow rhythm, and of REM
/// whose interval depends on the REM before it. Every number stands in ranges.h. Never wake straight into REM.
[[nodiscard]] std::vector<Segment> drawSegments(const SleepTraits &traits, Stratum stratum, double startHour,
                                                double totalSec, Random random);

} // namespace somno::simulation
