// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QStringList>
#include <array>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/cohort/findings.h"
#include "core/cohort/trainingset.h"

namespace somno::store {
class ProjectStore;
}

namespace somno::ui {

/// One scorer's scoring of a recording of the project, or a recording that nobody scored yet (empty scorer).
struct StoredScoring {
    qint64 recordingId = 0;
    QString recording; ///< its name
    QString digest;    ///< of its file
    learning::OfferedScoring offer;
    scoring::SourceSeconds seconds;
    /// Tells it from all others, and stays the same.
    [[nodiscard]] QString key() const { return offer.path + QLatin1Char('\n') + offer.scorer; }
};

/// All that was scored in the project.
struct LabelStock {
    std::vector<StoredScoring> scorings;
    QStringList problems; ///< scorings that cannot be read, in words
};

/// What of it is to be learned from, and how it is divided.
struct LabelChoice {
    QSet<QString> leftOut; ///< keys
    bool importedCounts = false;
    learning::SplitBy by = learning::SplitBy::Automatic;
    /// Folder of the model to start from, which is not judged on what it knows; empty: the one shipped, which knows
    /// none of these.
    QString baseModel;
    /// What was moved by hand: kept as far as the subjects and blocks are the same.
    std::map<QString, learning::Split> subjects;
    std::vector<learning::SplitBlock> blocks;
};

/// What counts of one scoring.
struct LabelFigures {
    learning::StageSeconds stages;
    std::array<qint64, 3> splitSec{}; ///< indexed by learning::Split
};

/// The training set that a choice gives, with all that is shown of it.
struct LabelView {
    learning::TrainingSet set;
    std::vector<learning::Finding> findings;
    std::vector<std::optional<LabelFigures>> figures; ///< one a scoring; none where nothing counts
};

/// Reads all scorings and looks for the recordings' files. In the project's thread.
[[nodiscard]] Result<LabelStock> readLabelStock(store::ProjectStore &project);
/// Takes up to seconds, so not in the GUI thread.
[[nodiscard]] LabelView viewLabels(const LabelStock &stock, const LabelChoice &choice);

} // namespace somno::ui
