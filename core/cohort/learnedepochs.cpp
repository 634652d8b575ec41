// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/learnedepochs.h"

#include <QHash>
#include <algorithm>
#include <cmath>

#include "core/recordings/contentdigest.h"
#include "core/recordings/recordingfile.h"

namespace somno::sdreamer {

using scoring::LearnedRecording;
using scoring::Ranges;

namespace {

/// The epochs of an entry that count, whether or not they are labelled.
Result<Ranges> rangesOf(const ManifestRecording &recording)
{
    if (!recording.confirmed.empty())
        return scoring::united(recording.confirmed);
    const auto opened = io::openRecording(recording.path, {}, recording.said);
    if (!opened)
        return failure(opened.error());
    return Ranges{{0, std::max<EpochIndex>(1, EpochIndex(std::ceil((*opened)->durationSec())))}};
}

/// Digests of files, each read once.
class Digests {
public:
    Result<QString> of(const QString &path)
    {
        if (const auto known = m_known.constFind(path); known != m_known.constEnd())
            return *known;
        const auto digest = io::contentDigest(path);
        if (!digest)
            return failure(digest.error());
        return *m_known.insert(path, QString::fromLatin1(*digest));
    }

private:
    QHash<QString, QString> m_known;
};

} // namespace

Result<std::vector<LearnedRecording>> learnedFrom(const std::vector<ManifestRecording> &recordings,
                                                  const std::vector<LearnedRecording> &before)
{
    std::vector<LearnedRecording> learned = before;
    Digests digests;
    for (const ManifestRecording &recording : recordings) {
        const auto digest = digests.of(recording.path);
        if (!digest)
            return failure(digest.error());
        addLearned(learned, {*digest, recording.subject, scoring::united(recording.confirmed)});
    }
    return learned;
}

Result<FreshRecordings> withoutLearned(const std::vector<ManifestRecording> &recordings,
                                       const std::vector<LearnedRecording> &learned)
{
    if (learned.empty())
        return FreshRecordings{recordings, 0};
    FreshRecordings fresh;
    Digests digests;
    for (const ManifestRecording &recording : recordings) {
        const auto digest = digests.of(recording.path);
        if (!digest)
            return failure(digest.error());
        const auto known = std::ranges::find(learned, *digest, &LearnedRecording::digest);
        if (known == learned.end()) {
            fresh.recordings.push_back(recording);
            continue;
        }
        const auto all = rangesOf(recording);
        if (!all)
            return failure(all.error());
        ManifestRecording rest = recording;
        rest.confirmed
            = known->ranges.empty() ? Ranges() : difference(*all, widened(known->ranges, learning::kSplitGuardSec));
        fresh.touched += sizeOf(rest.confirmed) < sizeOf(*all);
        if (!rest.confirmed.empty()) // an empty list would mean all of it
            fresh.recordings.push_back(std::move(rest));
    }
    return fresh;
}

} // namespace somno::sdreamer
