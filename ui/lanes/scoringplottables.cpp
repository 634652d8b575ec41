// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/scoringplottables.h"

#include "core/scoring/reviewprogress.h"

namespace somno::plot {

using scoring::EpochSource;
using scoring::Stage;

namespace {

/// Rows of stages inside a lane, in device pixels.
struct Rows {
    std::vector<Stage> stages;
    double top = 0;
    double height = 0; ///< of one row

    Rows(const scoring::Hypnogram *hypnogram, double laneHeight, double ratio)
        : stages(stageRows(hypnogram)), top(5 * ratio)
    {
        height = (laneHeight - 2 * top) / double(stages.size());
    }
    [[nodiscard]] int rowOf(Stage stage) const
    {
        return int(std::find(stages.begin(), stages.end(), stage) - stages.begin());
    }
    [[nodiscard]] double centre(int row) const { return top + (row + 0.5) * height; }
};

} // namespace

/// Rows from the highest to the lowest of the stages under a column, and from the stage before it.
static void paintSteps(QImage &lane, const std::vector<StageColumn> &columns, const Rows &rows, QRgb colour)
{
    for (int x = 0; x < int(columns.size()); ++x) {
        const StageColumn &column = columns[size_t(x)];
        int highest = int(rows.stages.size()), lowest = -1;
        const auto include = [&](int row) {
            highest = std::min(highest, row);
            lowest = std::max(lowest, row);
        };
        for (int row = 0; row < int(rows.stages.size()); ++row)
            if (column.has(rows.stages[size_t(row)]))
                include(row);
        const Stage before = x > 0 ? columns[size_t(x) - 1].dominant : Stage::Unscored;
        if (column.dominant != Stage::Unscored && before != Stage::Unscored && before != column.dominant)
            include(rows.rowOf(before));
        if (lowest > highest)
            fillColumn(lane, x, int(rows.centre(highest)), int(rows.centre(lowest)), colour);
    }
}

void HypnogramPlottable::paint(QCPPainter *painter, const QRect &rect)
{
    const ColumnGrid grid = m_lane->grid();
    if (!view().hypnogram() || grid.count == 0)
        return;
    const double ratio = m_lane->bufferDevicePixelRatio();
    QImage lane = image(rect);
    const Rows rows(view().hypnogram(), lane.height(), ratio);
    const auto columns = stageColumns(*view().hypnogram(), grid);
    QColor step = theme().trace;
    // Where every column holds several bouts, full lines would drown the bars.
    step.setAlphaF(std::clamp(0.5 / std::sqrt(grid.secPerColumn / view().hypnogram()->epochSec()), 0.1, 0.5));
    paintSteps(lane, columns, rows, qPremultiply(step.rgba()));
    const double half = std::min(rows.height * 0.32, 8 * ratio);
    for (int row = 0; row < int(rows.stages.size()); ++row)
        paintRow(lane, columns, rows.stages[size_t(row)], qRound(rows.centre(row) - half),
                 qRound(rows.centre(row) + half) - 1);
    painter->drawImage(rect.topLeft(), lane);
}

void HypnogramPlottable::paintRow(QImage &lane, const std::vector<StageColumn> &columns, Stage stage, int top,
                                  int bottom) const
{
    const double ratio = m_lane->bufferDevicePixelRatio();
    const int hatch = qRound(5 * ratio), stripe = qRound(4 * ratio);
    const int thickness = std::max(1, qRound(1.5 * ratio));
    QColor light = view().look(stage).colour;
    const QRgb solid = qPremultiply(light.rgba()), mark = qPremultiply(theme().trace.rgba());
    light.setAlphaF(0.42);
    const QRgb pale = qPremultiply(light.rgba());
    const qint64 first = m_lane->grid().first;
    for (int x = 0; x < std::min(int(columns.size()), lane.width()); ++x) {
        const StageColumn &column = columns[size_t(x)];
        if (!column.has(stage))
            continue;
        const bool automatic = column.has(stage, EpochSource::Automatic);
        const bool patterned = automatic || column.has(stage, EpochSource::Imported);
        fillColumn(lane, x, top, bottom, patterned ? pale : solid);
        // Hatching is anchored to the recording as well, and travels with it.
        for (int y = top; patterned && y <= bottom; ++y)
            if (automatic ? (first + x + y) % hatch == 0 : (y - top) % stripe < thickness)
                fillColumn(lane, x, y, y, solid);
        if (column.has(stage, EpochSource::Human))
            fillColumn(lane, x, bottom + 1, bottom + thickness, mark);
    }
}

void HypnogramPlottable::paintGutter(QCPPainter *painter, const QRect &rect)
{
    if (!view().recording)
        return;
    const Rows rows(view().hypnogram(), rect.height(), 1);
    for (int row = 0; row < int(rows.stages.size()); ++row)
        paintScaleLabel(painter, rect, rect.top() + rows.centre(row), view().look(rows.stages[size_t(row)]).label);
}

/// Confidences below this are not told apart: three equal classes already give a third.
static constexpr double kLowestConfidence = 0.3;

static double confidenceY(double confidence, double height)
{
    constexpr double kAbove = 0.08;
    const double share = std::clamp((confidence - kLowestConfidence) / (1 - kLowestConfidence), 0.0, 1.0);
    return height * (1 - share * (1 - kAbove));
}

void ConfidencePlottable::paint(QCPPainter *painter, const QRect &rect)
{
    const ColumnGrid grid = m_lane->grid();
    if (!view().hypnogram() || view().hypnogram()->proposal().size() == 0 || grid.count == 0)
        return;
    QImage lane = image(rect);
    const auto columns = confidenceColumns(*view().hypnogram(), grid, view().threshold);
    QColor area = theme().mutedText;
    area.setAlpha(45);
    const QRgb fill = qPremultiply(area.rgba()), edge = qPremultiply(theme().mutedText.rgba());
    const int height = lane.height();
    const int thresholdY = int(confidenceY(view().threshold, height));
    for (int x = 0; x < std::min(grid.count, lane.width()); ++x) {
        const ConfidenceColumn &column = columns[size_t(x)];
        if (column.mean < 0)
            continue;
        const int y = int(confidenceY(column.mean, height));
        const int before
            = x > 0 && columns[size_t(x) - 1].mean >= 0 ? int(confidenceY(columns[size_t(x) - 1].mean, height)) : y;
        fillColumn(lane, x, y + 1, height - 1, fill);
        fillColumn(lane, x, std::min(y, before), std::max(y, before), edge);
        if (column.uncertainShare == 0)
            continue;
        QColor deficit = theme().attention;
        deficit.setAlphaF(std::min(1.0, 0.3 + 0.7 * double(column.uncertainShare)));
        fillColumn(lane, x, thresholdY, int(confidenceY(column.lowestOpen, height)), qPremultiply(deficit.rgba()));
    }
    painter->drawImage(rect.topLeft(), lane);
    const double ratio = m_lane->bufferDevicePixelRatio();
    for (int x = rect.left(); x < rect.right(); x += 6)
        painter->fillRect(QRectF(x, rect.top() + thresholdY / ratio, 3, 1), theme().mutedText);
}

void ConfidencePlottable::paintGutter(QCPPainter *painter, const QRect &rect)
{
    if (!view().recording)
        return;
    paintName(painter, rect, tr("Confidence"));
    paintScaleLabel(painter, rect, rect.top() + confidenceY(view().threshold, rect.height()),
                    QString::number(double(view().threshold), 'f', 2));
}

void OverviewPlottable::paintStages(QImage &lane, const std::vector<StageColumn> &columns) const
{
    const double ratio = m_lane->bufferDevicePixelRatio();
    const Rows rows(view().hypnogram(), lane.height() - 7 * ratio, ratio);
    for (int row = 0; row < int(rows.stages.size()); ++row) {
        const Stage stage = rows.stages[size_t(row)];
        const int top = qRound(rows.top + row * rows.height);
        const int bottom = qRound(rows.top + (row + 1) * rows.height - ratio) - 1;
        const QColor colour = view().look(stage).colour;
        QColor light = colour;
        light.setAlphaF(0.55);
        for (int x = 0; x < std::min(int(columns.size()), lane.width()); ++x)
            if (columns[size_t(x)].has(stage))
                fillColumn(lane, x, top, bottom,
                           qPremultiply((columns[size_t(x)].dominant == stage ? colour : light).rgba()));
    }
}

void OverviewPlottable::paintUncertain(QImage &lane) const
{
    const double ratio = m_lane->bufferDevicePixelRatio();
    const auto columns = confidenceColumns(*view().hypnogram(), m_lane->grid(), view().threshold);
    for (int x = 0; x < std::min(int(columns.size()), lane.width()); ++x) {
        if (columns[size_t(x)].uncertainShare == 0)
            continue;
        QColor mark = theme().attention;
        mark.setAlphaF(std::min(1.0, 0.25 + 1.5 * double(columns[size_t(x)].uncertainShare)));
        fillColumn(lane, x, lane.height() - qRound(8 * ratio), lane.height() - qRound(4 * ratio) - 1,
                   qPremultiply(mark.rgba()));
    }
}

void OverviewPlottable::paintReviewed(QImage &lane, const std::vector<StageColumn> &columns) const
{
    const double ratio = m_lane->bufferDevicePixelRatio();
    const int dot = qRound(2 * ratio), thin = qRound(2 * ratio), thick = qRound(3 * ratio);
    const QRgb line = qPremultiply(theme().trace.rgba());
    const int bottom = lane.height() - qRound(ratio) - 1;
    for (int x = 0; x < std::min(int(columns.size()), lane.width()); ++x) {
        const StageColumn &column = columns[size_t(x)];
        const bool imported = column.has(EpochSource::Imported), human = column.has(EpochSource::Human);
        if (column.has(EpochSource::Automatic) || !(imported || human || column.has(EpochSource::Confirmed)))
            continue;
        if (!imported || x / dot % 2 == 0)
            fillColumn(lane, x, bottom + 1 - (human ? thick : thin), bottom, line);
    }
}

void OverviewPlottable::paint(QCPPainter *painter, const QRect &rect)
{
    if (view().hypnogram() && m_lane->grid().count > 0) {
        QImage lane = image(rect);
        const auto columns = stageColumns(*view().hypnogram(), m_lane->grid());
        paintStages(lane, columns);
        paintUncertain(lane);
        paintReviewed(lane, columns);
        painter->drawImage(rect.topLeft(), lane);
    }
    if (view().loading < 0 || view().loading >= 1)
        return;
    const QRectF bar(rect.left(), rect.bottom() - 2, rect.width() * view().loading, 3);
    painter->fillRect(bar, theme().accent);
    painter->setPen(theme().mutedText);
    painter->drawText(rect, Qt::AlignCenter, tr("Reading the recording: %1 %").arg(int(view().loading * 100)));
}

void OverviewPlottable::paintGutter(QCPPainter *painter, const QRect &rect)
{
    if (!view().recording)
        return;
    QString reviewed;
    if (view().hypnogram())
        if (const auto progress = scoring::reviewProgress(*view().hypnogram()); progress.scored > 0)
            reviewed = tr("%1 % reviewed").arg(scoring::wholePercent(progress.reviewedFraction()));
    paintName(painter, rect, tr("Overview"), {reviewed});
}

} // namespace somno::plot
