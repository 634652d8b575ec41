// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdreamer/evaluator.h"

#include <QFileInfo>
#include <QJsonArray>
#include <algorithm>
#include <cmath>

#include "io/channelchoice.h"
#include "io/edfreader.h"
#include "io/labelformat.h"
#include "sdreamer/scorer.h"

namespace somno::sdreamer {

namespace {

constexpr int kBins = 10;

struct Scored {
    scoring::Hypnogram truth;
    scoring::Hypnogram model;
};

Result<Scored> scoreOne(const Network &network, const ManifestRecording &recording, Input input, const Progress &progress)
{
    const auto read = io::readRecording(recording.path, {}, progress);
    if (!read)
        return failure(read.error());
    const auto choice = io::chooseChannels(**read, recording.eeg, recording.emg);
    if (!choice)
        return failure(choice.error());
    ScoreOptions options;
    options.input = input;
    const auto proposal = score(**read, *choice, network, options, progress);
    if (!proposal)
        return failure(proposal.error());
    const auto truth = io::readLabels(recording.labels, proposal->epochSec, (*read)->durationSec());
    if (!truth)
        return failure(truth.error());
    Scored scored{*truth, scoring::Hypnogram::fromProposal(*proposal)};
    if (!recording.confirmed.empty())
        for (EpochIndex i = 0; i < scored.truth.size(); ++i)
            if (std::none_of(recording.confirmed.begin(), recording.confirmed.end(),
                             [&](const scoring::EpochRange &r) { return i >= r.first && i < r.last; }))
                scored.truth.set(i, scoring::Stage::Unscored, scoring::EpochSource::None);
    return scored;
}

/// Adds the scored epochs of one recording to the reliability bins (sums; divided later).
void addReliability(const Scored &scored, std::vector<ReliabilityBin> &bins)
{
    for (EpochIndex i = 0; i < std::min(scored.truth.size(), scored.model.size()); ++i) {
        scoring::Stage truth = scored.truth.stage(i);
        if (truth == scoring::Stage::Microarousal)
            truth = scoring::Stage::Wake;
        const scoring::Stage said = scored.model.stage(i);
        if (truth == scoring::Stage::Unscored || said == scoring::Stage::Unscored)
            continue;
        const float confidence = scored.model.confidence(i);
        ReliabilityBin &bin = bins[size_t(std::min(kBins - 1, int(confidence * kBins)))];
        ++bin.epochs;
        bin.meanConfidence += double(confidence);
        bin.accuracy += truth == said ? 1.0 : 0.0;
    }
}

void finishReliability(Evaluation &evaluation)
{
    qint64 total = 0;
    for (ReliabilityBin &bin : evaluation.reliability) {
        total += bin.epochs;
        if (bin.epochs > 0) {
            bin.meanConfidence /= double(bin.epochs);
            bin.accuracy /= double(bin.epochs);
        }
    }
    for (const ReliabilityBin &bin : evaluation.reliability)
        evaluation.ece += std::abs(bin.accuracy - bin.meanConfidence) * double(bin.epochs) / double(std::max<qint64>(total, 1));
}

} // namespace

Result<Evaluation> evaluate(const Network &network, const std::vector<ManifestRecording> &recordings, Input input,
                            const Progress &progress)
{
    if (recordings.empty())
        return failure(ErrorCode::TrainingDataInvalid, QStringLiteral("No recordings to evaluate on."),
                       QStringLiteral("The manifest's split that was asked for is empty."));
    Evaluation evaluation;
    evaluation.reliability.resize(kBins);
    Progress inner = progress;
    inner.report = nullptr; // the recordings are the unit of progress here
    for (const ManifestRecording &recording : recordings) {
        const auto scored = scoreOne(network, recording, input, inner);
        if (!scored)
            return failure(scored.error());
        const auto agreement = scoring::compareScorings(scored->truth, scored->model);
        if (!agreement)
            return failure(agreement.error().code, QStringLiteral("%1: %2").arg(recording.path, agreement.error().message),
                           agreement.error().detail);
        evaluation.pooled = evaluation.recordings.empty() ? *agreement : evaluation.pooled.pooledWith(*agreement);
        evaluation.recordings.push_back({recording.path, recording.subject, *agreement});
        addReliability(*scored, evaluation.reliability);
        progress.advance(QStringLiteral("evaluate"), qint64(evaluation.recordings.size()), qint64(recordings.size()));
    }
    finishReliability(evaluation);
    qint64 largest = 0;
    for (const scoring::ClassFigures &figures : evaluation.pooled.perClass)
        largest = std::max(largest, figures.support);
    evaluation.majorityAccuracy = double(largest) / double(std::max<qint64>(evaluation.pooled.compared, 1));
    return evaluation;
}

QJsonObject Evaluation::toJson() const
{
    QJsonArray each;
    for (const RecordingEvaluation &one : recordings) {
        QJsonObject object = one.agreement.toJson();
        object.insert(QStringLiteral("path"), QFileInfo(one.path).fileName());
        object.insert(QStringLiteral("subject"), one.subject);
        each.append(object);
    }
    QJsonArray bins;
    for (const ReliabilityBin &bin : reliability)
        bins.append(QJsonObject{{QStringLiteral("epochs"), bin.epochs},
                                {QStringLiteral("mean_confidence"), bin.meanConfidence},
                                {QStringLiteral("accuracy"), bin.accuracy}});
    return {{QStringLiteral("pooled"), pooled.toJson()},
            {QStringLiteral("recordings"), each},
            {QStringLiteral("ece"), ece},
            {QStringLiteral("reliability"), bins},
            {QStringLiteral("majority_accuracy"), majorityAccuracy}};
}

} // namespace somno::sdreamer
