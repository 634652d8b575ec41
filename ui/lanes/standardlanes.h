// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/lanes/lanespecification.h"

namespace somno::plot {

/// The lanes of the program's window, from top to bottom; those of the channels stand last in the stack.
[[nodiscard]] std::vector<LaneSpecification> standardLanes();

} // namespace somno::plot
