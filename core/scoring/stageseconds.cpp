// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/stageseconds.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/scoring/learnedclass.h"

namespace somno::scoring {

void StageSeconds::add(Stage stage, qint64 seconds)
{
    if (stage != Stage::Unscored)
        m_seconds[size_t(stage)] += seconds;
}

StageSeconds &StageSeconds::operator+=(const StageSeconds &other)
{
    for (size_t i = 0; i < m_seconds.size(); ++i)
        m_seconds[i] += other.m_seconds[i];
    return *this;
}

qint64 StageSeconds::of(Stage stage) const
{
    return stage == Stage::Unscored ? 0 : m_seconds[size_t(stage)];
}

qint64 StageSeconds::ofClass(Stage stage) const
{
    qint64 sum = 0;
    for (size_t i = 0; i < m_seconds.size(); ++i)
        if (learnedClass(Stage(i)) == stage)
            sum += m_seconds[i];
    return sum;
}

qsizetype StageSeconds::classes() const
{
    return std::ranges::count_if(kLearnedClasses, [this](Stage stage) { return ofClass(stage) > 0; });
}

qint64 StageSeconds::total() const
{
    return std::accumulate(m_seconds.begin(), m_seconds.end(), qint64(0));
}

SourceSeconds &SourceSeconds::operator+=(const SourceSeconds &other)
{
    reviewed += other.reviewed;
    confirmed += other.confirmed;
    imported += other.imported;
    automatic += other.automatic;
    return *this;
}

SourceSeconds secondsBySource(const Hypnogram &hypnogram)
{
    std::array<std::array<qint64, kStageValues>, 5> epochs{}; // by source and stage
    for (EpochIndex i = 0; i < hypnogram.size(); ++i)
        if (hypnogram.stage(i) != Stage::Unscored)
            ++epochs[size_t(hypnogram.source(i))][size_t(hypnogram.stage(i))];
    const auto seconds = [&](std::initializer_list<EpochSource> sources) {
        StageSeconds sum;
        for (size_t stage = 0; stage < epochs[0].size(); ++stage) {
            qint64 count = 0;
            for (const EpochSource source : sources)
                count += epochs[size_t(source)][stage];
            sum.add(Stage(stage), std::llround(double(count) * hypnogram.epochSec()));
        }
        return sum;
    };
    return {seconds({EpochSource::Human, EpochSource::Confirmed}), seconds({EpochSource::Confirmed}),
            seconds({EpochSource::Imported}), seconds({EpochSource::Automatic})};
}

} // namespace somno::scoring
