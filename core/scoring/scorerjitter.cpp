// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/scorerjitter.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace somno::scoring {

namespace {

/// Normal numbers by Box and Muller: std::normal_distribution differs between libraries.
double normal(std::mt19937_64 &random)
{
    const auto uniform = [&] { return (double(random() >> 11) + 0.5) * 0x1p-53; };
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
}

bool isWaking(Stage stage)
{
    return stage == Stage::Wake || stage == Stage::Microarousal;
}

} // namespace

Hypnogram jittered(const Hypnogram &hypnogram, quint64 seed, const ScorerJitter &jitter)
{
    std::mt19937_64 random(seed);
    const std::vector<EpochRange> bouts = hypnogram.bouts();
    Hypnogram result(hypnogram.size(), hypnogram.epochSec());
    EpochIndex first = 0;
    for (size_t i = 0; i < bouts.size(); ++i) {
        const Stage stage = hypnogram.stage(bouts[i].first);
        EpochIndex last = bouts[i].last;
        if (i + 1 < bouts.size()) {
            const Stage next = hypnogram.stage(last);
            const double sd = isWaking(next) ? jitter.intoWakeSec : jitter.intoSleepSec;
            const auto shift = EpochIndex(std::lround(sd / hypnogram.epochSec() * normal(random)));
            if (stage != Stage::Unscored && next != Stage::Unscored)
                last = std::clamp(last + shift, first, bouts[i + 1].last);
        }
        if (stage != Stage::Unscored)
            for (EpochIndex epoch = first; epoch < last; ++epoch)
                result.set(epoch, stage, hypnogram.source(bouts[i].first));
        first = std::max(first, last);
    }
    return result;
}

} // namespace somno::scoring
