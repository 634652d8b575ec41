// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/plottheme.h"

namespace somno::plot {

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

QColor PlotTheme::stage(scoring::Stage stage) const
{
    return stageColour(stage, stageColours, isDark);
}

} // namespace somno::plot
