// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/scoringstore.h"

namespace somno::test {

/// The head of a scorer's scoring of a recording as the project has it, or that of a new one.
inline scoring::ScoringHead headOf(store::ScoringStore &scorings, qint64 recordingId, const QString &scorer)
{
    const auto stored = scorings.loadStages(recordingId, scorer);
    return stored && *stored ? (**stored).head : scoring::ScoringHead::begin(recordingId, scorer);
}

/// Saves over what the project has.
inline Result<qint64> saveScoring(store::ScoringStore &scorings, qint64 recordingId, const QString &scorer,
                                  const scoring::Hypnogram &hypnogram, std::span<const scoring::ScoringEdit> edits = {},
                                  bool withProposal = true)
{
    return scorings.save(headOf(scorings, recordingId, scorer), hypnogram, edits, withProposal);
}

} // namespace somno::test
