// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/stretches.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace somno::learning {

namespace {

using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Proposal;
using scoring::Stage;
using Mix = decltype(StretchTraits::mix);

constexpr double kJoinedSec = 120;
constexpr double kMostSec = 300;
constexpr double kRestSec = 30;
constexpr double kLeastSec = 10;

/// Position of the class as which a stage is learned.
size_t classOf(Stage stage)
{
    return size_t(std::ranges::find(scoring::kLearnedClasses, scoring::learnedClass(stage))
                  - scoring::kLearnedClasses.begin());
}

/// What a model says of one epoch.
struct Opinion {
    Mix mix{};
    double doubt = 0;
    double confidence = 0;
};

/// nullopt for a row that says nothing. A row need not add up to 1.
std::optional<Opinion> opinionOf(const Proposal &proposal, EpochIndex row)
{
    double sum = 0;
    const auto values = proposal.row(row);
    for (const float value : values)
        sum += double(value);
    if (!(sum > 0) || !std::isfinite(sum))
        return std::nullopt;
    Opinion opinion;
    for (size_t i = 0; i < values.size(); ++i) {
        const double p = double(values[i]) / sum;
        if (!(p > 0))
            continue;
        opinion.doubt -= p * std::log(p);
        opinion.confidence = std::max(opinion.confidence, p);
        if (const size_t at = classOf(proposal.classes[i]); at < opinion.mix.size())
            opinion.mix[at] += p;
    }
    if (values.size() > 1)
        opinion.doubt /= std::log(double(values.size()));
    return opinion;
}

/// A scoring with what its model says of each epoch.
class Survey {
public:
    explicit Survey(const Hypnogram &hypnogram) : m_hypnogram(hypnogram)
    {
        m_opinions.reserve(size_t(hypnogram.size()));
        for (EpochIndex i = 0; i < hypnogram.size(); ++i)
            m_opinions.push_back(isAutomatic(i) ? opinionAt(i) : std::nullopt);
    }

    [[nodiscard]] bool isOpen(EpochIndex epoch) const { return m_opinions[size_t(epoch)].has_value(); }
    [[nodiscard]] bool isKnown(EpochIndex epoch) const { return scoring::isKeptFromModels(m_hypnogram.source(epoch)); }
    [[nodiscard]] ScoringState state() const;
    /// Stretches of the epochs for which `take` holds.
    template <class Take>
    [[nodiscard]] Ranges cut(Take take) const;
    [[nodiscard]] Stretch open(EpochRange range) const;
    [[nodiscard]] StretchTraits known(EpochRange range) const;

private:
    [[nodiscard]] bool isAutomatic(EpochIndex epoch) const
    {
        return m_hypnogram.source(epoch) == EpochSource::Automatic && m_hypnogram.stage(epoch) != Stage::Unscored;
    }
    [[nodiscard]] std::optional<Opinion> opinionAt(EpochIndex epoch) const;
    [[nodiscard]] EpochIndex epochs(double seconds) const
    {
        return std::max<EpochIndex>(1, std::llround(seconds / m_hypnogram.epochSec()));
    }
    [[nodiscard]] Ranges pieces(EpochRange run) const;
    [[nodiscard]] Ranges joined(const Ranges &pieces) const;
    [[nodiscard]] StretchTraits placed(EpochRange range) const;

    const Hypnogram &m_hypnogram;
    std::vector<std::optional<Opinion>> m_opinions; ///< of the automatic epochs
};

std::optional<Opinion> Survey::opinionAt(EpochIndex epoch) const
{
    const Proposal &proposal = m_hypnogram.proposal();
    // The model's epochs may be of another length: what it says of the middle counts.
    const auto row = EpochIndex((double(epoch) + 0.5) * m_hypnogram.epochSec() / proposal.epochSec);
    return row < proposal.size() ? opinionOf(proposal, row) : std::nullopt;
}

ScoringState Survey::state() const
{
    bool isScored = false, awaits = false;
    for (EpochIndex i = 0; i < m_hypnogram.size(); ++i) {
        if (isOpen(i))
            return ScoringState::Scored;
        isScored |= m_hypnogram.stage(i) != Stage::Unscored;
        awaits |= isAutomatic(i);
    }
    return !isScored ? ScoringState::NotScored : awaits ? ScoringState::WithoutProbabilities : ScoringState::Scored;
}

Ranges Survey::pieces(EpochRange run) const
{
    const EpochIndex most = epochs(kMostSec);
    Ranges pieces;
    for (EpochIndex first = run.first, last = first; first < run.last; first = last) {
        while (last < run.last && m_hypnogram.stage(last) == m_hypnogram.stage(first))
            ++last;
        const EpochIndex size = last - first, parts = (size + most - 1) / most;
        for (EpochIndex part = 0; part < parts; ++part)
            pieces.push_back({first + size * part / parts, first + size * (part + 1) / parts});
    }
    return pieces;
}

Ranges Survey::joined(const Ranges &pieces) const
{
    const EpochIndex enough = epochs(kJoinedSec), most = epochs(kMostSec), rest = epochs(kRestSec);
    Ranges stretches;
    for (const EpochRange &piece : pieces) {
        const EpochIndex before = stretches.empty() ? enough : stretches.back().size();
        if (before < enough && before + piece.size() <= (before < rest ? most + rest : most))
            stretches.back().last = piece.last;
        else
            stretches.push_back(piece);
    }
    if (stretches.size() > 1 && stretches.back().size() < rest
        && stretches[stretches.size() - 2].size() + stretches.back().size() <= most + rest) {
        stretches[stretches.size() - 2].last = stretches.back().last;
        stretches.pop_back();
    }
    return stretches;
}

template <class Take>
Ranges Survey::cut(Take take) const
{
    const EpochIndex least = epochs(kLeastSec);
    Ranges stretches;
    for (EpochIndex first = 0, last = 0; first < m_hypnogram.size(); first = last) {
        while (last < m_hypnogram.size() && take(last))
            ++last;
        if (last - first >= least)
            for (const EpochRange &stretch : joined(pieces({first, last})))
                stretches.push_back(stretch);
        last = std::max(last, first + 1);
    }
    return stretches;
}

StretchTraits Survey::placed(EpochRange range) const
{
    StretchTraits traits;
    EpochIndex changes = 0;
    for (EpochIndex i = range.first + 1; i < range.last; ++i)
        changes += m_hypnogram.stage(i) != m_hypnogram.stage(i - 1);
    traits.changesPerMin = double(changes) * 60 / (double(range.size()) * m_hypnogram.epochSec());
    traits.middleSec = double(range.first + range.last) / 2 * m_hypnogram.epochSec();
    return traits;
}

Stretch Survey::open(EpochRange range) const
{
    Stretch stretch{range, placed(range), 0, 0};
    const double share = 1 / double(range.size());
    for (EpochIndex i = range.first; i < range.last; ++i) {
        const Opinion &opinion = *m_opinions[size_t(i)];
        stretch.doubt += opinion.doubt * share;
        stretch.confidence += opinion.confidence * share;
        for (size_t at = 0; at < opinion.mix.size(); ++at)
            stretch.traits.mix[at] += opinion.mix[at] * share;
    }
    return stretch;
}

StretchTraits Survey::known(EpochRange range) const
{
    StretchTraits traits = placed(range);
    for (EpochIndex i = range.first; i < range.last; ++i)
        if (const size_t at = classOf(m_hypnogram.stage(i)); at < traits.mix.size())
            traits.mix[at] += 1 / double(range.size());
    return traits;
}

} // namespace

StretchStock stretchesOf(const Hypnogram &hypnogram)
{
    const Survey survey(hypnogram);
    StretchStock stock;
    stock.state = survey.state();
    stock.epochSec = hypnogram.epochSec();
    stock.seconds = scoring::secondsBySource(hypnogram);
    for (const EpochRange &range : survey.cut([&](EpochIndex i) { return survey.isOpen(i); }))
        stock.open.push_back(survey.open(range));
    for (const EpochRange &range : survey.cut([&](EpochIndex i) { return survey.isKnown(i); }))
        stock.known.push_back(survey.known(range));
    return stock;
}

} // namespace somno::learning
