// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <optional>

namespace somno::learning {

/// What an epoch is for: to learn from, to choose the best weights by, or to judge the result by.
enum class Split { Train, Validation, Test };
inline constexpr std::array kSplits = {Split::Train, Split::Validation, Split::Test};
/// "train", "validation", "test", as in a manifest.
[[nodiscard]] QString splitKey(Split split);
/// nullopt for any other word.
[[nodiscard]] std::optional<Split> splitOfKey(const QString &key);

/// Between two splits of one recording at least so much is used for nothing: the network sees windows of 64 s, and what
/// it sees beside the epochs that it learns from must not be those it is tested on. In the 1-s epochs in which labels
/// are learned from, that many epochs.
inline constexpr qint64 kSplitGuardSec = 64;

/// Of the division that nobody asked to be another: the same labels are always divided in the same way.
inline constexpr quint64 kSplitSeed = 1;

} // namespace somno::learning
