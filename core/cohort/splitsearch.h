// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "core/cohort/splitplan.h"

namespace somno::learning {

/// Both draw many divisions by the seed and take the best: no part smaller than a window, every class in the test, then
/// in training and validation, then the shares. Inside this folder only.

/// nullopt where fewer than kLeastSubjects have kSmallestPartSec of labels.
[[nodiscard]] std::optional<SplitPlan> searchSubjectSplit(std::span<const TrainingItem> items, quint64 seed);
/// A recording is cut into pieces of equal labelled time where it has enough, along gaps in its labels where there are
/// any.
[[nodiscard]] SplitPlan searchBlockSplit(std::span<const TrainingItem> items, quint64 seed);

} // namespace somno::learning
