// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/scoring/hypnogram.h"
#include "core/scoring/stageset.h"
#include "ui/lanes/plottheme.h"

namespace somno::plot {

/// How a stage is drawn wherever it is drawn.
struct StageLook {
    QColor colour; ///< opaque; invalid for Unscored, which is never painted
    QString label; ///< beside its row of the hypnogram
};

/// Stages that the set does not know have a look, too: a file of labels may bring them.
[[nodiscard]] StageLook lookOf(scoring::Stage stage, const scoring::StageSet &set, const PlotTheme &theme);

/// The stages that a hypnogram is scored in; those of mice where there is none.
[[nodiscard]] const scoring::StageSet &stageSetOf(const scoring::Hypnogram *hypnogram);

/// The stages that get a row of the hypnogram, from the top: those of its set in their order, microarousals only where
/// they occur; below them what occurs beyond the set.
[[nodiscard]] std::vector<scoring::Stage> stageRows(const scoring::Hypnogram *hypnogram);

} // namespace somno::plot
