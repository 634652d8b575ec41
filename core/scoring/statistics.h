// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <vector>

#include "core/scoring/hypnogram.h"

namespace somno::scoring {

/// What one stage adds up to. A bout is a run of epochs of one stage; bout figures are 0 without a bout.
struct StageStatistics {
    Stage stage = Stage::Unscored;
    QString name; ///< as its scoring calls it
    double totalSec = 0;
    double percentOfScored = 0; ///< of the scored time; 0 when nothing is scored
    qint64 bouts = 0;
    double meanBoutSec = 0;
    double medianBoutSec = 0;
    double longestBoutSec = 0;
};

/// Sleep statistics of a hypnogram. Unscored time is a figure of its own and part of no stage; a bout
/// ends where unscored time begins.
struct SleepStatistics {
    std::vector<StageStatistics> stages; ///< Wake, NREM, REM always; further stages where they occur
    double totalSec = 0;
    double scoredSec = 0;
    double unscoredSec = 0;
    qint64 unscoredRuns = 0;

    [[nodiscard]] const StageStatistics *find(Stage stage) const;
    /// Keys total_s, scored_s, unscored_s, unscored_runs, stages{Name: total_s, percent_of_scored, bouts,
    /// mean_bout_s, median_bout_s, longest_bout_s}.
    [[nodiscard]] QJsonObject toJson() const;
};

[[nodiscard]] SleepStatistics sleepStatistics(const Hypnogram &hypnogram);

} // namespace somno::scoring
