// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/project/recordingstore.h"
#include "core/scoring/hypnogram.h"

namespace somno::store {

class ProjectStore;

/// One scorer's scoring of a recording, without the model's probabilities.
struct ScorerScoring {
    QString scorer;
    scoring::Hypnogram hypnogram;
};

/// A recording with everybody's scoring of it. `unreadable` are those whose stored values make no sense.
struct RecordingScorings {
    RecordingEntry recording;
    std::vector<ScorerScoring> scorings;
    std::vector<Error> unreadable;
};

/// All that was scored in a project, for a training. Recordings last opened first, scorers last saved first; recordings
/// without a scoring are listed too. Takes 10 ms a day of labels, so not in the GUI thread.
class ProjectScorings {
public:
    explicit ProjectScorings(ProjectStore &store) : m_store(store) {}

    /// Error Cancelled, or that of the project; one scoring that cannot be read does not keep the others.
    [[nodiscard]] Result<std::vector<RecordingScorings>> read(const Progress &progress = {});

private:
    ProjectStore &m_store;
};

} // namespace somno::store
