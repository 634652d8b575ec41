// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/simulation/simulator.h"

namespace somno::simulation {

/// A simulated cohort: recordings of several mice and the manifest that divides them.
struct CohortRequest {
    SimulationRequest each; ///< hours: 60 to 140 % of it by recording; subject and recording are counted
    int subjects = 1;
    int recordings = 1; ///< of each subject
    int validation = 0; ///< subjects
    int test = 0;       ///< subjects, the last ones
};

/// Writes one simulated recording; a file that was recorded is never replaced.
[[nodiscard]] Result<> simulateFile(const SimulationRequest &request, const QString &path, const Progress &progress);
/// Writes the cohort and, last, its manifest.json.
[[nodiscard]] Result<> simulateCohort(const CohortRequest &request, const QDir &folder, const Progress &progress);

} // namespace somno::simulation
