// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace somno::plot {

/// The one time axis that every lane shares: seconds from the start of the recording. The range
/// always lies inside [0, total] and spans at least kMinSpanSec, or the whole of a shorter recording.
class TimeAxis : public QObject {
    Q_OBJECT
public:
    static constexpr double kMinSpanSec = 0.5;

    using QObject::QObject;

    [[nodiscard]] double total() const { return m_total; }
    [[nodiscard]] double first() const { return m_first; }
    [[nodiscard]] double last() const { return m_first + m_span; }
    /// Kept apart from first(), so that panning leaves it bit-identical and pixel columns stay the same.
    [[nodiscard]] double span() const { return m_span; }

    /// Length of the recording; 0 when there is none. The range is clamped to it.
    void setTotal(double totalSec);
    void setRange(double firstSec, double lastSec);
    /// New span with the time `anchorSec` kept at the same place on the screen.
    void setSpan(double spanSec, double anchorSec);
    void pan(double deltaSec);
    /// factor > 1 zooms in, around `anchorSec`.
    void zoom(double factor, double anchorSec);

Q_SIGNALS:
    void rangeChanged(double firstSec, double lastSec);
    void totalChanged(double totalSec);

private:
    void apply(double firstSec, double spanSec);

    double m_total = 0;
    double m_first = 0;
    double m_span = 0;
};

} // namespace somno::plot
