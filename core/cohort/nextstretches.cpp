// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/nextstretches.h"

#include <QCoreApplication>
#include <QSet>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/scoring/learnedclass.h"
#include "core/scoring/stageset.h"

namespace somno::learning {

namespace {

using scoring::kLearnedClasses;
using scoring::StageSeconds;

// What each figure is worth. Doubt leads: where the model is sure it is mostly right, and a look teaches little.
constexpr double kDoubtWeight = 0.45;
constexpr double kRarityWeight = 0.25;
constexpr double kVarietyWeight = 0.30;
// A mean over few seconds is extreme by chance, and going there costs as much as to a long stretch.
constexpr double kFullLengthSec = 60;
/// A model that is never in doubt is not made to look so.
constexpr double kLeastDoubtScale = 0.05;

// What sets two stretches apart, in sum at most 1.
constexpr double kMixShare = 0.4;
constexpr double kChangesShare = 0.2;
constexpr double kPlaceShare = 0.4;
constexpr double kManyChangesPerMin = 5;
constexpr double kOtherRecording = 0.7; ///< of the same animal, where another animal is 1
constexpr double kOtherTime = 0.5;      ///< of the same recording, at least so long away:
constexpr double kOtherTimeSec = 6 * 3600;

/// Reviewed stretches that are compared with; of more, some are passed over, so that time does not grow with their
/// square.
constexpr size_t kMostKnown = 1000;
/// Every stage is taken to have been seen so long: after a few seconds of labels nothing is rare yet.
constexpr qint64 kPriorSec = 60;

constexpr double kSaidDoubtful = 0.6; ///< beside the others
constexpr double kDoubtWorthSaying = 0.2;
constexpr double kSaidRare = 0.1;
constexpr double kSaidUnlike = 0.3;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::learning::NextStretches)
};

struct OpenStretch {
    size_t source = 0;
    const Stretch *stretch = nullptr;
    double rarity = 0;
    double variety = 1; ///< to what is nearest so far
    bool isTaken = false;
};

/// One choice over all recordings.
class Choice {
public:
    Choice(std::span<const StretchSource> sources, const NextChoice &choice);
    [[nodiscard]] std::vector<NextStretch> run();

private:
    void countLabels();
    void collect();
    void compareWithKnown();
    void compareWith(size_t source, const StretchTraits &traits);
    [[nodiscard]] double rarityOf(const StretchTraits &traits) const;
    [[nodiscard]] double distance(size_t sourceA, const StretchTraits &a, size_t sourceB, const StretchTraits &b) const;
    [[nodiscard]] double placeDistance(size_t sourceA, const StretchTraits &a, size_t sourceB,
                                       const StretchTraits &b) const;
    [[nodiscard]] double relativeDoubt(const OpenStretch &open) const
    {
        return std::min(1.0, open.stretch->doubt / m_doubtScale);
    }
    [[nodiscard]] double score(const OpenStretch &open) const;
    [[nodiscard]] NextStretch proposed(const OpenStretch &open) const;
    [[nodiscard]] QString reason(const OpenStretch &open) const;
    [[nodiscard]] QString rareStage(const StretchTraits &traits) const;

    std::span<const StretchSource> m_sources;
    NextChoice m_choice;
    std::vector<size_t> m_order; ///< of the sources, by their recording
    StageSeconds m_labels;
    std::array<double, kLearnedClasses.size()> m_rarity{}; ///< 0 for an even share or more, up to 1
    QSet<QString> m_knownSubjects;
    bool m_anythingKnown = false;
    double m_doubtScale = kLeastDoubtScale;
    std::vector<OpenStretch> m_open;
};

Choice::Choice(std::span<const StretchSource> sources, const NextChoice &choice)
    : m_sources(sources), m_choice(choice), m_order(sources.size())
{
    std::iota(m_order.begin(), m_order.end(), size_t(0));
    std::ranges::stable_sort(m_order, {}, [&](size_t source) { return sources[source].recordingId; });
    countLabels();
    collect();
    compareWithKnown();
}

void Choice::countLabels()
{
    for (const StretchSource &source : m_sources) {
        m_labels += source.stock.seconds.reviewed;
        if (m_choice.importedCounts)
            m_labels += source.stock.seconds.imported;
    }
    const auto classes = double(kLearnedClasses.size());
    double total = classes * double(kPriorSec);
    for (const scoring::Stage stage : kLearnedClasses)
        total += double(m_labels.ofClass(stage));
    for (size_t i = 0; i < kLearnedClasses.size(); ++i)
        m_rarity[i] = std::max(0.0, 1 - classes * double(m_labels.ofClass(kLearnedClasses[i]) + kPriorSec) / total);
}

void Choice::collect()
{
    std::vector<double> doubts;
    for (const size_t source : m_order)
        for (const Stretch &stretch : m_sources[source].stock.open) {
            m_open.push_back({source, &stretch, rarityOf(stretch.traits), 1, false});
            doubts.push_back(stretch.doubt);
        }
    if (doubts.empty())
        return;
    // Nearly the greatest doubt of all, but not that of one odd stretch.
    const auto high = doubts.begin() + std::ptrdiff_t(doubts.size() * 95 / 100);
    std::ranges::nth_element(doubts, high);
    m_doubtScale = std::max(kLeastDoubtScale, *high);
}

void Choice::compareWithKnown()
{
    std::vector<std::pair<size_t, const StretchTraits *>> known;
    for (const size_t source : m_order)
        for (const StretchTraits &traits : m_sources[source].stock.known) {
            known.emplace_back(source, &traits);
            m_knownSubjects.insert(m_sources[source].subject);
        }
    m_anythingKnown = !known.empty();
    const size_t count = std::min(known.size(), kMostKnown);
    for (size_t i = 0; i < count; ++i) {
        const auto &[source, traits] = known[i * known.size() / count];
        compareWith(source, *traits);
    }
}

void Choice::compareWith(size_t source, const StretchTraits &traits)
{
    for (OpenStretch &open : m_open)
        open.variety = std::min(open.variety, distance(open.source, open.stretch->traits, source, traits));
}

double Choice::rarityOf(const StretchTraits &traits) const
{
    double rarity = 0;
    for (size_t i = 0; i < traits.mix.size(); ++i)
        rarity += traits.mix[i] * m_rarity[i];
    return rarity;
}

double Choice::placeDistance(size_t sourceA, const StretchTraits &a, size_t sourceB, const StretchTraits &b) const
{
    if (sourceA == sourceB)
        return kOtherTime * std::min(1.0, std::abs(a.middleSec - b.middleSec) / kOtherTimeSec);
    const QString &subject = m_sources[sourceA].subject;
    return !subject.isEmpty() && subject == m_sources[sourceB].subject ? kOtherRecording : 1;
}

double Choice::distance(size_t sourceA, const StretchTraits &a, size_t sourceB, const StretchTraits &b) const
{
    double mix = 0;
    for (size_t i = 0; i < a.mix.size(); ++i)
        mix += std::abs(a.mix[i] - b.mix[i]) / 2;
    const double changes = std::min(1.0, std::abs(a.changesPerMin - b.changesPerMin) / kManyChangesPerMin);
    return kMixShare * mix + kChangesShare * changes + kPlaceShare * placeDistance(sourceA, a, sourceB, b);
}

double Choice::score(const OpenStretch &open) const
{
    const double lengthSec = double(open.stretch->range.size()) * m_sources[open.source].stock.epochSec;
    return (kDoubtWeight * relativeDoubt(open) + kRarityWeight * open.rarity + kVarietyWeight * open.variety)
           * (1 + std::min(1.0, lengthSec / kFullLengthSec)) / 2;
}

QString Choice::rareStage(const StretchTraits &traits) const
{
    size_t most = 0;
    for (size_t i = 1; i < traits.mix.size(); ++i)
        if (traits.mix[i] * m_rarity[i] > traits.mix[most] * m_rarity[most])
            most = i;
    if (traits.mix[most] * m_rarity[most] < kSaidRare)
        return {};
    const QString name = scoring::stageName(kLearnedClasses[most]);
    return m_labels.ofClass(kLearnedClasses[most]) == 0 ? Text::tr("your labels have no %1 yet").arg(name)
                                                        : Text::tr("%1 is rare in your labels").arg(name);
}

QString Choice::reason(const OpenStretch &open) const
{
    const int percent = qRound(100 * open.stretch->confidence);
    const bool isDoubtful = relativeDoubt(open) >= kSaidDoubtful && open.stretch->doubt >= kDoubtWorthSaying;
    QStringList parts{isDoubtful ? Text::tr("doubtful: mean confidence %1 %").arg(percent)
                                 : Text::tr("mean confidence %1 %").arg(percent)};
    if (const QString rare = rareStage(open.stretch->traits); !rare.isEmpty())
        parts << rare;
    const QString &subject = m_sources[open.source].subject;
    if (m_anythingKnown && !subject.isEmpty() && !m_knownSubjects.contains(subject))
        parts << Text::tr("few or no labels of %1").arg(subject);
    else if (m_anythingKnown && open.variety >= kSaidUnlike)
        parts << Text::tr("unlike what is reviewed");
    return parts.join(QStringLiteral("; "));
}

NextStretch Choice::proposed(const OpenStretch &open) const
{
    const Stretch &stretch = *open.stretch;
    const double epochSec = m_sources[open.source].stock.epochSec;
    return {open.source,
            stretch.range,
            double(stretch.range.first) * epochSec,
            double(stretch.range.last) * epochSec,
            stretch.confidence,
            stretch.doubt,
            open.rarity,
            open.variety,
            reason(open)};
}

std::vector<NextStretch> Choice::run()
{
    std::vector<NextStretch> next;
    while (next.size() < std::min(m_choice.count, m_open.size())) {
        OpenStretch *best = nullptr;
        double bestScore = 0;
        for (OpenStretch &open : m_open) {
            const double own = open.isTaken ? -1 : score(open);
            if (own >= 0 && (!best || own > bestScore)) { // of equals the earlier one
                best = &open;
                bestScore = own;
            }
        }
        best->isTaken = true;
        next.push_back(proposed(*best));
        compareWith(best->source, best->stretch->traits);
    }
    return next;
}

} // namespace

std::vector<NextStretch> nextStretches(std::span<const StretchSource> sources, const NextChoice &choice)
{
    return Choice(sources, choice).run();
}

} // namespace somno::learning
