// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string_view>

#include "core/scoring/hypnogram.h"

namespace somno::test {

/// The letter of each stage by its value: W Wake, N NREM, R REM, M microarousal, 1 to 4 N1 to N3 and S4, T movement
/// time, and from a on those of a laboratory's own; values that no stage has yet have capitals from A on.
inline constexpr std::string_view kStageLetters = "WNRM1234TABCDEFGabcdefghijklmnop";
static_assert(kStageLetters.size() == scoring::kStageValues && kStageLetters[scoring::kFirstOwnStage] == 'a');

/// Unscored for anything that is no letter of a stage.
inline scoring::Stage stageOf(char letter)
{
    const size_t value = kStageLetters.find(letter);
    return value == std::string_view::npos ? scoring::Stage::Unscored : scoring::Stage(value);
}

/// One letter an epoch.
inline scoring::Hypnogram hypnogramOf(std::string_view letters, double epochSec = 1,
                                      scoring::EpochSource source = scoring::EpochSource::Human)
{
    scoring::Hypnogram hypnogram(EpochIndex(letters.size()), epochSec);
    for (size_t i = 0; i < letters.size(); ++i)
        hypnogram.set(EpochIndex(i), stageOf(letters[i]), source);
    return hypnogram;
}

/// The stages as letters, '.' for unscored: what hypnogramOf() reads.
inline std::string lettersOf(const scoring::Hypnogram &hypnogram)
{
    std::string letters;
    for (const scoring::Stage stage : hypnogram.stages())
        letters += stage == scoring::Stage::Unscored ? '.' : kStageLetters[size_t(stage)];
    return letters;
}

/// Stages and sources, one letter an epoch each; the sources as sourcesOf() writes them.
inline scoring::Hypnogram hypnogramOf(std::string_view letters, std::string_view sources, double epochSec = 1)
{
    scoring::Hypnogram hypnogram(EpochIndex(letters.size()), epochSec);
    for (size_t i = 0; i < letters.size(); ++i)
        hypnogram.set(EpochIndex(i), stageOf(letters[i]),
                      scoring::EpochSource(std::string_view(".ahic").find(sources[i])));
    return hypnogram;
}

/// The sources as letters: a automatic, h human, i imported, c confirmed, '.' none.
inline std::string sourcesOf(const scoring::Hypnogram &hypnogram)
{
    std::string letters;
    for (const scoring::EpochSource source : hypnogram.sources())
        letters += ".ahic"[size_t(source)];
    return letters;
}

/// A model's answer with the given largest probability for each letter; '.' is a NaN row.
inline scoring::Proposal proposalOf(std::string_view letters, float confidence, double epochSec = 1)
{
    scoring::Proposal proposal;
    proposal.epochSec = epochSec;
    proposal.classes = {scoring::Stage::Wake, scoring::Stage::Nrem, scoring::Stage::Rem};
    proposal.modelVersion = QStringLiteral("test 1");
    for (const char letter : letters) {
        for (const scoring::Stage stage : proposal.classes) {
            const float value = stage == stageOf(letter) ? confidence : (1 - confidence) / 2;
            proposal.probabilities.push_back(
                stageOf(letter) == scoring::Stage::Unscored ? std::numeric_limits<float>::quiet_NaN() : value);
        }
    }
    return proposal;
}

} // namespace somno::test
