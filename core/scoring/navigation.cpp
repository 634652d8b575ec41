// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scoring/navigation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace somno::scoring {

namespace {

/// Nearest epoch strictly after `from` at which `isStart` holds.
template <class IsStart>
std::optional<EpochIndex> next(const Hypnogram &hypnogram, EpochIndex from, IsStart isStart)
{
    for (EpochIndex i = std::clamp<EpochIndex>(from, -1, hypnogram.size()) + 1; i < hypnogram.size(); ++i)
        if (isStart(i))
            return i;
    return std::nullopt;
}

/// Nearest epoch strictly before `from` at which `isStart` holds.
template <class IsStart>
std::optional<EpochIndex> previous(const Hypnogram &hypnogram, EpochIndex from, IsStart isStart)
{
    for (EpochIndex i = std::clamp<EpochIndex>(from, 0, hypnogram.size()) - 1; i >= 0; --i)
        if (isStart(i))
            return i;
    return std::nullopt;
}

auto uncertainStart(const Hypnogram &hypnogram, double threshold)
{
    return [&hypnogram, threshold](EpochIndex i) {
        return isUncertain(hypnogram, i, threshold) && (i == 0 || !isUncertain(hypnogram, i - 1, threshold));
    };
}

auto boutStart(const Hypnogram &hypnogram)
{
    return [&hypnogram](EpochIndex i) { return i == 0 || hypnogram.stage(i) != hypnogram.stage(i - 1); };
}

auto unscoredStart(const Hypnogram &hypnogram)
{
    return [&hypnogram](EpochIndex i) { return hypnogram.stage(i) == Stage::Unscored && boutStart(hypnogram)(i); };
}

auto unreviewedStart(const Hypnogram &hypnogram)
{
    return [&hypnogram](EpochIndex i) {
        return awaitsReview(hypnogram.source(i)) && (boutStart(hypnogram)(i) || !awaitsReview(hypnogram.source(i - 1)));
    };
}

/// Mean over the epochs of a bout of which the model says something.
double supportOf(const Hypnogram &hypnogram, EpochRange bout)
{
    const Proposal &proposal = hypnogram.proposal();
    const auto column = std::ranges::find(proposal.classes, hypnogram.stage(bout.first)) - proposal.classes.begin();
    double sum = 0;
    EpochIndex known = 0;
    if (column < std::ssize(proposal.classes)) {
        for (EpochIndex i = bout.first; i < std::min(bout.last, proposal.size()); ++i) {
            const float probability = proposal.row(i)[size_t(column)];
            if (std::isnan(probability))
                continue;
            sum += double(probability);
            ++known;
        }
    }
    return known > 0 ? sum / double(known) : std::numeric_limits<double>::infinity();
}

bool comesBefore(const DoubtfulBout &a, const DoubtfulBout &b)
{
    return std::tie(a.support, a.range.first) < std::tie(b.support, b.range.first);
}

/// Hands over every bout that awaits review, in the order of time.
template <class Take>
void eachDoubtfulBout(const Hypnogram &hypnogram, Take take)
{
    for (EpochIndex first = 0, last = 0; first < hypnogram.size(); first = last) {
        while (last < hypnogram.size() && hypnogram.stage(last) == hypnogram.stage(first)
               && hypnogram.source(last) == hypnogram.source(first))
            ++last;
        if (awaitsReview(hypnogram.source(first)))
            take(DoubtfulBout{{first, last}, supportOf(hypnogram, {first, last})});
    }
}

} // namespace

bool isUncertain(const Hypnogram &hypnogram, EpochIndex epoch, double threshold)
{
    // Without a proposal the confidence is NaN, and NaN is below nothing.
    return hypnogram.source(epoch) == EpochSource::Automatic && hypnogram.confidence(epoch) < threshold;
}

std::optional<EpochIndex> nextUncertain(const Hypnogram &hypnogram, EpochIndex from, double threshold)
{
    return next(hypnogram, from, uncertainStart(hypnogram, threshold));
}

std::optional<EpochIndex> previousUncertain(const Hypnogram &hypnogram, EpochIndex from, double threshold)
{
    return previous(hypnogram, from, uncertainStart(hypnogram, threshold));
}

std::optional<EpochIndex> nextUnscored(const Hypnogram &hypnogram, EpochIndex from)
{
    return next(hypnogram, from, unscoredStart(hypnogram));
}

std::optional<EpochIndex> previousUnscored(const Hypnogram &hypnogram, EpochIndex from)
{
    return previous(hypnogram, from, unscoredStart(hypnogram));
}

std::optional<EpochIndex> nextBoutBoundary(const Hypnogram &hypnogram, EpochIndex from)
{
    return next(hypnogram, from, boutStart(hypnogram));
}

std::optional<EpochIndex> previousBoutBoundary(const Hypnogram &hypnogram, EpochIndex from)
{
    return previous(hypnogram, from, boutStart(hypnogram));
}

std::optional<EpochIndex> nextUnreviewed(const Hypnogram &hypnogram, EpochIndex from)
{
    return next(hypnogram, from, unreviewedStart(hypnogram));
}

std::optional<DoubtfulBout> nextInDoubt(const Hypnogram &hypnogram, const std::optional<DoubtfulBout> &after)
{
    std::optional<DoubtfulBout> found;
    eachDoubtfulBout(hypnogram, [&](const DoubtfulBout &bout) {
        if ((!after || comesBefore(*after, bout)) && (!found || comesBefore(bout, *found)))
            found = bout;
    });
    return found;
}

std::optional<DoubtfulBout> previousInDoubt(const Hypnogram &hypnogram, const DoubtfulBout &before)
{
    std::optional<DoubtfulBout> found;
    eachDoubtfulBout(hypnogram, [&](const DoubtfulBout &bout) {
        if (comesBefore(bout, before) && (!found || comesBefore(*found, bout)))
            found = bout;
    });
    return found;
}

std::vector<EpochRange> confidentRuns(const Hypnogram &hypnogram, double threshold)
{
    std::vector<EpochRange> runs;
    for (EpochIndex i = 0; i < hypnogram.size(); ++i) {
        // As float, so that a threshold of 0.95 takes in what the model gave 0.95; NaN reaches nothing.
        if (hypnogram.source(i) != EpochSource::Automatic || !(hypnogram.confidence(i) >= float(threshold))
            || hypnogram.proposal().stage(i) != hypnogram.stage(i))
            continue;
        if (runs.empty() || runs.back().last != i)
            runs.push_back({i, i});
        runs.back().last = i + 1;
    }
    return runs;
}

} // namespace somno::scoring
