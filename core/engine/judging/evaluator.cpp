// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/judging/evaluator.h"

#include <QFileInfo>
#include <QJsonArray>
#include <algorithm>
#include <cmath>
#include <functional>

#include "core/cohort/labelledrecording.h"
#include "core/engine/decision/rules.h"
#include "core/engine/decision/scorer.h"
#include "core/scoring/scorerjitter.h"

namespace somno::sdreamer {

namespace {

using scoring::Agreement;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Proposal;
using scoring::Stage;

using Scorer = std::function<Result<Proposal>(const LabelledRecording &, const Progress &)>;

/// One recording's labels and what was said of it; the labels hold only epochs that all who were asked say something
/// of.
struct Compared {
    Hypnogram truth;
    Proposal model;
    Proposal rules; ///< empty where they were not asked
};

enum class Beside { Rules, Nothing };

bool says(const Proposal &proposal, EpochIndex epoch)
{
    return epoch < proposal.size() && proposal.stage(epoch) != Stage::Unscored;
}

Result<Compared> compareOne(const Scorer &scorer, const ManifestRecording &recording, Beside beside,
                            const Progress &progress)
{
    auto opened = openLabelled(recording, progress);
    if (!opened)
        return failure(opened.error());
    Compared compared{opened->labels, {}, {}};
    if (!opened->hasLabels())
        return compared;
    auto model = scorer(*opened, progress);
    if (!model)
        return failure(model.error());
    compared.model = std::move(*model);
    if (beside == Beside::Rules) {
        Progress silent = progress; // what is wrong with a channel has been said
        silent.warn = nullptr;
        auto rules = scoreByRules(*opened->recording, opened->choice, 1, silent);
        if (!rules)
            return failure(rules.error());
        compared.rules = std::move(*rules);
    }
    for (EpochIndex i = 0; i < compared.truth.size(); ++i)
        if (!says(compared.model, i) || (beside == Beside::Rules && !says(compared.rules, i)))
            compared.truth.set(i, Stage::Unscored, EpochSource::None);
    return compared;
}

/// Calls `take` with every recording that has a labelled epoch.
Result<> forEachRecording(const Scorer &scorer, const std::vector<ManifestRecording> &recordings, Beside beside,
                          const Progress &progress,
                          const std::function<void(const ManifestRecording &, const Compared &)> &take)
{
    if (recordings.empty())
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("No recordings to evaluate on."),
                       QStringLiteral("The manifest's split that was asked for is empty."));
    if (auto present = requireFiles(recordings); !present)
        return present;
    Progress inner = progress;
    inner.report = nullptr; // the recordings are the unit of progress here
    qint64 done = 0, taken = 0;
    for (const ManifestRecording &recording : recordings) {
        const auto compared = compareOne(scorer, recording, beside, inner);
        if (!compared)
            return failure(compared.error());
        if (compared->truth.count(Stage::Unscored) < compared->truth.size()) {
            take(recording, *compared);
            ++taken;
        } else {
            progress.warning(QStringLiteral("%1 has no epoch that is labelled, confirmed and scored; it is left out.")
                                 .arg(recording.path));
        }
        progress.advance(QStringLiteral("evaluate"), ++done, qint64(recordings.size()));
    }
    if (taken == 0)
        return failure(ErrorCode::TrainingDataInvalid,
                       QStringLiteral("No recording has an epoch that is labelled, confirmed and scored."),
                       QStringLiteral("Looked at %1 recordings, the first being %2. Check \"labels\" and \"confirmed\" "
                                      "in the manifest, and whether the "
                                      "channels that are asked for hold a signal.")
                           .arg(recordings.size())
                           .arg(recordings.front().path));
    return {};
}

/// Pools agreements that are known to exist: `truth` and `other` share a scored epoch.
Agreement pool(std::optional<Agreement> &sum, const Hypnogram &truth, const Hypnogram &other)
{
    const Agreement one = scoring::compareScorings(truth, other).value_or(Agreement());
    sum = sum ? sum->pooledWith(one) : one;
    return one;
}

/// The agreement of always saying the most frequent stage, on the epochs of another.
Agreement alwaysMostFrequent(const Agreement &pooled)
{
    size_t most = 0;
    for (size_t c = 0; c < pooled.perClass.size(); ++c)
        if (pooled.perClass[c].support > pooled.perClass[most].support)
            most = c;
    std::vector<std::vector<qint64>> confusion(pooled.classes.size(), std::vector<qint64>(pooled.classes.size(), 0));
    for (size_t c = 0; c < pooled.perClass.size(); ++c)
        confusion[c][most] = pooled.perClass[c].support;
    return Agreement::fromConfusion(pooled.classes, std::move(confusion), pooled.excluded);
}

Result<Evaluation> evaluateScorer(const Scorer &scorer, const std::vector<ManifestRecording> &recordings,
                                  double temperature, const Progress &progress)
{
    Evaluation evaluation;
    evaluation.temperature = temperature;
    std::optional<Agreement> pooled, rules, ceiling;
    LabelledRows before, after;
    bool allSimulated = true;
    const auto done = forEachRecording(
        scorer, recordings, Beside::Rules, progress, [&](const ManifestRecording &recording, const Compared &compared) {
            const Proposal model = tempered(compared.model, temperature);
            const Agreement agreement = pool(pooled, compared.truth, Hypnogram::fromProposal(model));
            const Agreement ofRules = pool(rules, compared.truth, Hypnogram::fromProposal(compared.rules));
            pool(ceiling, compared.truth, scoring::jittered(compared.truth, evaluation.recordings.size() + 1));
            before.append(compared.model, compared.truth);
            after.append(model, compared.truth);
            allSimulated = allSimulated && recording.scorer == QLatin1String("simulator");
            evaluation.recordings.push_back({recording.path, recording.subject, agreement, ofRules});
        });
    if (!done)
        return failure(done.error());
    evaluation.pooled = *pooled;
    evaluation.rules = *rules;
    if (allSimulated)
        evaluation.ceiling = ceiling;
    evaluation.majority = alwaysMostFrequent(*pooled);
    evaluation.majorityAccuracy = evaluation.majority.accuracy;
    evaluation.eceBefore = calibrationError(reliabilityOf(before));
    evaluation.reliability = reliabilityOf(after);
    evaluation.ece = calibrationError(evaluation.reliability);
    return evaluation;
}

Scorer scorerOf(const Network &network, Input input, int views, const Committee *committee)
{
    return [&network, input, views, committee](const LabelledRecording &labelled, const Progress &progress) {
        ScoreOptions options;
        options.input = input;
        options.views = views;
        options.committee = committee;
        options.only = labelled.labelledRanges();
        return score(*labelled.recording, labelled.choice, network, options, progress);
    };
}

} // namespace

Result<Evaluation> evaluate(const Network &network, const std::vector<ManifestRecording> &recordings, Input input,
                            const Progress &progress, double temperature, int views, const Committee *committee)
{
    const bool decides = committee && committee->knows(input); // and is calibrated by itself
    return evaluateScorer(scorerOf(network, input, views, committee), recordings, decides ? 1 : temperature, progress);
}

Result<Evaluation> evaluateRules(const std::vector<ManifestRecording> &recordings, const Progress &progress)
{
    return evaluateScorer(
        [](const LabelledRecording &labelled, const Progress &inner) {
            return scoreByRules(*labelled.recording, labelled.choice, 1, inner);
        },
        recordings, 1, progress);
}

Result<LabelledRows> labelledRows(const Network &network, const std::vector<ManifestRecording> &recordings, Input input,
                                  const Progress &progress)
{
    LabelledRows rows;
    const auto done = forEachRecording(
        scorerOf(network, input, kUsualViews, nullptr), recordings, Beside::Nothing, progress,
        [&](const ManifestRecording &, const Compared &compared) { rows.append(compared.model, compared.truth); });
    if (!done)
        return failure(done.error());
    return rows;
}

QJsonObject Evaluation::toJson() const
{
    QJsonArray each;
    for (const RecordingEvaluation &one : recordings) {
        QJsonObject object = one.agreement.toJson();
        object.insert(QStringLiteral("path"), QFileInfo(one.path).fileName());
        object.insert(QStringLiteral("subject"), one.subject);
        object.insert(QStringLiteral("rules"), one.rules.toJson());
        each.append(object);
    }
    QJsonArray bins;
    for (const ReliabilityBin &bin : reliability)
        bins.append(QJsonObject{{QStringLiteral("epochs"), bin.epochs},
                                {QStringLiteral("mean_confidence"), bin.meanConfidence},
                                {QStringLiteral("accuracy"), bin.accuracy}});
    QJsonObject object{{QStringLiteral("pooled"), pooled.toJson()},
                       {QStringLiteral("recordings"), each},
                       {QStringLiteral("ece"), ece},
                       {QStringLiteral("reliability"), bins},
                       {QStringLiteral("majority_accuracy"), majorityAccuracy},
                       {QStringLiteral("calibration"), QJsonObject{{QStringLiteral("temperature"), temperature},
                                                                   {QStringLiteral("ece_before"), eceBefore},
                                                                   {QStringLiteral("ece_after"), ece}}},
                       {QStringLiteral("baselines"), QJsonObject{{QStringLiteral("rules"), rules.toJson()},
                                                                 {QStringLiteral("majority"), majority.toJson()}}}};
    if (ceiling)
        object.insert(QStringLiteral("ceiling"), ceiling->toJson());
    return object;
}

Result<> checkRecordings(const std::vector<ManifestRecording> &recordings, const Progress &progress)
{
    Progress silent = progress; // the evaluation itself will warn
    silent.warn = nullptr;
    for (const ManifestRecording &recording : recordings)
        if (auto opened = openLabelled(recording, silent); !opened)
            return failure(opened.error());
    return {};
}

} // namespace somno::sdreamer
