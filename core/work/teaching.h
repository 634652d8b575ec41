// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/result.h"
#include "core/cohort/trainingset.h"
#include "core/jobs/jobqueue.h"
#include "core/protocol/finetunearguments.h"

namespace somno::store {
class ProjectStore;
}

namespace somno::ui {

/// What a fine-tuning is asked for.
struct TeachWish {
    QString name;      ///< of the new version's model
    QString baseModel; ///< folder; empty: the model shipped
    jobs::FinetuneMode mode = jobs::FinetuneMode::Automatic;
    int threads = 0;              ///< processors; 0: all
    int memoryMb = 0;             ///< at most; 0: no limit
    bool onProcessorOnly = false; ///< a graphics card is left alone
    int steps = 0;                ///< at most; 0: the engine chooses
    bool keepsOldSkills = true;   ///< mixes in what its first ancestor learned from, and judges what was forgotten
};

/// A name that can be a folder's: letters, digits, spaces, "-", "_" and "."; "starter" and "rules" are taken.
[[nodiscard]] bool isModelName(const QString &name);
/// Where the runs of all projects are kept until they are done.
[[nodiscard]] QString runsFolder();

/// That the starting model, where it is one of the project, is what it was when it was noted. In the project's thread.
[[nodiscard]] Result<> checkBaseModel(store::ProjectStore &project, const QString &folder);
/// Name and version ("mine", "3") that nothing uses: no model of the project, deleted ones included, no job, no folder
/// of the user's. In the project's thread.
[[nodiscard]] Result<QString> nextVersion(store::ProjectStore &project, const QString &name);
/// That every recording is where it was when the labels were read. FileNotFound naming the first that is not.
[[nodiscard]] Result<> requireRecordings(const learning::TrainingSet &set);
/// Writes the training set into the new run's folder and tells what is to be run. Not in the GUI thread.
[[nodiscard]] Result<jobs::JobSpec> prepareTeaching(const learning::TrainingSet &set, const TeachWish &wish,
                                                    const QString &version);
/// That the recordings that a run was begun with are where they were; error FileNotFound with what can be done.
[[nodiscard]] Result<> checkRunRecordings(const QString &runFolder);
/// Removes a run's folder, if it is one. Not in the GUI thread.
void removeRunFolder(const QString &folder);

} // namespace somno::ui
