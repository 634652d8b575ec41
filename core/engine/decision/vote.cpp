// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/vote.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace somno::sdreamer {

namespace {

constexpr double kContradicted = 0.25; ///< share of the epochs in which a channel stands against the vote, to be named
constexpr double kLeastWeight = 1e-6;  ///< of a channel that knows nothing, where all know nothing

double sureness(std::span<const float> row)
{
    double entropy = 0;
    for (const float probability : row)
        if (probability > 0)
            entropy -= double(probability) * std::log(double(probability));
    return std::max(kLeastWeight, std::log(double(row.size())) - entropy);
}

void voteOnEpoch(const std::vector<const ChannelOpinion *> &voters, EpochIndex epoch, std::span<float> out)
{
    std::vector<double> sum(out.size());
    double weights = 0;
    for (const ChannelOpinion *voter : voters) {
        const auto row = voter->proposal.row(epoch);
        if (std::isnan(row[0]))
            continue;
        const double weight = sureness(row);
        weights += weight;
        for (size_t c = 0; c < out.size(); ++c)
            sum[c] += weight * double(row[c]);
    }
    for (size_t c = 0; c < out.size(); ++c)
        out[c] = weights > 0 ? float(sum[c] / weights) : std::numeric_limits<float>::quiet_NaN();
}

double contradictedShare(const scoring::Proposal &one, const scoring::Proposal &vote)
{
    double compared = 0, contradicted = 0;
    for (EpochIndex i = 0; i < vote.size(); ++i)
        if (one.stage(i) != scoring::Stage::Unscored) {
            ++compared;
            contradicted += one.stage(i) != vote.stage(i);
        }
    return compared > 0 ? contradicted / compared : 0;
}

} // namespace

Vote voteOf(const std::vector<ChannelOpinion> &opinions)
{
    std::vector<const ChannelOpinion *> voters;
    for (const ChannelOpinion &one : opinions)
        if (!one.isBroken)
            voters.push_back(&one);
    if (voters.empty())
        for (const ChannelOpinion &one : opinions)
            voters.push_back(&one);
    Vote vote{opinions.front().proposal, {}};
    const size_t classes = vote.proposal.classes.size();
    for (EpochIndex i = 0; i < vote.proposal.size(); ++i)
        voteOnEpoch(voters, i, std::span(vote.proposal.probabilities).subspan(size_t(i) * classes, classes));
    for (const ChannelOpinion &one : opinions) {
        if (one.isBroken)
            vote.remarks << QStringLiteral("The EEG channel \"%1\" shows nothing that changes as sleep and wake do%2.")
                                .arg(one.channel,
                                     voters.size() < opinions.size() ? QStringLiteral("; it has no vote") : QString());
        else if (const double share = contradictedShare(one.proposal, vote.proposal);
                 share > kContradicted && voters.size() > 1)
            vote.remarks << QStringLiteral("The EEG channel \"%1\" stands against the others in %2 % of the recording. "
                                           "Look at it before you use it.")
                                .arg(one.channel)
                                .arg(100 * share, 0, 'f', 0);
    }
    return vote;
}

} // namespace somno::sdreamer
