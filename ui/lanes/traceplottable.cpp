// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/lanes/traceplottable.h"

#include <algorithm>

#include "core/signal/memoryenvelope.h"
#include "ui/lanes/ticks.h"

namespace somno::plot {

using signal::Envelope;
using signal::MemoryEnvelope;
using signal::MinMax;

/// How often a lane looks whether what it waits for has come.
static constexpr int kLookEveryMs = 40;

/// The more samples share a column, the lighter it is drawn: a day of signal is a soft band, not a black wall, and
/// the stages behind it stay visible.
static QRgb spanColour(QColor colour, double samplesPerColumn)
{
    constexpr double kDense = 10; // doublings from one sample to a column of full density
    const double density = std::clamp(std::log2(samplesPerColumn) / kDense, 0.0, 1.0);
    colour.setAlphaF(1 - 0.42 * density);
    return qPremultiply(colour.rgba());
}

static double startOf(const signal::SampleStretch &part)
{
    return double(part.start) / double(kTicksPerSecond);
}

/// Raw samples that one drawing may scan before the pyramid is built; more would hold up the window.
static constexpr double kMostRawSamples = 4e6;

TracePlottable::TracePlottable(Lane *lane) : LanePlottable(lane)
{
    m_envelope = this->channel().samples ? std::make_shared<MemoryEnvelope>(this->channel().samples)
                                         : this->channel().envelope;
    m_waiting.setInterval(kLookEveryMs);
    connect(&m_waiting, &QTimer::timeout, this, [this] {
        if (m_envelope->revision() != m_paintedRevision)
            m_lane->refresh();
    });
    if (m_envelope) {
        const MinMax<float> range = m_envelope->robustRange();
        const double a = range.min * this->channel().gain(), b = range.max * this->channel().gain();
        if (!range.isEmpty() && a != b) {
            m_centre = (a + b) / 2 + this->channel().offset();
            m_autoHalfRange = std::abs(b - a) / 2 * 1.3;
        }
    }
    m_halfRange = m_autoHalfRange;
}

void TracePlottable::recordingChanged()
{
    const auto samples = channel().samples;
    if (!samples)
        return;
    m_pyramid.start(
        this, [samples](const std::stop_token &stop) { return MemoryEnvelope::withPyramid(samples, stop); },
        [this](const std::shared_ptr<const Envelope> &envelope) {
            m_envelope = envelope;
            m_lane->refresh();
        },
        [this] { Q_EMIT m_lane->starved(); });
}

void TracePlottable::scaleAmplitude(double factor)
{
    constexpr double kMostScaling = 1e4;
    if (factor > 0)
        m_halfRange = std::clamp(m_halfRange / factor, m_autoHalfRange / kMostScaling, m_autoHalfRange * kMostScaling);
    m_lane->refresh();
}

void TracePlottable::autoscale()
{
    m_halfRange = m_autoHalfRange;
    m_lane->refresh();
}

double TracePlottable::yOf(double value, double height) const
{
    return (1 - (value - m_centre) / m_halfRange) * height / 2;
}

void TracePlottable::paint(QCPPainter *painter, const QRect &rect)
{
    const ColumnGrid grid = m_lane->grid();
    if (!m_envelope || grid.count == 0)
        return;
    const double zero = yOf(0, rect.height());
    if (zero >= 0 && zero < rect.height())
        painter->fillRect(QRectF(rect.left(), rect.top() + std::floor(zero), rect.width(), 1), theme().grid);
    const double samplesPerColumn = grid.secPerColumn * channel().rate.hz();
    m_paintedRevision = m_envelope->revision();
    m_envelope->beginDrawing();
    const bool isWhole
        = samplesPerColumn < 1 ? paintPolyline(painter, rect) : paintSpans(painter, rect, grid, samplesPerColumn);
    if (isWhole)
        m_waiting.stop();
    else
        m_waiting.start();
}

/// Of what is still to come: the lane is not empty there, it waits.
static QRgb waitingColour(QColor colour)
{
    colour.setAlphaF(0.12F);
    return qPremultiply(colour.rgba());
}

std::vector<signal::SampleStretch> TracePlottable::partsWithin(double firstSec, double lastSec) const
{
    auto parts = view().recording->time.stretches(channel().rate, m_envelope->sampleCount());
    std::erase_if(parts, [&](const signal::SampleStretch &part) {
        return parts.size() > 1
               && (startOf(part) > lastSec
                   || startOf(part) + channel().rate.timeSec(part.last - part.first) < firstSec);
    });
    return parts;
}

bool TracePlottable::paintSpans(QCPPainter *painter, const QRect &rect, const ColumnGrid &grid,
                                double samplesPerColumn) const
{
    QImage lane = image(rect);
    bool isWhole = true;
    for (const signal::SampleStretch &part : partsWithin(grid.secAt(-1), grid.secAt(grid.count)))
        isWhole &= paintPartSpans(lane, part, grid, samplesPerColumn);
    painter->drawImage(rect.topLeft(), lane);
    return isWhole;
}

bool TracePlottable::paintPartSpans(QImage &lane, const signal::SampleStretch &part, const ColumnGrid &grid,
                                    double samplesPerColumn) const
{
    const int columns = std::min(grid.count, lane.width());
    const int affordable
        = m_envelope->isSummed() ? columns : int(std::min<double>(columns, kMostRawSamples / samplesPerColumn));
    // One column before the left edge, so that the trace enters the lane where it comes from.
    const double hz = channel().rate.hz();
    const int begin = int(std::clamp(std::floor(grid.columnAt(startOf(part))), -1.0, double(affordable)));
    const int end = int(std::clamp(std::ceil(grid.columnAt(startOf(part) + double(part.last - part.first) / hz)) + 1,
                                   double(begin), double(affordable)));
    std::vector<MinMax<float>> spans(static_cast<size_t>(end - begin));
    m_envelope->columns(grid.first + begin, samplesPerColumn, spans, {part.first, part.last, startOf(part) * hz});
    const double gain = channel().gain(), offset = channel().offset();
    const int bottom = lane.height() - 1;
    const QRgb colour = spanColour(theme().trace, samplesPerColumn);
    const auto pixel = [&](double digital) {
        return int(std::clamp(std::floor(yOf(digital * gain + offset, lane.height())), 0.0, double(bottom)));
    };
    const QRgb waiting = waitingColour(theme().trace);
    int lastTop = 0, lastBottom = 0;
    bool joined = false, isWhole = true;
    for (int x = begin; x < end; ++x) {
        const MinMax<float> &span = spans[size_t(x - begin)];
        if (span.isEmpty() || span == signal::kNotYet) {
            joined = false;
            if (!span.isEmpty() && x >= 0) {
                fillColumn(lane, x, 0, bottom, waiting);
                isWhole = false;
            }
            continue;
        }
        const auto [top, base] = std::minmax({pixel(span.min), pixel(span.max)});
        // Reach to the neighbour, or steep slopes would fall apart into dashes.
        if (x >= 0)
            fillColumn(lane, x, joined ? std::min(top, lastBottom) : top, joined ? std::max(base, lastTop) : base,
                       colour);
        lastTop = top;
        lastBottom = base;
        joined = true;
    }
    return isWhole;
}

bool TracePlottable::paintPolyline(QCPPainter *painter, const QRect &rect) const
{
    painter->setAntialiasing(true);
    painter->setPen(QPen(theme().trace, 1 / m_lane->bufferDevicePixelRatio()));
    bool isWhole = true;
    for (const signal::SampleStretch &part : partsWithin(view().axis.first(), view().axis.last()))
        isWhole &= paintPartLine(painter, rect, part);
    return isWhole;
}

bool TracePlottable::paintPartLine(QCPPainter *painter, const QRect &rect, const signal::SampleStretch &part) const
{
    const SampleRate rate = channel().rate;
    const double gain = channel().gain(), offset = channel().offset();
    const auto sampleAt = [&](double sec) { return double(part.first) + (sec - startOf(part)) * rate.hz(); };
    const auto first = std::max(SampleIndex(std::floor(sampleAt(view().axis.first()))) - 1, part.first);
    const auto last = std::min(SampleIndex(std::ceil(sampleAt(view().axis.last()))) + 1, part.last - 1);
    std::vector<float> samples(size_t(std::max<SampleIndex>(last - first + 1, 0)));
    m_envelope->samples(first, samples);
    QPolygonF line;
    bool isWhole = true;
    const auto drawLine = [&] {
        if (line.size() == 1)
            painter->drawPoint(line.first());
        else if (!line.isEmpty())
            painter->drawPolyline(line);
        line.clear();
    };
    for (SampleIndex i = first; i <= last; ++i) {
        const float digital = samples[size_t(i - first)];
        if (!std::isfinite(digital)) {
            drawLine();
            isWhole &= std::isnan(digital);
            continue;
        }
        const double y = std::clamp(yOf(digital * gain + offset, rect.height()), 0.5, rect.height() - 0.5);
        line << QPointF(m_lane->xAt(startOf(part) + rate.timeSec(i - part.first)), rect.top() + y);
    }
    drawLine();
    return isWhole;
}

void TracePlottable::paintGutter(QCPPainter *painter, const QRect &rect)
{
    constexpr int kPixelsPerTick = 28;
    const double room = 1 - 12.0 / std::max(rect.height(), 24);
    const ValueTicks ticks = valueTicks(m_centre - m_halfRange * room, m_centre + m_halfRange * room,
                                        std::clamp(rect.height() / kPixelsPerTick, 3, 5));
    const QString unit = channel().unit.trimmed();
    paintName(painter, rect, channel().label.trimmed(),
              {m_envelope ? ticks.unitText(unit) : LanePlottable::tr("not read")});
    if (!m_envelope)
        return;
    for (const double value : ticks.values) {
        const double y = rect.top() + std::floor(yOf(value, rect.height()));
        paintScaleLabel(painter, rect, y, ticks.label(value));
        painter->fillRect(QRectF(rect.right() - 3, y, 4, 1), theme().hairline);
    }
}

} // namespace somno::plot
