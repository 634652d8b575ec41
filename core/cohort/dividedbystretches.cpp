// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/dividedbystretches.h"

#include <QHash>
#include <algorithm>

#include "core/cohort/findings.h"
#include "core/cohort/labelledrecording.h"
#include "core/cohort/trainingset.h"
#include "core/recordings/contentdigest.h"

namespace somno::sdreamer {

namespace {

/// Labels as the window's division takes them, one to one with the entries that they are of.
struct Labels {
    std::vector<ManifestRecording> entries;
    std::vector<learning::OfferedScoring> offered;
};

learning::OfferedScoring offerOf(const ManifestRecording &entry, scoring::Hypnogram labels)
{
    for (EpochIndex i = 0; i < labels.size(); ++i) // whoever wrote the manifest says that they count
        if (labels.stage(i) != scoring::Stage::Unscored)
            labels.set(i, labels.stage(i), scoring::EpochSource::Imported);
    return {entry.path, entry.eeg, entry.emg, entry.subject, entry.scorer, std::move(labels), false, {}, false};
}

Result<Labels> readLabels(const Manifest &manifest, const std::vector<scoring::LearnedRecording> &learned,
                          const Progress &progress)
{
    Progress quiet = progress; // what is wrong with a label file is told when it is used
    quiet.warn = nullptr;
    QHash<QString, QString> digests;
    Labels all;
    for (const ManifestRecording &entry : manifest.recordings()) {
        auto labelled = openLabelled(entry, quiet);
        if (!labelled)
            return failure(labelled.error());
        if (!labelled->hasLabels())
            continue;
        if (!learned.empty() && !digests.contains(entry.path)) {
            const auto digest = io::contentDigest(entry.path);
            if (!digest)
                return failure(digest.error());
            digests.insert(entry.path, QString::fromLatin1(*digest));
        }
        all.entries.push_back(entry);
        all.offered.push_back(offerOf(entry, std::move(labelled->labels)));
        learning::markLearned(all.offered.back(), digests.value(entry.path), learned);
    }
    return all;
}

std::vector<ManifestRecording> entriesOf(const learning::TrainingSet &set, const std::vector<ManifestRecording> &whole)
{
    std::vector<ManifestRecording> entries;
    for (size_t i = 0; i < whole.size(); ++i)
        for (const Split split : learning::kSplits) {
            if (set.ranges(i, split).empty()) // an empty list would mean all of it
                continue;
            ManifestRecording entry = whole[i];
            entry.confirmed = set.ranges(i, split);
            entry.split = split;
            entries.push_back(std::move(entry));
        }
    return entries;
}

QString inWords(const learning::TrainingSet &set, const QString &file)
{
    const auto minutes = [](qint64 seconds) { return QString::number(double(seconds) / 60, 'f', 1); };
    const auto part = [&](learning::Split split) { return minutes(set.secondsOfSplit(split).total()); };
    return QStringLiteral("%1 names no splits and is of fewer than three animals: its labels are divided by stretches, "
                          "%2 min to learn from, %3 min to "
                          "choose the best weights by and %4 min to judge by; %5 min between them are left out.")
        .arg(file, part(learning::Split::Train), part(learning::Split::Validation), part(learning::Split::Test),
             minutes(set.guardSec()));
}

} // namespace

Result<Manifest> dividedByStretches(const Manifest &manifest, const QString &file,
                                    const std::vector<scoring::LearnedRecording> &learned, const Progress &progress)
{
    const auto labels = readLabels(manifest, learned, progress);
    if (!labels)
        return failure(labels.error());
    learning::Selection selection;
    selection.importedCounts = true;
    const auto set
        = learning::TrainingSet::build(labels->offered, selection, learning::kSplitSeed, learning::SplitBy::Blocks);
    const auto findings = learning::findingsOf(set); // blocking ones first
    if (learning::isBlocked(findings))
        return failure(
            ErrorCode::TrainingDataInvalid,
            QStringLiteral("The labels of %1 cannot be divided into a part to learn from and one to judge by.")
                .arg(file),
            findings.front().text);
    progress.warning(inWords(set, file));
    for (const learning::Finding &finding : findings)
        progress.warning(finding.text);
    return manifest.dividedInto(entriesOf(set, labels->entries), file);
}

bool Manifest::isDivided() const
{
    return isSplitByEntry()
           || std::ranges::any_of(m_subjects, [](const QStringList &subjects) { return !subjects.isEmpty(); });
}

Result<Manifest> Manifest::dividedInto(std::vector<ManifestRecording> entries, const QString &file) const
{
    Manifest divided;
    divided.m_recordings = std::move(entries);
    if (auto taken = divided.takeEntrySplits(file); !taken)
        return failure(taken.error());
    return divided;
}

} // namespace somno::sdreamer
