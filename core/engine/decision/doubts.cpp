// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/decision/doubts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/engine/decision/committeedecision.h"
#include "core/engine/decision/rules.h"
#include "core/engine/decision/finitevalues.h"

namespace somno::sdreamer {

namespace {

using scoring::Stage;

// Of white noise, means over eleven seconds keep a variance of 1 / 11.
constexpr int kSmoothHalf = 5;
constexpr double kLeastStructure = 0.14; ///< that a channel must have in one of its features
constexpr double kFarOut = 3.5;          ///< standard deviations of the animals learned from
constexpr double kFarOutShare = 0.12;    ///< of what describes a recording
constexpr double kContradicted = 0.14; ///< share of the seconds: channels that are swapped reach it, few sound ones do
constexpr double kAloneContradicted = 0.3; ///< by the head of one signal
constexpr double kRulesContradict = 0.5;   ///< of those in which rules and decision differ
constexpr double kAwake = 0.97;            ///< share of Wake above which the rules mean nothing: they expect two states
constexpr EpochIndex kEnoughNremSec = 1800, kEnoughSec = 1200;
constexpr EpochIndex kShortestSec = 600;
constexpr double kHardlyAny = 0.003;

/// How much of a feature's variance lasts for longer than seconds, as sleep and wake do; 1 where the feature is
/// missing, or the recording so short that one stage may fill it.
double structureOf(std::initializer_list<const std::vector<float> *> features)
{
    if ((*features.begin())->size() < size_t(kShortestSec))
        return 1;
    double most = 0;
    bool any = false;
    for (const auto *values : features)
        if (const double all = varianceOf(*values); all > 1e-9) {
            any = true;
            most = std::max(most, varianceOf(smoothed(*values, kSmoothHalf)) / all);
        }
    return any ? most : 1;
}

/// Share of what describes the recording that lies far outside of what was learned from.
double farOutShare(const Evidence &evidence, const Judge &judge, Input input)
{
    const EvidenceRows rows(evidence, input);
    const size_t width = EvidenceRows::width(input), facts = EvidenceRows::recordingWidth(input);
    std::vector<float> row(width);
    rows.row(0, row);
    judge.standardise(row);
    const auto far = std::count_if(row.end() - std::ptrdiff_t(facts), row.end(),
                                   [](float value) { return std::abs(double(value)) > kFarOut; });
    return double(far) / double(facts);
}

struct Shares {
    double seconds = 0, confidence = 0, contradicted = 0;
    std::array<double, 3> stages{};
};

Shares sharesOf(const std::vector<float> &network, const scoring::Proposal &decided)
{
    Shares shares;
    for (EpochIndex i = 0; i < decided.size(); ++i) {
        const auto row = decided.row(i);
        if (std::isnan(row[0]))
            continue;
        const auto stage = std::max_element(row.begin(), row.end()) - row.begin();
        ++shares.seconds;
        shares.confidence += double(row[size_t(stage)]);
        ++shares.stages[size_t(stage)];
        const auto first = network.begin() + std::ptrdiff_t(i) * 3;
        if (!network.empty() && std::max_element(first, first + 3) - first != stage)
            ++shares.contradicted;
    }
    return shares;
}

QString percent(double share)
{
    return QString::number(100 * share, 'f', 0);
}

void addMissingStages(const Shares &shares, QStringList &doubts)
{
    const auto [wake, nrem, rem] = shares.stages;
    const double sleep = nrem + rem;
    if (shares.seconds >= double(kEnoughSec) && sleep < kHardlyAny * shares.seconds)
        doubts << QStringLiteral(
            "Hardly any sleep was found. If the animal slept, check the channels, or label ten minutes "
            "with sleep in them and teach the model.");
    else if (shares.seconds >= double(kEnoughSec) && wake < kHardlyAny * shares.seconds)
        doubts << QStringLiteral(
            "Hardly any wake was found. If the animal was awake, check the channels, or label ten minutes "
            "with wake in them and teach the model.");
    else if (nrem >= double(kEnoughNremSec) && rem < kHardlyAny * sleep)
        doubts << QStringLiteral("Hardly any REM was found in %1 h of sleep. If the animal had REM, label some of it "
                                 "and teach the model.")
                      .arg(sleep / 3600, 0, 'f', 1);
}

/// Where the model and those who know only how the recording differs within itself part over most of it.
void addContradictions(const Evidence &evidence, Input input, const Shares &shares, const scoring::Proposal &decided,
                       QStringList &doubts)
{
    if (shares.contradicted > (input == Input::Both ? kContradicted : kAloneContradicted) * shares.seconds) {
        doubts << QStringLiteral(
                      "The network and the whole of the model disagree in %1 % of the recording. Check whether the "
                      "channels are the right ones and not swapped, or label ten minutes and teach the model.")
                      .arg(percent(shares.contradicted / shares.seconds));
        return;
    }
    if (input != Input::Both) // the rules need both signals
        return;
    const scoring::Proposal rules = applyRules(evidence.signal);
    double differ = 0;
    for (EpochIndex i = 0; i < decided.size(); ++i)
        differ += decided.stage(i) != Stage::Unscored && rules.stage(i) != decided.stage(i) ? 1 : 0;
    if (differ > kRulesContradict * shares.seconds && shares.stages[0] < kAwake * shares.seconds)
        doubts << QStringLiteral(
                      "Rules that compare the recording with itself say something else in %1 % of it. Check the "
                      "channels, or label ten minutes and teach the model.")
                      .arg(percent(differ / shares.seconds));
}

} // namespace

bool showsNoSleep(const SignalFeatures &s)
{
    return structureOf({&s.delta, &s.lowTheta, &s.theta, &s.sigma, &s.beta, &s.fast}) < kLeastStructure;
}

bool showsNoTone(const SignalFeatures &s)
{
    return structureOf({&s.emgTone, &s.emgLevel}) < kLeastStructure;
}

QStringList doubtsOf(const Evidence &evidence, const Committee &committee, Input input,
                     const scoring::Proposal &decided)
{
    QStringList doubts;
    const SignalFeatures &s = evidence.signal;
    const HeadLogits &heads = evidence.heads;
    const Shares shares = sharesOf(input == Input::Both  ? heads.mix
                                   : input == Input::Eeg ? heads.eeg
                                                         : heads.emg,
                                   decided);
    if (shares.seconds < 60)
        return doubts;
    if (input != Input::Emg && showsNoSleep(s))
        doubts << QStringLiteral(
            "The EEG channel shows nothing that changes as sleep and wake do, so that the EMG alone "
            "decided if there is one. Choose another channel.");
    if (input != Input::Eeg && showsNoTone(s))
        doubts << QStringLiteral(
            "The EMG channel shows nothing that changes as sleep and wake do, so that the EEG alone "
            "decided if there is one. Choose another channel.");
    if (farOutShare(evidence, committee.judges.at(input), input) > kFarOutShare)
        doubts << QStringLiteral("This recording is unlike all that the model learned from. Check the channels, or "
                                 "label ten minutes and teach the model.");
    const Input deciding = decidingInput(committee, evidence, input);
    if (deciding == input)
        addContradictions(evidence, input, shares, decided, doubts);
    const double usual = committee.judges.at(deciding).usualConfidence;
    if (shares.confidence < usual * shares.seconds)
        doubts << QStringLiteral(
                      "The model is less sure here than in most recordings: its mean confidence is %1, where 19 in "
                      "20 reach %2. Correct the doubtful epochs first, or label ten minutes and teach the model.")
                      .arg(shares.confidence / shares.seconds, 0, 'f', 2)
                      .arg(usual, 0, 'f', 2);
    if (shares.seconds < double(kShortestSec))
        doubts << QStringLiteral(
                      "The recording holds only %1 min. The model compares a recording with itself, and in so little "
                      "a stage to compare with may be missing: look at it yourself.")
                      .arg(shares.seconds / 60, 0, 'f', 1);
    addMissingStages(shares, doubts);
    return doubts;
}

} // namespace somno::sdreamer
