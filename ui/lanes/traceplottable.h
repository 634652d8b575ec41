// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include "core/signal/envelope.h"
#include "ui/lanes/backgroundtask.h"
#include "ui/lanes/laneplottable.h"

namespace somno::plot {

/// One channel as a trace: vertical spans of a device pixel where columns hold several samples, a polyline where a
/// sample is wider than a column. Values beyond the lane are clamped to its edge.
class TracePlottable : public LanePlottable {
    Q_OBJECT
public:
    /// Of the channel of its lane.
    explicit TracePlottable(Lane *lane);

    void recordingChanged() override;
    void scaleAmplitude(double factor) override;
    void autoscale() override;
    void paint(QCPPainter *painter, const QRect &rect) override;
    void paintGutter(QCPPainter *painter, const QRect &rect) override;

private:
    [[nodiscard]] const signal::Channel &channel() const
    {
        return view().recording->channels[size_t(m_lane->channel())];
    }
    /// y of a physical value in pixels from the top of a lane of that height.
    [[nodiscard]] double yOf(double value, double height) const;
    // Each answers whether nothing was still to come.
    bool paintSpans(QCPPainter *painter, const QRect &rect, const ColumnGrid &grid, double samplesPerColumn) const;
    bool paintPartSpans(QImage &lane, const signal::SampleStretch &part, const ColumnGrid &grid,
                        double samplesPerColumn) const;
    bool paintPolyline(QCPPainter *painter, const QRect &rect) const;
    bool paintPartLine(QCPPainter *painter, const QRect &rect, const signal::SampleStretch &part) const;
    /// The parts of the recording without a gap that begin before `lastSec` and end behind `firstSec`.
    [[nodiscard]] std::vector<signal::SampleStretch> partsWithin(double firstSec, double lastSec) const;

    BackgroundTask m_pyramid;
    QTimer m_waiting; ///< runs while something is still to come
    quint64 m_paintedRevision = 0;
    std::shared_ptr<const signal::Envelope> m_envelope; ///< null where the channel was not read
    double m_centre = 0;
    double m_halfRange = 1;
    double m_autoHalfRange = 1;
};

} // namespace somno::plot
