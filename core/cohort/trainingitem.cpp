// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/trainingitem.h"

#include <QFileInfo>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/scoring/learnedclass.h"

namespace somno::learning {

using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Stage;

namespace {

constexpr double kGridTolerance = 1e-6; ///< seconds; epochs of 0.1 s do not add up to whole seconds exactly

bool counts(EpochSource source, bool importedCounts)
{
    return scoring::isReviewed(source) || (importedCounts && source == EpochSource::Imported);
}

/// The epochs that a second touches.
EpochRange epochsOfSecond(qint64 second, const Hypnogram &scoring)
{
    const double first = std::floor((double(second) + kGridTolerance) / scoring.epochSec());
    const double last = std::ceil((double(second) + 1 - kGridTolerance) / scoring.epochSec());
    return {EpochIndex(first), std::min(EpochIndex(last), scoring.size())};
}

} // namespace

bool Selection::takes(const OfferedScoring &offer) const
{
    return !leftOutRecordings.contains(offer.path) && !leftOutSubjects.contains(offer.subject)
           && !leftOutScorers.contains(offer.scorer);
}

void markLearned(OfferedScoring &offer, const QString &digest, const std::vector<scoring::LearnedRecording> &learned)
{
    constexpr EpochIndex kWhole = std::numeric_limits<EpochIndex>::max() / 2;
    for (const scoring::LearnedRecording &one : learned) {
        offer.knownAnimal = offer.knownAnimal || one.subject == offer.subject;
        if (one.digest == digest)
            offer.learned = one.ranges.empty() ? Ranges{{0, kWhole}} : one.ranges;
    }
}

Hypnogram usableLabels(const Hypnogram &scoring, bool importedCounts)
{
    const double endSec = double(scoring.size()) * scoring.epochSec();
    Hypnogram labels(EpochIndex(std::floor(endSec + kGridTolerance)), 1, scoring.stageSet());
    for (EpochIndex second = 0; second < labels.size(); ++second) {
        const EpochRange touched = epochsOfSecond(second, scoring);
        bool usable = !touched.isEmpty() && scoring::learnedClass(scoring.stage(touched.first)) != Stage::Unscored;
        for (EpochIndex i = touched.first; i < touched.last && usable; ++i)
            usable = counts(scoring.source(i), importedCounts) && scoring.stage(i) == scoring.stage(touched.first);
        if (usable)
            labels.set(second, scoring.stage(touched.first), scoring.source(touched.first));
    }
    return labels;
}

std::optional<TrainingItem> itemOf(const OfferedScoring &offer, bool importedCounts)
{
    TrainingItem item{offer.path,
                      offer.eeg,
                      offer.emg,
                      offer.subject,
                      offer.scorer,
                      usableLabels(offer.hypnogram, importedCounts),
                      {},
                      offer.learned,
                      offer.knownAnimal || !offer.learned.empty(),
                      offer.said};
    if (item.subject.isEmpty()) // then the recording is an animal of its own
        item.subject = QFileInfo(item.path).completeBaseName();
    for (const EpochRange &bout : item.labels.bouts())
        if (item.labels.stage(bout.first) != Stage::Unscored)
            item.usable.push_back(bout);
    item.usable = united(std::move(item.usable));
    return item.usable.empty() ? std::nullopt : std::optional(std::move(item));
}

StageSeconds secondsIn(const TrainingItem &item, const Ranges &ranges)
{
    StageSeconds seconds;
    for (const EpochRange &range : ranges)
        for (EpochIndex i = range.first; i < std::min(range.last, item.labels.size()); ++i)
            seconds.add(item.labels.stage(i));
    return seconds;
}

Disagreement disagreementOf(const TrainingItem &a, const TrainingItem &b)
{
    Disagreement result;
    for (const EpochRange &range : intersection(a.usable, b.usable)) {
        result.compared += range.size();
        for (EpochIndex i = range.first; i < range.last; ++i)
            result.different += scoring::learnedClass(a.labels.stage(i)) != scoring::learnedClass(b.labels.stage(i));
    }
    return result;
}

} // namespace somno::learning
