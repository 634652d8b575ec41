// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/lanes/plottheme.h"

namespace somno::ui {

/// The program's style sheet in the colours of a theme: flat bars, hairlines, one accent, a 4-px grid.
[[nodiscard]] QString styleSheet(const plot::PlotTheme &theme);

} // namespace somno::ui
