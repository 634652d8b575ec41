// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/stagelook.h"

#include <bitset>

#include "ui/lanes/stagecolumns.h"

namespace somno::plot {

using scoring::Stage;
using scoring::StageDefinition;

static QString labelBeyondSets(Stage stage)
{
    return stage < Stage::N1 ? QString() : QStringLiteral("N%1").arg(int(stage) - int(Stage::N1) + 1);
}

StageLook lookOf(Stage stage, const scoring::StageSet &set, const PlotTheme &theme)
{
    const StageDefinition *definition = set.find(stage);
    return {theme.stage(stage), definition ? definition->name : labelBeyondSets(stage)};
}

const scoring::StageSet &stageSetOf(const scoring::Hypnogram *)
{
    return scoring::StageSet::mouse();
}

std::vector<Stage> stageRows(const scoring::Hypnogram *hypnogram)
{
    std::bitset<kStageValues> occurring;
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
