// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <array>
#include <span>
#include <vector>

#include "core/cohort/splitproposal.h"
#include "core/cohort/trainingitem.h"

namespace somno::learning {

/// What a project has for a training: the labels that count, and what they are for. A value; changing the division
/// computes the guards anew. Building it takes time with the length of the labels (a day of ten animals: a second), so
/// not in the GUI thread.
class TrainingSet {
public:
    TrainingSet() = default;
    /// Takes the selected scorings with labels that count and whose file is there, and divides them by the seed.
    [[nodiscard]] static TrainingSet build(const std::vector<OfferedScoring> &offered, const Selection &selection,
                                           quint64 seed, SplitBy by = SplitBy::Automatic);

    [[nodiscard]] std::span<const TrainingItem> items() const { return m_items; }
    [[nodiscard]] const SplitPlan &plan() const { return m_plan; }
    void setPlan(SplitPlan plan);

    /// What an item gives to a split, guards taken off.
    [[nodiscard]] const Ranges &ranges(size_t item, Split split) const { return m_ranges[item][size_t(split)]; }

    [[nodiscard]] StageSeconds secondsOfItem(size_t item) const;
    [[nodiscard]] StageSeconds secondsOfRecording(const QString &path) const;
    [[nodiscard]] StageSeconds secondsOfSubject(const QString &subject) const;
    [[nodiscard]] StageSeconds secondsOfSplit(Split split) const;
    [[nodiscard]] StageSeconds secondsOfRecording(const QString &path, Split split) const;
    [[nodiscard]] StageSeconds secondsOfSubject(const QString &subject, Split split) const;
    /// Of all that counts, guards included.
    [[nodiscard]] StageSeconds total() const;
    /// Labelled seconds that are used for nothing because they lie near another split.
    [[nodiscard]] qint64 guardSec() const;
    /// Labelled seconds that the starting model knows already.
    [[nodiscard]] qint64 learnedSec() const;

    /// Selected recordings with labels that count, whose file is not where it was.
    [[nodiscard]] const QStringList &missingFiles() const { return m_missingFiles; }
    /// Selected labels by where they are from, those included that do not count.
    [[nodiscard]] const scoring::SourceSeconds &offered() const { return m_offered; }
    [[nodiscard]] bool importedCounts() const { return m_importedCounts; }

private:
    void divide();
    template <class Takes>
    [[nodiscard]] StageSeconds sum(Takes takes, Split split) const;

    std::vector<TrainingItem> m_items;
    SplitPlan m_plan;
    std::vector<std::array<Ranges, 3>> m_ranges; ///< one an item, indexed by Split
    std::vector<std::array<StageSeconds, 3>> m_seconds;
    QStringList m_missingFiles;
    scoring::SourceSeconds m_offered;
    bool m_importedCounts = false;
};

} // namespace somno::learning
