// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include "core/scoring/stage.h"
#include "ui/lanes/stagecolours.h"

namespace somno::plot {

/// Colours by role. Text roles reach a contrast of 4.5:1 on `background` and `lane`.
struct PlotTheme {
    bool isDark = false;
    QColor background;   ///< gutter and gaps between lanes
    QColor lane;         ///< behind the data
    QColor hairline;     ///< lane borders
    QColor grid;         ///< grid lines, fainter than hairlines
    QColor trace;        ///< signals and the step line of the hypnogram
    QColor text;         ///< lane names
    QColor mutedText;    ///< units and scales
    QColor accent;       ///< selection edges, window frame, progress
    QColor selection;    ///< translucent fill of the selected range
    QColor currentEpoch; ///< translucent fill of the current epoch
    QColor attention;    ///< what asks for a look: confidence below the threshold
    StageColours stageColours = StageColours::ColourBlindSafe;

    [[nodiscard]] static PlotTheme light(StageColours colours = StageColours::ColourBlindSafe);
    [[nodiscard]] static PlotTheme dark(StageColours colours = StageColours::ColourBlindSafe);

    /// Colour of a stage, opaque; an invalid colour for Unscored, which is never painted.
    [[nodiscard]] QColor stage(scoring::Stage stage) const;
};

} // namespace somno::plot
