// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/stagecolours.h"

#include <array>

namespace somno::plot {

using scoring::Stage;

namespace {

struct StageColour {
    Stage stage;
    QRgb light, dark; ///< told apart by all eyes
    QRgb laboratory;
};

/// The deeper the sleep, the darker. Deep blues sink into a dark lane: there they are lifted, and keep their hue.
constexpr std::array kStageColours{
    StageColour{Stage::Wake, 0xe08c00, 0xe08c00, 0x7c7cfb},
    StageColour{Stage::Rem, 0xcc79a7, 0xcc79a7, 0x7bfb7b},
    StageColour{Stage::Microarousal, 0xf2e655, 0xf2e655, 0xfbe65a},
    StageColour{Stage::N1, 0x56b4e9, 0x56b4e9, 0xfdb0b0},
    StageColour{Stage::Nrem, 0x0072b2, 0x2f93d6, 0xfb7c7c},
    StageColour{Stage::N2, 0x0072b2, 0x2f93d6, 0xfb7c7c},
    StageColour{Stage::N3, 0x00436b, 0x1c639a, 0xcd4848},
    StageColour{Stage::S4, 0x002a47, 0x164b78, 0x962f2f},
    StageColour{Stage::MovementTime, 0xd55e00, 0xd55e00, 0xfba07b},
};

/// Of a laboratory's own stages that have no colour of their own, in turn.
constexpr std::array<QRgb, 4> kOwnColours{0x009e73, 0x9b6bd3, 0x8c7a5b, 0x4db6ac};

} // namespace

QColor stageColour(Stage stage, StageColours colours, bool isDark)
{
    for (const StageColour &colour : kStageColours)
        if (colour.stage == stage)
            return QColor(colours == StageColours::Laboratory ? colour.laboratory
                          : isDark                            ? colour.dark
                                                              : colour.light);
    if (int(stage) >= scoring::kFirstOwnStage)
        return QColor(kOwnColours[size_t(int(stage) - scoring::kFirstOwnStage) % kOwnColours.size()]);
    return {};
}

} // namespace somno::plot
