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
    for (const scoring::StageDefinition &stage : stages.stages())
        for (const QString &name : {stage.name, stage.shortName, stage.edfText})
            if (name.toLower() == word && !word.isEmpty())
                return stage.stage;
    return StageSet::fromText(word);
}

} // namespace somno::io
