// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include "core/scoring/stage.h"

namespace somno::plot {

enum class StageColours {
    ColourBlindSafe, ///< after Okabe and Ito's palette, told apart by all common kinds of colour vision
    Laboratory,      ///< blue-violet, red, green and yellow, as many sleep laboratories know them
};

/// The colour of a stage that has none of its own, opaque; an invalid colour for Unscored, which is never painted.
[[nodiscard]] QColor stageColour(scoring::Stage stage, StageColours colours, bool isDark);

} // namespace somno::plot
