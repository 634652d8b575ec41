// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/work/labelstock.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <algorithm>

#include "core/project/projectscorings.h"
#include "core/work/modelfolder.h"

namespace somno::ui {

using namespace learning;

namespace {

StoredScoring scoringOf(const store::RecordingEntry &recording, const QString &scorer,
                        const scoring::Hypnogram &hypnogram, bool missing)
{
    StoredScoring stored;
    stored.recordingId = recording.id;
    stored.recording = recording.label;
    stored.digest = QString::fromLatin1(recording.digest);
    stored.offer
        = {recording.path, recording.eegLabel, recording.emgLabel, recording.subject, scorer, hypnogram, missing, {},
           false};
    stored.offer.said = io::OpenOptions::fromJson(QJsonDocument::fromJson(recording.openedAs.toUtf8()).object());
    stored.seconds = scoring::secondsBySource(hypnogram);
    return stored;
}

void applyMoves(TrainingSet &set, const LabelChoice &choice)
{
    SplitPlan plan = set.plan();
    for (auto &[subject, split] : plan.subjects)
        if (const auto moved = choice.subjects.find(subject); moved != choice.subjects.end())
            split = moved->second;
    for (SplitBlock &block : plan.blocks)
        for (const SplitBlock &moved : choice.blocks)
            if (moved.path == block.path && moved.range == block.range)
                block.split = moved.split;
    if (!(plan == set.plan()))
        set.setPlan(std::move(plan));
}

std::optional<LabelFigures> figuresOf(const TrainingSet &set, const OfferedScoring &offer)
{
    const auto items = set.items();
    const auto item = std::ranges::find_if(
        items, [&](const TrainingItem &i) { return i.path == offer.path && i.scorer == offer.scorer; });
    if (item == items.end())
        return std::nullopt;
    const auto index = size_t(item - items.begin());
    LabelFigures figures{set.secondsOfItem(index), {}};
    for (const Split split : kSplits)
        figures.splitSec[size_t(split)] = sizeOf(set.ranges(index, split));
    return figures;
}

} // namespace

Result<LabelStock> readLabelStock(store::ProjectStore &project)
{
    const auto recordings = store::ProjectScorings(project).read();
    if (!recordings)
        return failure(recordings.error());
    LabelStock stock;
    for (const store::RecordingScorings &recording : *recordings) {
        const bool missing = !QFileInfo::exists(recording.recording.path);
        for (const store::ScorerScoring &scoring : recording.scorings)
            stock.scorings.push_back(scoringOf(recording.recording, scoring.scorer, scoring.hypnogram, missing));
        if (recording.scorings.empty())
            stock.scorings.push_back(scoringOf(recording.recording, {}, {}, missing));
        for (const Error &error : recording.unreadable)
            stock.problems << error.message;
    }
    return stock;
}

LabelView viewLabels(const LabelStock &stock, const LabelChoice &choice)
{
    const std::vector<scoring::LearnedRecording> learned = readLearned(choice.baseModel);
    std::vector<OfferedScoring> offered;
    for (const StoredScoring &scoring : stock.scorings)
        if (!scoring.offer.scorer.isEmpty() && !choice.leftOut.contains(scoring.key())) {
            offered.push_back(scoring.offer);
            markLearned(offered.back(), scoring.digest, learned);
        }
    LabelView view;
    view.set = TrainingSet::build(offered, {{}, {}, {}, choice.importedCounts}, kSplitSeed, choice.by);
    applyMoves(view.set, choice);
    view.findings = findingsOf(view.set);
    for (const StoredScoring &scoring : stock.scorings)
        view.figures.push_back(figuresOf(view.set, scoring.offer));
    return view;
}

} // namespace somno::ui
