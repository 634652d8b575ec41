// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/lanes/lanespecification.h"

namespace somno::plot {

/// The lanes of the program's window, from top to bottom.
[[nodiscard]] std::vector<LaneSpecification> standardLanes();

} // namespace somno::plot
