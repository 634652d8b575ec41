// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cohort/splitkey.h"

#include <algorithm>

namespace somno::learning {

QString splitKey(Split split)
{
    switch (split) {
    case Split::Train: return QStringLiteral("train");
    case Split::Validation: return QStringLiteral("validation");
    case Split::Test: return QStringLiteral("test");
    }
    return {};
}

std::optional<Split> splitOfKey(const QString &key)
{
    const auto found = std::ranges::find(kSplits, key, splitKey);
    return found == kSplits.end() ? std::nullopt : std::optional(*found);
}

} // namespace somno::learning
