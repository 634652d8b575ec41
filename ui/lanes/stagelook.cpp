// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/stagelook.h"

#include <bitset>

namespace somno::plot {

using scoring::Stage;
using scoring::StageDefinition;

StageLook lookOf(Stage stage, const scoring::StageSet &set, const PlotTheme &theme)
{
    const StageDefinition *definition = set.find(stage);
    const bool hasColour = definition && definition->rgb != 0;
    return {hasColour ? QColor(definition->rgb) : theme.stage(stage),
            definition ? definition->name : scoring::stageName(stage)};
}

const scoring::StageSet &stageSetOf(const scoring::Hypnogram *hypnogram)
{
    return hypnogram ? hypnogram->stageSet() : scoring::StageSet::mouse();
}

std::vector<Stage> stageRows(const scoring::Hypnogram *hypnogram)
{
    std::bitset<scoring::kStageValues> occurring;
    if (hypnogram)
        for (const Stage stage : hypnogram->stages())
            if (stage != Stage::Unscored)
                occurring.set(size_t(stage));
    std::vector<Stage> rows;
    for (const StageDefinition &definition : stageSetOf(hypnogram).stages()) {
        const auto value = size_t(definition.stage);
        if (occurring[value] || definition.stage != Stage::Microarousal)
            rows.push_back(definition.stage);
        occurring.reset(value);
    }
    for (size_t value = 0; value < occurring.size(); ++value)
        if (occurring[value])
            rows.push_back(Stage(value));
    return rows;
}

} // namespace somno::plot
