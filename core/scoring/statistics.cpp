// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/statistics.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/scoring/stageset.h"

namespace somno::scoring {

namespace {

constexpr std::array kStages{Stage::Wake, Stage::Nrem, Stage::Rem, Stage::Microarousal,
                             Stage::N1,   Stage::N2,   Stage::N3};
constexpr size_t kAlwaysShown = 3;

QString stageName(Stage stage)
{
    if (stage == Stage::N1 || stage == Stage::N2 || stage == Stage::N3)
        return QStringLiteral("N%1").arg(int(stage) - int(Stage::N1) + 1);
    return StageSet::mouse().name(stage);
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + qint64(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

StageStatistics statisticsOf(Stage stage, const std::vector<double> &boutsSec, double scoredSec)
{
    StageStatistics result{.stage = stage};
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
        byStage.insert(stageName(s.stage), QJsonObject{{"total_s", s.totalSec},
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
    std::array<std::vector<double>, kStages.size()> boutsSec;
    SleepStatistics result;
    result.totalSec = double(hypnogram.size()) * hypnogram.epochSec();
    for (const EpochRange &bout : hypnogram.bouts()) {
        const double durationSec = double(bout.size()) * hypnogram.epochSec();
        const auto stage = std::find(kStages.begin(), kStages.end(), hypnogram.stage(bout.first));
        if (stage == kStages.end()) {
            result.unscoredSec += durationSec;
            ++result.unscoredRuns;
        } else {
            boutsSec[size_t(stage - kStages.begin())].push_back(durationSec);
        }
    }
    result.scoredSec = result.totalSec - result.unscoredSec;
    for (size_t i = 0; i < kStages.size(); ++i)
        if (i < kAlwaysShown || !boutsSec[i].empty())
            result.stages.push_back(statisticsOf(kStages[i], boutsSec[i], result.scoredSec));
    return result;
}

} // namespace somno::scoring
