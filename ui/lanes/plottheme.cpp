// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/plottheme.h"

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

PlotTheme PlotTheme::light(StageColours colours)
{
    PlotTheme theme;
    theme.background = QColor(0xf6, 0xf7, 0xf8);
    theme.lane = QColor(0xff, 0xff, 0xff);
    theme.hairline = QColor(0xd9, 0xdd, 0xe1);
    theme.grid = QColor(0xec, 0xee, 0xf1);
    theme.trace = QColor(0x23, 0x2a, 0x31);
    theme.text = QColor(0x1f, 0x26, 0x2d);
    theme.mutedText = QColor(0x5b, 0x66, 0x70);
    theme.accent = QColor(0x0b, 0x7a, 0x75);
    theme.selection = QColor(0x0b, 0x7a, 0x75, 40);
    theme.currentEpoch = QColor(0x23, 0x2a, 0x31, 26);
    theme.attention = QColor(0xc2, 0x41, 0x0c);
    theme.stageColours = colours;
    return theme;
}

PlotTheme PlotTheme::dark(StageColours colours)
{
    PlotTheme theme;
    theme.isDark = true;
    theme.background = QColor(0x16, 0x19, 0x1d);
    theme.lane = QColor(0x1c, 0x20, 0x25);
    theme.hairline = QColor(0x33, 0x39, 0x40);
    theme.grid = QColor(0x27, 0x2c, 0x32);
    theme.trace = QColor(0xc4, 0xca, 0xd0);
    theme.text = QColor(0xdd, 0xe2, 0xe6);
    theme.mutedText = QColor(0x98, 0xa3, 0xad);
    theme.accent = QColor(0x3d, 0xbf, 0xb3);
    theme.selection = QColor(0x3d, 0xbf, 0xb3, 48);
    theme.currentEpoch = QColor(0xff, 0xff, 0xff, 30);
    theme.attention = QColor(0xf5, 0x8a, 0x4b);
    theme.stageColours = colours;
    return theme;
}

QColor PlotTheme::stage(Stage stage) const
{
    for (const StageColour &colour : kStageColours)
        if (colour.stage == stage)
            return QColor(stageColours == StageColours::Laboratory ? colour.laboratory
                          : isDark                                 ? colour.dark
                                                                   : colour.light);
    if (int(stage) >= scoring::kFirstOwnStage)
        return QColor(kOwnColours[size_t(int(stage) - scoring::kFirstOwnStage) % kOwnColours.size()]);
    return {};
}

} // namespace somno::plot
