// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labelcontext.h"

namespace somno::io {

using scoring::Stage;
using scoring::StageSet;

std::optional<Stage> LabelContext::stageOf(const QString &text) const
{
    const QString word = text.trimmed().toLower();
    if (const auto mapped = stageMap.constFind(word); mapped != stageMap.constEnd())
        return *mapped;
    const auto own = stages.called(word);
    return own ? own : StageSet::fromText(word);
}

} // namespace somno::io
