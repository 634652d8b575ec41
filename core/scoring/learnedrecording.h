// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QString>
#include <vector>

#include "core/scoring/epochranges.h"

namespace somno::scoring {

/// What a model, or one that it descends from, knows of a recording: it learned from these epochs, or its weights were
/// chosen by them. On these it can no longer be judged.
struct LearnedRecording {
    QString digest;  ///< io::contentDigest() of the recording's file
    QString subject; ///< the animal, as the manifest named it
    Ranges ranges;   ///< 1-s epochs; empty = all of it
    friend bool operator==(const LearnedRecording &, const LearnedRecording &) = default;
};

/// Adds one: a recording that is known already knows what either knew.
void addLearned(std::vector<LearnedRecording> &all, const LearnedRecording &one);

/// [{"recording": digest, "subject", "epochs": [[first, last], ...]}], both ends counted as in a manifest.
[[nodiscard]] QJsonArray learnedToJson(const std::vector<LearnedRecording> &learned);
/// Entries without a digest are passed over.
[[nodiscard]] std::vector<LearnedRecording> learnedFromJson(const QJsonArray &array);

} // namespace somno::scoring
