// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/cohort/splitplan.h"

namespace somno::learning {

/// The smallest part worth the name: one window of the network.
inline constexpr qint64 kSmallestPartSec = 64;
/// Below this a recording cannot be divided: one window each to learn from, to validate and to test, and two lost as
/// guards.
inline constexpr qint64 kLeastDivisibleSec = 5 * kSmallestPartSec;
/// What validation and test shall each have of the labels.
inline constexpr double kHeldShare = 0.2;
/// From so many animals on whole animals are held out, so that the judgement speaks of animals never seen.
inline constexpr int kLeastSubjects = 3;

enum class SplitBy { Automatic, Subjects, Blocks };

/// Divides 60 : 20 : 20. By subject from three subjects with a window of labels each, so that every class is in the
/// test if that can be; subjects with less are learned from, and none that the starting model knows is tested.
/// Otherwise, or where it knows all of them, by blocks spread over the labelled time, longer where labels are
/// plentiful. Draws many divisions by the seed and takes the best, so that the same seed divides the same items in the
/// same way: no part smaller than a window, every class in the test, then in training and validation, then the shares.
/// All goes to Train where nothing can be held out.
[[nodiscard]] SplitPlan proposeSplit(std::span<const TrainingItem> items, quint64 seed,
                                     SplitBy by = SplitBy::Automatic);

} // namespace somno::learning
