// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/trainingset.h"

#include <map>

namespace somno::learning {

TrainingSet TrainingSet::build(const std::vector<OfferedScoring> &offered, const Selection &selection, quint64 seed,
                               SplitBy by)
{
    TrainingSet set;
    set.m_importedCounts = selection.importedCounts;
    std::map<QString, QString> subjects; // a recording is of one animal, whatever two scorings say
    for (const OfferedScoring &offer : offered) {
        if (!selection.takes(offer))
            continue;
        set.m_offered += scoring::secondsBySource(offer.hypnogram);
        auto item = itemOf(offer, selection.importedCounts);
        if (!item)
            continue;
        if (offer.missing) {
            if (!set.m_missingFiles.contains(offer.path))
                set.m_missingFiles << offer.path;
            continue;
        }
        item->subject = subjects.try_emplace(item->path, item->subject).first->second;
        set.m_items.push_back(std::move(*item));
    }
    set.setPlan(proposeSplit(set.m_items, seed, by));
    return set;
}

void TrainingSet::setPlan(SplitPlan plan)
{
    m_plan = std::move(plan);
    divide();
}

void TrainingSet::divide()
{
    std::map<QString, std::array<Ranges, 3>> ofRecording;
    m_ranges.assign(m_items.size(), {});
    m_seconds.assign(m_items.size(), {});
    for (size_t i = 0; i < m_items.size(); ++i) {
        const TrainingItem &item = m_items[i];
        auto found = ofRecording.find(item.path);
        if (found == ofRecording.end()) // over all its scorers: what one holds out another must not teach
            found = ofRecording
                        .emplace(item.path,
                                 splitRanges(m_plan, item.path, item.subject, labelledRanges(m_items, item.path),
                                             learnedRanges(m_items, item.path)))
                        .first;
        for (const Split split : kSplits) {
            m_ranges[i][size_t(split)] = intersection(item.usable, found->second[size_t(split)]);
            m_seconds[i][size_t(split)] = secondsIn(item, m_ranges[i][size_t(split)]);
        }
    }
}

template <class Takes>
StageSeconds TrainingSet::sum(Takes takes, Split split) const
{
    StageSeconds seconds;
    for (size_t i = 0; i < m_items.size(); ++i)
        if (takes(m_items[i]))
            seconds += m_seconds[i][size_t(split)];
    return seconds;
}

StageSeconds TrainingSet::secondsOfItem(size_t item) const
{
    return secondsIn(m_items[item], m_items[item].usable);
}

StageSeconds TrainingSet::secondsOfRecording(const QString &path) const
{
    StageSeconds seconds;
    for (size_t i = 0; i < m_items.size(); ++i)
        if (m_items[i].path == path)
            seconds += secondsOfItem(i);
    return seconds;
}

StageSeconds TrainingSet::secondsOfSubject(const QString &subject) const
{
    StageSeconds seconds;
    for (size_t i = 0; i < m_items.size(); ++i)
        if (m_items[i].subject == subject)
            seconds += secondsOfItem(i);
    return seconds;
}

StageSeconds TrainingSet::secondsOfSplit(Split split) const
{
    return sum([](const TrainingItem &) { return true; }, split);
}

StageSeconds TrainingSet::secondsOfRecording(const QString &path, Split split) const
{
    return sum([&](const TrainingItem &item) { return item.path == path; }, split);
}

StageSeconds TrainingSet::secondsOfSubject(const QString &subject, Split split) const
{
    return sum([&](const TrainingItem &item) { return item.subject == subject; }, split);
}

StageSeconds TrainingSet::total() const
{
    StageSeconds seconds;
    for (size_t i = 0; i < m_items.size(); ++i)
        seconds += secondsOfItem(i);
    return seconds;
}

qint64 TrainingSet::learnedSec() const
{
    qint64 seconds = 0;
    for (const TrainingItem &item : m_items)
        seconds += sizeOf(intersection(item.usable, item.learned));
    return seconds;
}

qint64 TrainingSet::guardSec() const
{
    qint64 used = 0;
    for (const Split split : kSplits)
        used += secondsOfSplit(split).total();
    return total().total() - used;
}

} // namespace somno::learning
