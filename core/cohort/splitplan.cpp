// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/splitplan.h"

#include <algorithm>

namespace somno::learning {

std::array<Ranges, 3> splitRanges(const SplitPlan &plan, const QString &path, const QString &subject,
                                  const Ranges &usable, const Ranges &learned)
{
    std::array<Ranges, 3> result;
    if (plan.bySubject) {
        const auto found = plan.subjects.find(subject);
        if (found != plan.subjects.end())
            result[size_t(found->second)]
                = found->second == Split::Test ? difference(usable, widened(learned, kSplitGuardSec)) : usable;
        return result;
    }
    for (const SplitBlock &block : plan.blocks)
        if (block.path == path)
            result[size_t(block.split)].push_back(block.range);
    for (Ranges &ranges : result)
        ranges = intersection(usable, united(std::move(ranges)));
    auto &[train, validation, test] = result;
    const Ranges fresh = difference(test, widened(learned, kSplitGuardSec));
    const Ranges known = difference(test, fresh); // may be learned from again
    train.insert(train.end(), known.begin(), known.end());
    train = united(std::move(train));
    test = fresh;
    validation = difference(validation, widened(test, kSplitGuardSec));
    train = difference(difference(train, widened(test, kSplitGuardSec)), widened(validation, kSplitGuardSec));
    return result;
}

Ranges labelledRanges(std::span<const TrainingItem> items, const QString &path)
{
    Ranges all;
    for (const TrainingItem &item : items)
        if (item.path == path)
            all.insert(all.end(), item.usable.begin(), item.usable.end());
    return united(std::move(all));
}

Ranges learnedRanges(std::span<const TrainingItem> items, const QString &path)
{
    Ranges all;
    for (const TrainingItem &item : items)
        if (item.path == path)
            all.insert(all.end(), item.learned.begin(), item.learned.end());
    return united(std::move(all));
}

QStringList pathsOf(std::span<const TrainingItem> items)
{
    QStringList paths;
    for (const TrainingItem &item : items)
        paths << item.path;
    paths.sort();
    paths.removeDuplicates();
    return paths;
}

QStringList subjectsOf(std::span<const TrainingItem> items)
{
    QStringList subjects;
    for (const TrainingItem &item : items)
        subjects << item.subject;
    subjects.sort();
    subjects.removeDuplicates();
    return subjects;
}

} // namespace somno::learning
