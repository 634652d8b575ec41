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

/// The smallest part worth the name: one window of the network.
inline constexpr qint64 kSmallestPartSec = 64;
/// Below this a recording cannot be divided: one window each to learn from, to validate and to test, and two lost as
/// guards.
inline constexpr qint64 kLeastDivisibleSec = 5 * kSmallestPartSec;
/// What validation and test shall each have of the labels.
inline constexpr double kHeldShare = 0.2;
/// From so many animals on whole animals are held out, so that the judgement speaks of animals never seen.
inline constexpr int kLeastSubjects = 3;

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

enum class SplitBy { Automatic, Subjects, Blocks };

/// Divides 60 : 20 : 20. By subject from three subjects with a window of labels each, so that every class is in the
/// test if that can be; subjects with less are learned from, and none that the starting model knows is tested.
/// Otherwise, or where it knows all of them, by blocks spread over the labelled time, longer where labels are
/// plentiful. The same seed divides the same items in the same way. All goes to Train where nothing can be held out.
[[nodiscard]] SplitPlan proposeSplit(std::span<const TrainingItem> items, quint64 seed,
                                     SplitBy by = SplitBy::Automatic);

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
