// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include "core/scoring/hypnogram.h"
#include "ui/lanes/columngrid.h"

namespace somno::plot {

/// The epochs under one pixel column, in short.
struct StageColumn {
    std::array<quint8, scoring::kStageValues>
        sources{}; ///< by the value of the stage: bit s is set where the source of value s said it
    scoring::Stage dominant = scoring::Stage::Unscored; ///< the most frequent, unscored epochs included

    /// Whether a stage occurs, and whether a source said it; both false for Unscored.
    [[nodiscard]] bool has(scoring::Stage stage) const
    {
        return stage != scoring::Stage::Unscored && sources[size_t(stage)] != 0;
    }
    [[nodiscard]] bool has(scoring::Stage stage, scoring::EpochSource source) const
    {
        return stage != scoring::Stage::Unscored && (sources[size_t(stage)] >> int(source) & 1) != 0;
    }
    /// Whether a source said any of the stages.
    [[nodiscard]] bool has(scoring::EpochSource source) const;
    friend bool operator==(const StageColumn &, const StageColumn &) = default;
};

/// What the model thought of the epochs under one column.
struct ConfidenceColumn {
    float mean = -1;          ///< negative where the model said nothing
    float lowestOpen = 2;     ///< smallest confidence of an epoch that is still automatic; 2 where there is none
    float uncertainShare = 0; ///< share of the epochs that are automatic and below the threshold
};

[[nodiscard]] std::vector<StageColumn> stageColumns(const scoring::Hypnogram &hypnogram, const ColumnGrid &grid);
[[nodiscard]] std::vector<ConfidenceColumn> confidenceColumns(const scoring::Hypnogram &hypnogram,
                                                              const ColumnGrid &grid, float threshold);

} // namespace somno::plot
