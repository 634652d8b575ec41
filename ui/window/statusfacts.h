// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/signal/recording.h"
#include "ui/lanes/epochselection.h"
#include "ui/lanes/plottheme.h"
#include "ui/panels/statusline.h"

namespace somno::ui {

/// What the status line says of the current epoch.
[[nodiscard]] StatusLine::EpochFacts epochFacts(const signal::Recording &recording, const scoring::Hypnogram &hypnogram,
                                                const plot::EpochSelection &selection, const plot::PlotTheme &theme,
                                                bool clockTime);

/// One epoch in a line, "08:00:01   NREM, confirmed"; the time alone where there is no stage to tell of.
[[nodiscard]] QString epochText(const signal::Recording &recording, const scoring::Hypnogram &hypnogram,
                                EpochIndex epoch, bool clockTime);

} // namespace somno::ui
