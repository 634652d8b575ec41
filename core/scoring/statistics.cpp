// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/statistics.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

#include "core/scoring/stageset.h"

namespace somno::scoring {

namespace {

constexpr std::array kAlwaysShown{Stage::Wake, Stage::Nrem, Stage::Rem};

double median(std::vector<double> values)
{
    const auto middle = values.begin() + qint64(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

StageStatistics statisticsOf(const Hypnogram &hypnogram, Stage stage, const std::vector<double> &boutsSec,
                             double scoredSec)
{
    const QString name = hypnogram.stageSet().name(stage);
    StageStatistics result{.stage = stage, .name = name.isEmpty() ? stageName(stage) : name};
    if (boutsSec.empty())
        return result;
    result.totalSec = std::accumulate(boutsSec.begin(), boutsSec.end(), 0.0);
    result.percentOfScored = 100 * result.totalSec / scoredSec;
    result.bouts = qint64(boutsSec.size());
    result.meanBoutSec = result.totalSec / double(boutsSec.size());
    result.medianBoutSec = median(boutsSec);
    result.longestBoutSec = *std::max_element(boutsSec.begin(), boutsSec.end());
    return result;
}

} // namespace

const StageStatistics *SleepStatistics::find(Stage stage) const
{
    const auto it = std::find_if(stages.begin(), stages.end(), [&](const auto &s) { return s.stage == stage; });
    return it == stages.end() ? nullptr : &*it;
}

QJsonObject SleepStatistics::toJson() const
{
    QJsonObject byStage;
    for (const StageStatistics &s : stages)
        byStage.insert(s.name, QJsonObject{{"total_s", s.totalSec},
                                           {"percent_of_scored", s.percentOfScored},
                                           {"bouts", s.bouts},
                                           {"mean_bout_s", s.meanBoutSec},
                                           {"median_bout_s", s.medianBoutSec},
                                           {"longest_bout_s", s.longestBoutSec}});
    return {{"total_s", totalSec},
            {"scored_s", scoredSec},
            {"unscored_s", unscoredSec},
            {"unscored_runs", unscoredRuns},
            {"stages", byStage}};
}

SleepStatistics sleepStatistics(const Hypnogram &hypnogram)
{
    std::map<Stage, std::vector<double>> boutsSec;
    for (const Stage stage : kAlwaysShown)
        boutsSec[stage] = {};
    SleepStatistics result;
    result.totalSec = double(hypnogram.size()) * hypnogram.epochSec();
    for (const EpochRange &bout : hypnogram.bouts()) {
        const double durationSec = double(bout.size()) * hypnogram.epochSec();
        const Stage stage = hypnogram.stage(bout.first);
        if (stage == Stage::Unscored) {
            result.unscoredSec += durationSec;
            ++result.unscoredRuns;
        } else {
            boutsSec[stage].push_back(durationSec);
        }
    }
    result.scoredSec = result.totalSec - result.unscoredSec;
    for (const auto &[stage, bouts] : boutsSec)
        result.stages.push_back(statisticsOf(hypnogram, stage, bouts, result.scoredSec));
    return result;
}

} // namespace somno::scoring
