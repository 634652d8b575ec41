// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

#include "core/scoring/stage.h"

namespace somno::scoring {

/// What the network tells apart.
inline constexpr std::array kLearnedClasses = {Stage::Wake, Stage::Nrem, Stage::Rem};
/// The class as which a stage is learned: a microarousal is Wake, N1 to N3 and S4 are NREM; Unscored for all others,
/// which are learned as none.
[[nodiscard]] Stage learnedClass(Stage stage);
/// Where a stage stands among the classes of a model: it itself, or else the class as which it is learned; -1 where
/// neither is one of them.
[[nodiscard]] int classIndex(Stage stage, std::span<const Stage> classes);

} // namespace somno::scoring
