// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/stagecolumns.h"

#include <algorithm>

namespace somno::plot {

using scoring::EpochRange;
using scoring::EpochSource;
using scoring::Hypnogram;
using scoring::Stage;

bool StageColumn::has(EpochSource source) const
{
    return std::ranges::any_of(sources, [=](quint8 bits) { return (bits >> int(source) & 1) != 0; });
}

/// Epochs that begin inside a column; where epochs are wider than columns, the one the column lies in.
static EpochRange epochsOf(const Hypnogram &hypnogram, const ColumnGrid &grid, int column)
{
    const double perColumn = grid.secPerColumn / hypnogram.epochSec();
    const double position = double(grid.first + column);
    auto first = EpochIndex(std::ceil(position * perColumn));
    auto last = EpochIndex(std::ceil((position + 1) * perColumn));
    if (first >= last) {
        first = EpochIndex(std::floor(position * perColumn));
        last = first + 1;
    }
    return {std::max<EpochIndex>(first, 0), std::min(last, hypnogram.size())};
}

static StageColumn summary(const Hypnogram &hypnogram, EpochRange epochs)
{
    StageColumn column;
    std::array<int, scoring::kStageValues + 1> counts{};
    for (EpochIndex i = epochs.first; i < epochs.last; ++i) {
        const Stage stage = hypnogram.stage(i);
        const int at = int(stage) + 1;
        ++counts[size_t(at)];
        if (stage == Stage::Unscored)
            continue;
        quint8 &sources = column.sources[size_t(stage)];
        sources = quint8(sources | 1U << int(hypnogram.source(i)));
    }
    if (!epochs.isEmpty())
        column.dominant = Stage(std::max_element(counts.begin(), counts.end()) - counts.begin() - 1);
    return column;
}

std::vector<StageColumn> stageColumns(const Hypnogram &hypnogram, const ColumnGrid &grid)
{
    std::vector<StageColumn> columns(static_cast<size_t>(grid.count));
    for (int i = 0; i < grid.count; ++i)
        columns[size_t(i)] = summary(hypnogram, epochsOf(hypnogram, grid, i));
    return columns;
}

std::vector<ConfidenceColumn> confidenceColumns(const Hypnogram &hypnogram, const ColumnGrid &grid, float threshold)
{
    std::vector<ConfidenceColumn> columns(static_cast<size_t>(grid.count));
    for (int i = 0; i < grid.count; ++i) {
        const EpochRange epochs = epochsOf(hypnogram, grid, i);
        ConfidenceColumn &column = columns[size_t(i)];
        float sum = 0;
        int known = 0, uncertain = 0;
        for (EpochIndex epoch = epochs.first; epoch < epochs.last; ++epoch) {
            const float confidence = hypnogram.confidence(epoch);
            if (std::isnan(confidence))
                continue;
            sum += confidence;
            ++known;
            if (hypnogram.source(epoch) != EpochSource::Automatic)
                continue;
            column.lowestOpen = std::min(column.lowestOpen, confidence);
            uncertain += confidence < threshold;
        }
        if (known > 0)
            column.mean = sum / float(known);
        column.uncertainShare = epochs.isEmpty() ? 0 : float(uncertain) / float(epochs.size());
    }
    return columns;
}

} // namespace somno::plot
