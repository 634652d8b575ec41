// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/labelledstretches.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/cohort/nextstretches.h"

namespace somno::sdreamer {

namespace {

using scoring::EpochRange;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Ranges;

constexpr double kStretchMin = 5, kShortestMin = 2;
constexpr double kFewestStretches = 6;
constexpr size_t kValidationOf = 4, kValidationAt = 2; // every fourth stretch, beginning with the third
constexpr EpochIndex kBlockEpochs = EpochIndex(15) * 60;
constexpr EpochIndex kFewestBlocks = 8; ///< so that three train, one validates, and as many test

QJsonArray pairs(const Ranges &ranges)
{
    QJsonArray all;
    for (const EpochRange &range : ranges)
        all.append(QJsonArray{range.first, range.last - 1}); // a manifest counts both ends
    return all;
}

Ranges joined(Ranges a, const Ranges &b)
{
    a.insert(a.end(), b.begin(), b.end());
    return scoring::united(std::move(a));
}

/// The middle of a range.
EpochRange middleOf(EpochRange range, EpochIndex length)
{
    const EpochIndex first = range.first + (range.size() - length) / 2;
    return {first, first + length};
}

/// One part of the pool while it is labelled.
struct Quota {
    const Ranges *pool = nullptr;
    Ranges *chosen = nullptr;
    EpochIndex left = 0;
};

/// What of a proposed stretch is still wanted; empty where nothing is.
EpochRange wanted(const EpochRange &stretch, const Quota &quota)
{
    const Ranges within = scoring::intersection({stretch}, *quota.pool);
    return within.empty()
               ? EpochRange()
               : EpochRange{within.front().first, std::min(within.front().last, within.front().first + quota.left)};
}

/// The most worthwhile stretch that is wanted, taken from its quota; empty where none is left.
EpochRange takeNext(const Hypnogram &known, std::span<Quota> quotas)
{
    const std::array sources{learning::StretchSource{0, {}, learning::stretchesOf(known)}};
    for (const learning::NextStretch &next :
         learning::nextStretches(sources, {std::numeric_limits<size_t>::max(), false}))
        for (Quota &quota : quotas)
            if (const EpochRange range = wanted(next.range, quota); !range.isEmpty()) {
                quota.chosen->push_back(range);
                quota.left -= range.size();
                return range;
            }
    return {};
}

} // namespace

LabelledStretches labelledStretches(EpochIndex epochs, double minutes)
{
    const double each = std::clamp(minutes / kFewestStretches, kShortestMin, kStretchMin);
    const auto count = std::max<EpochIndex>(1, std::llround(minutes / each)), length = std::llround(each * 60);
    LabelledStretches stretches;
    EpochIndex free = 0;
    for (EpochIndex i = 0; i < count; ++i) {
        const EpochIndex first = (2 * i + 1) * epochs / (2 * count) - length / 2;
        if (first - learning::kSplitGuardSec > free)
            stretches.test.push_back({free, first - learning::kSplitGuardSec});
        (size_t(i) % kValidationOf == kValidationAt ? stretches.validation : stretches.train)
            .push_back({first, first + length});
        free = first + length + learning::kSplitGuardSec;
    }
    if (epochs > free)
        stretches.test.push_back({free, epochs});
    return stretches;
}

LabelledStretches labelPool(EpochIndex epochs)
{
    const EpochIndex count = std::max(kFewestBlocks, epochs / kBlockEpochs);
    LabelledStretches pool;
    for (EpochIndex i = 0; i < count; ++i) {
        const EpochRange block{i * epochs / count, (i + 1) * epochs / count};
        if (i % 2 != 0)
            pool.test.push_back({block.first + learning::kSplitGuardSec, block.last - learning::kSplitGuardSec});
        else
            (size_t(i / 2) % kValidationOf == kValidationAt ? pool.validation : pool.train).push_back(block);
    }
    return pool;
}

Result<LabelledStretches> spreadStretches(const LabelledStretches &pool, double minutes)
{
    const size_t count = pool.train.size() + pool.validation.size();
    const EpochIndex each = std::llround(minutes * 60 / double(count));
    LabelledStretches stretches{{}, {}, pool.test};
    for (const auto &[blocks, chosen] :
         {std::pair{&pool.train, &stretches.train}, std::pair{&pool.validation, &stretches.validation}})
        for (const EpochRange &block : *blocks) {
            if (block.size() < each)
                return failure(
                    ErrorCode::InvalidArgument,
                    QStringLiteral("The recording is too short for %1 min of labels, because half of it is the test.")
                        .arg(minutes),
                    QStringLiteral("Ask for fewer minutes, or for longer recordings."));
            chosen->push_back(middleOf(block, each));
        }
    return stretches;
}

LabelledStretches proposedStretches(const LabelledStretches &pool, const LabelledStretches &spread,
                                    scoring::Proposal scored, const Hypnogram &truth)
{
    const size_t classes = scored.classes.size();
    for (const EpochRange &range : scoring::difference({{0, scored.size()}}, joined(pool.train, pool.validation)))
        std::fill_n(scored.probabilities.begin() + range.first * EpochIndex(classes),
                    range.size() * EpochIndex(classes),
                    std::numeric_limits<float>::quiet_NaN()); // nobody is sent there
    Hypnogram known = Hypnogram::fromProposal(scored);
    LabelledStretches stretches{{}, {}, pool.test};
    std::array quotas{Quota{&pool.train, &stretches.train, scoring::sizeOf(spread.train)},
                      Quota{&pool.validation, &stretches.validation, scoring::sizeOf(spread.validation)}};
    for (EpochRange next = takeNext(known, quotas); !next.isEmpty(); next = takeNext(known, quotas))
        for (EpochIndex i = next.first; i < next.last; ++i)
            known.set(i, truth.stage(i),
                      truth.stage(i) == known.stage(i) ? EpochSource::Confirmed : EpochSource::Human);
    for (Ranges *ranges : {&stretches.train, &stretches.validation})
        *ranges = scoring::united(*ranges);
    return stretches;
}

Result<Manifest> writeStretches(const ManifestRecording &animal, const LabelledStretches &stretches,
                                const QString &path)
{
    const QString folder = QFileInfo(path).path();
    QJsonArray entries;
    for (const auto &[split, ranges] :
         {std::pair{Split::Train, &stretches.train}, std::pair{Split::Validation, &stretches.validation},
          std::pair{Split::Test, &stretches.test}})
        entries.append(QJsonObject{{"path", nameInManifest(folder, animal.path)},
                                   {"labels", nameInManifest(folder, animal.labels)},
                                   {"eeg", animal.eeg},
                                   {"emg", animal.emg},
                                   {"subject", animal.subject},
                                   {"scorer", animal.scorer},
                                   {"split", learning::splitKey(split)},
                                   {"confirmed", pairs(*ranges)}});
    QSaveFile file(path);
    const QByteArray text = QJsonDocument(QJsonObject{{"recordings", entries}}).toJson();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path),
                       file.errorString());
    return Manifest::load(path);
}

} // namespace somno::sdreamer
