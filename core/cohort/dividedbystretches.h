// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/manifest.h"
#include "core/scoring/learnedrecording.h"

namespace somno::sdreamer {

/// Divides the labels of a manifest that is not divided yet (Manifest::Few::Keep) into stretches to learn from, to
/// choose the best weights by and to judge by, with guards between them, as learning::TrainingSet does for the window;
/// the epochs that the starting model `learned` are held out of the judgement. Warns with the minutes of each part and
/// of what these labels cannot show. Errors TrainingDataInvalid where they cannot be divided, those of reading
/// recordings and labels.
[[nodiscard]] Result<Manifest> dividedByStretches(const Manifest &manifest, const QString &file,
                                                  const std::vector<scoring::LearnedRecording> &learned,
                                                  const Progress &progress);

} // namespace somno::sdreamer
