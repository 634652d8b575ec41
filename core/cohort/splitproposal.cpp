// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/splitproposal.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <tuple>

#include "core/scoring/learnedclass.h"

namespace somno::learning {

namespace {

constexpr int kSubjectTries = 256;
constexpr int kBlockTries = 64;
/// Labelled time of one round of five pieces, of which one validates and one tests: guards then cost at most a quarter
/// of what is learned from.
constexpr qint64 kRoundSec = 5 * kLeastDivisibleSec;
/// With more labels the rounds grow longer instead: a day has pieces of half an hour, which hold whole sleep cycles.
constexpr qint64 kMostRounds = 8;
constexpr qint64 kPiecesInRound = 5; ///< 60 : 20 : 20

using SplitSeconds = std::array<StageSeconds, 3>;

/// Smaller is better, compared in this order.
struct Score {
    int small = 0; ///< parts below a window
    int missingInTest = 0;
    int missingInTrain = 0;
    int missingInValidation = 0;
    double offTarget = 0; ///< how far the shares are from what they shall be, labels lost as guards included
    [[nodiscard]] auto key() const
    {
        return std::tuple(small, missingInTest, missingInTrain, missingInValidation, offTarget);
    }
};

int missingClasses(const StageSeconds &part, const StageSeconds &all)
{
    return int(std::ranges::count_if(scoring::kLearnedClasses, [&](scoring::Stage stage) {
        return all.ofClass(stage) > 0 && part.ofClass(stage) == 0;
    }));
}

Score scoreOf(const SplitSeconds &parts, const StageSeconds &all)
{
    const double total = double(std::max<qint64>(1, all.total()));
    const double held[] = {double(parts[1].total()) / total, double(parts[2].total()) / total};
    Score score;
    score.small
        = int(std::ranges::count_if(parts, [](const StageSeconds &part) { return part.total() < kSmallestPartSec; }));
    score.missingInTest = missingClasses(parts[2], all);
    score.missingInTrain = missingClasses(parts[0], all);
    score.missingInValidation = missingClasses(parts[1], all);
    score.offTarget = std::abs(held[0] - kHeldShare) + std::abs(held[1] - kHeldShare)
                      + std::abs(double(parts[0].total()) / total - (1 - 2 * kHeldShare));
    return score;
}

/// How many of `count` are held out for one purpose.
qsizetype heldOf(qsizetype count)
{
    return std::max<qsizetype>(1, qRound(kHeldShare * double(count)));
}

struct Recording {
    QString path;
    QString subject;
    Ranges usable, learned;
    std::vector<const TrainingItem *> items;
};

std::vector<Recording> recordingsOf(std::span<const TrainingItem> items)
{
    std::vector<Recording> recordings;
    for (const QString &path : pathsOf(items)) {
        Recording recording{path, {}, labelledRanges(items, path), learnedRanges(items, path), {}};
        for (const TrainingItem &item : items)
            if (item.path == path)
                recording.items.push_back(&item);
        recording.subject = recording.items.front()->subject;
        recordings.push_back(std::move(recording));
    }
    return recordings;
}

/// The labelled second number `index` of a recording.
EpochIndex labelledEpoch(const Ranges &usable, EpochIndex index)
{
    for (const EpochRange &range : usable) {
        if (index < range.size())
            return range.first + index;
        index -= range.size();
    }
    return usable.back().last;
}

/// Where, counted in labelled seconds, a cut costs no guard because the labels pause there.
std::vector<EpochIndex> freeCuts(const Ranges &usable)
{
    std::vector<EpochIndex> cuts;
    EpochIndex before = 0;
    for (size_t i = 0; i + 1 < usable.size(); ++i) {
        before += usable[i].size();
        if (usable[i + 1].first - usable[i].last >= kSplitGuardSec)
            cuts.push_back(before);
    }
    return cuts;
}

/// The free cut nearest to `cut` within half a piece, else `cut` itself.
EpochIndex movedCut(EpochIndex cut, EpochIndex piece, const std::vector<EpochIndex> &free)
{
    EpochIndex best = cut, distance = piece / 2 + 1;
    for (const EpochIndex candidate : free)
        if (std::abs(candidate - cut) < distance) {
            best = candidate;
            distance = std::abs(candidate - cut);
        }
    return best;
}

/// Pieces of about equal labelled time; one where there is too little to divide.
std::vector<EpochRange> piecesOf(const Ranges &usable)
{
    const EpochIndex labelled = sizeOf(usable);
    if (labelled < kLeastDivisibleSec)
        return {{usable.front().first, usable.back().last}};
    const EpochIndex rounds = std::clamp<EpochIndex>(labelled / kRoundSec, 1, kMostRounds);
    const EpochIndex count = kPiecesInRound * rounds;
    const std::vector<EpochIndex> free = freeCuts(usable);
    std::vector<EpochRange> pieces;
    EpochIndex begin = 0;
    for (EpochIndex i = 1; i <= count; ++i) {
        const EpochIndex end = i == count ? labelled : movedCut(labelled * i / count, labelled / count, free);
        if (end <= begin)
            continue;
        pieces.push_back({labelledEpoch(usable, begin), labelledEpoch(usable, end - 1) + 1});
        begin = end;
    }
    return pieces;
}

SplitSeconds secondsOf(const SplitPlan &plan, const std::vector<Recording> &recordings)
{
    SplitSeconds seconds;
    for (const Recording &recording : recordings) {
        const auto ranges = splitRanges(plan, recording.path, recording.subject, recording.usable, recording.learned);
        for (const TrainingItem *item : recording.items)
            for (const Split split : kSplits)
                seconds[size_t(split)] += secondsIn(*item, intersection(item->usable, ranges[size_t(split)]));
    }
    return seconds;
}

/// One piece of each of the groups, in which the sequence falls, for validation and another for test.
void drawBlocks(std::vector<SplitBlock> &blocks, std::mt19937_64 &random)
{
    const size_t groups = size_t(heldOf(qsizetype(blocks.size())));
    for (SplitBlock &block : blocks)
        block.split = Split::Train;
    for (size_t group = 0; group < groups; ++group) {
        const size_t first = blocks.size() * group / groups;
        const size_t size = blocks.size() * (group + 1) / groups - first;
        const size_t validation = size_t(random() % size);
        const size_t test = (validation + 1 + size_t(random() % (size - 1))) % size;
        blocks[first + validation].split = Split::Validation;
        blocks[first + test].split = Split::Test;
    }
}

/// Subjects with labels enough to be held out.
struct Subjects {
    QStringList fresh, known; ///< to the model that the training starts from
    QStringList others;       ///< too little labelled
};

SplitPlan drawSubjects(const Subjects &subjects, std::mt19937_64 &random)
{
    const auto shuffled = [&random](QStringList names) {
        for (qsizetype i = names.size() - 1; i > 0; --i)
            names.swapItemsAt(i, qsizetype(random() % quint64(i + 1)));
        return names;
    };
    const QStringList able = shuffled(subjects.fresh) + shuffled(subjects.known); // who is new is judged on first
    const qsizetype held = heldOf(able.size()), test = std::min(held, subjects.fresh.size());
    SplitPlan plan{true, {}, {}};
    for (qsizetype i = 0; i < able.size(); ++i)
        plan.subjects[able[i]] = i < test ? Split::Test : i < test + held ? Split::Validation : Split::Train;
    for (const QString &subject : subjects.others)
        plan.subjects[subject] = Split::Train;
    return plan;
}

/// nullopt where fewer than kLeastSubjects have kSmallestPartSec of labels.
std::optional<SplitPlan> searchSubjectSplit(std::span<const TrainingItem> items, quint64 seed)
{
    std::map<QString, StageSeconds> bySubject;
    std::map<QString, bool> known;
    StageSeconds all;
    for (const TrainingItem &item : items) {
        bySubject[item.subject] += secondsIn(item, item.usable);
        known[item.subject] |= item.knownAnimal;
        all += secondsIn(item, item.usable);
    }
    Subjects subjects;
    for (const auto &[subject, seconds] : bySubject)
        (seconds.total() < kSmallestPartSec ? subjects.others
         : known[subject]                   ? subjects.known
                                            : subjects.fresh)
            << subject;
    if (subjects.fresh.size() + subjects.known.size() < kLeastSubjects || subjects.fresh.isEmpty())
        return std::nullopt;
    std::mt19937_64 random(seed);
    std::optional<SplitPlan> best;
    Score bestScore;
    for (int i = 0; i < kSubjectTries; ++i) {
        SplitPlan plan = drawSubjects(subjects, random);
        SplitSeconds parts;
        for (const auto &[subject, split] : plan.subjects)
            parts[size_t(split)] += bySubject[subject];
        const Score score = scoreOf(parts, all);
        if (!best || score.key() < bestScore.key()) {
            best = std::move(plan);
            bestScore = score;
        }
    }
    return best;
}

/// A recording is cut into pieces of equal labelled time where it has enough, along gaps in its labels where there are
/// any.
SplitPlan searchBlockSplit(std::span<const TrainingItem> items, quint64 seed)
{
    const std::vector<Recording> recordings = recordingsOf(items);
    SplitPlan plan, best;
    StageSeconds all;
    for (const Recording &recording : recordings) {
        for (const EpochRange &piece : piecesOf(recording.usable))
            plan.blocks.push_back({recording.path, piece, Split::Train});
        for (const TrainingItem *item : recording.items)
            all += secondsIn(*item, item->usable);
    }
    best = plan;
    if (plan.blocks.size() < kSplits.size())
        return best;
    std::mt19937_64 random(seed);
    std::optional<Score> bestScore;
    for (int i = 0; i < kBlockTries; ++i) {
        drawBlocks(plan.blocks, random);
        const SplitSeconds parts = secondsOf(plan, recordings);
        const bool isWhole = std::ranges::all_of(parts, [](const StageSeconds &part) { return part.total() > 0; });
        const Score score = scoreOf(parts, all);
        if (isWhole && (!bestScore || score.key() < bestScore->key())) {
            best = plan;
            bestScore = score;
        }
    }
    return best;
}

} // namespace

SplitPlan proposeSplit(std::span<const TrainingItem> items, quint64 seed, SplitBy by)
{
    if (by != SplitBy::Blocks)
        if (const auto plan = searchSubjectSplit(items, seed))
            return *plan;
    return searchBlockSplit(items, seed);
}

} // namespace somno::learning
