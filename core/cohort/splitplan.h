// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <array>
#include <map>
#include <span>
#include <vector>

#include "core/cohort/splitkey.h"
#include "core/cohort/trainingitem.h"

namespace somno::learning {

/// A stretch of a recording that goes to one split.
struct SplitBlock {
    QString path;
    EpochRange range; ///< 1-s epochs, labelled or not
    Split split = Split::Train;
    friend bool operator==(const SplitBlock &, const SplitBlock &) = default;
};

/// Who goes where: whole animals, or blocks within recordings. A value to show and to change; the guards between blocks
/// follow from it.
struct SplitPlan {
    bool bySubject = false;
    std::map<QString, Split> subjects; ///< of every subject, where bySubject
    std::vector<SplitBlock> blocks;    ///< otherwise, by path and time, not overlapping
    friend bool operator==(const SplitPlan &, const SplitPlan &) = default;
};

/// The epochs of one recording in each split, indexed by Split: between blocks of different splits at least
/// kSplitGuardSec lie unused, taken from Train, or from Validation where it meets Test. `usable` is what any scorer
/// labelled; what the starting model `learned`, and what lies as near to it, is in no test.
[[nodiscard]] std::array<Ranges, 3> splitRanges(const SplitPlan &plan, const QString &path, const QString &subject,
                                                const Ranges &usable, const Ranges &learned = {});
/// What any scorer labelled of a recording.
[[nodiscard]] Ranges labelledRanges(std::span<const TrainingItem> items, const QString &path);
/// What the starting model learned of a recording.
[[nodiscard]] Ranges learnedRanges(std::span<const TrainingItem> items, const QString &path);
/// Each recording once, sorted.
[[nodiscard]] QStringList pathsOf(std::span<const TrainingItem> items);
/// Each subject once, sorted.
[[nodiscard]] QStringList subjectsOf(std::span<const TrainingItem> items);

} // namespace somno::learning
