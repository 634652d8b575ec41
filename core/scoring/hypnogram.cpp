// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/hypnogram.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace somno::scoring {

namespace {

/// Shares of an epoch below this come from rounding.
constexpr double kLeastShare = 1e-9;

} // namespace

EpochIndex Proposal::size() const
{
    return classes.empty() ? 0 : EpochIndex(probabilities.size() / classes.size());
}

std::span<const float> Proposal::row(EpochIndex epoch) const
{
    return std::span(probabilities).subspan(size_t(epoch) * classes.size(), classes.size());
}

Stage Proposal::stage(EpochIndex epoch) const
{
    const auto values = row(epoch);
    if (std::isnan(values[0]))
        return Stage::Unscored;
    return classes[size_t(std::max_element(values.begin(), values.end()) - values.begin())];
}

float Proposal::confidence(EpochIndex epoch) const
{
    const auto values = row(epoch);
    return std::isnan(values[0]) ? values[0] : *std::max_element(values.begin(), values.end());
}

double Proposal::meanConfidence() const
{
    double sum = 0;
    EpochIndex scored = 0;
    for (EpochIndex i = 0; i < size(); ++i)
        if (const float one = confidence(i); !std::isnan(one)) {
            sum += double(one);
            ++scored;
        }
    return sum / double(scored);
}

Proposal Proposal::onGrid(double otherEpochSec, EpochIndex epochs) const
{
    if (epochs == size() && otherEpochSec == epochSec)
        return *this;
    Proposal result{otherEpochSec, classes, {}, modelVersion};
    result.probabilities.resize(size_t(epochs) * classes.size());
    std::vector<double> sums(classes.size());
    for (EpochIndex i = 0; i < epochs; ++i) {
        std::ranges::fill(sums, 0.0);
        const double first = double(i) * otherEpochSec / epochSec;
        const double last = double(i + 1) * otherEpochSec / epochSec;
        double weight = 0;
        for (auto k = EpochIndex(first); k < std::min(size(), EpochIndex(std::ceil(last))); ++k) {
            const auto values = row(k);
            const double share = std::min(last, double(k + 1)) - std::max(first, double(k));
            if (std::isnan(values[0]) || share < kLeastShare)
                continue;
            weight += share;
            for (size_t c = 0; c < sums.size(); ++c)
                sums[c] += share * double(values[c]);
        }
        for (size_t c = 0; c < sums.size(); ++c) // not a number where nothing was said: 0 / 0
            result.probabilities[size_t(i) * sums.size() + c] = float(sums[c] / weight);
    }
    return result;
}

Hypnogram::Hypnogram(EpochIndex epochs, double epochSec, StageSet stageSet)
    : m_epochSec(epochSec), m_stageSet(std::move(stageSet)), m_stages(size_t(epochs), Stage::Unscored),
      m_sources(size_t(epochs), EpochSource::None)
{
}

Hypnogram Hypnogram::fromProposal(const Proposal &proposal)
{
    Hypnogram result(proposal.size(), proposal.epochSec);
    for (EpochIndex i = 0; i < result.size(); ++i)
        result.set(i, proposal.stage(i), EpochSource::Automatic);
    result.setProposal(proposal);
    return result;
}

float Hypnogram::confidence(EpochIndex epoch) const
{
    return epoch < m_proposal.size() ? m_proposal.confidence(epoch) : std::numeric_limits<float>::quiet_NaN();
}

void Hypnogram::set(EpochIndex epoch, Stage stage, EpochSource source)
{
    m_stages[size_t(epoch)] = stage;
    m_sources[size_t(epoch)] = stage == Stage::Unscored ? EpochSource::None : source;
}

EpochRange Hypnogram::bout(EpochIndex epoch) const
{
    EpochRange range{epoch, epoch + 1};
    while (range.first > 0 && stage(range.first - 1) == stage(epoch))
        --range.first;
    while (range.last < size() && stage(range.last) == stage(epoch))
        ++range.last;
    return range;
}

std::vector<EpochRange> Hypnogram::bouts() const
{
    std::vector<EpochRange> result;
    for (EpochIndex i = 0; i < size(); ++i) {
        if (result.empty() || stage(i) != stage(i - 1))
            result.push_back({i, i});
        result.back().last = i + 1;
    }
    return result;
}

EpochIndex Hypnogram::count(Stage stage) const
{
    return std::count(m_stages.begin(), m_stages.end(), stage);
}

} // namespace somno::scoring
