// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/model/networkconfig.h"

namespace somno::sdreamer {

/// How far a parameter (named as in a checkpoint) lies below the heads: 0 for heads, pooling, projections and the last
/// norm, 1 for the last transformer block, and so on down to the embeddings of patches, positions and modalities.
[[nodiscard]] int layerDepth(const std::string &parameter, const NetworkConfig &config);

/// The depth down to which TunedLayers::Top learns.
inline constexpr int kTopDepth = 1;

} // namespace somno::sdreamer
