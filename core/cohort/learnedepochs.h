// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/cohort/manifest.h"
#include "core/scoring/learnedrecording.h"

namespace somno::sdreamer {

/// What a model that is taught by these recordings knows, with what the one that it starts from knew. Errors of reading
/// the recordings, which are known by their content.
[[nodiscard]] Result<std::vector<scoring::LearnedRecording>> learnedFrom(
    const std::vector<ManifestRecording> &recordings, const std::vector<scoring::LearnedRecording> &before = {});

/// The recordings without the epochs that were learned, and without those so near that they were seen beside them
/// (learning::kSplitGuardSec). What holds nothing any more is left out.
struct FreshRecordings {
    std::vector<ManifestRecording> recordings;
    int touched = 0; ///< entries that lost something, be it all
};
[[nodiscard]] Result<FreshRecordings> withoutLearned(const std::vector<ManifestRecording> &recordings,
                                                     const std::vector<scoring::LearnedRecording> &learned);

} // namespace somno::sdreamer
