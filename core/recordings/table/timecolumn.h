// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "core/base/deviation.h"
#include "core/base/samplerate.h"

namespace somno::io {

/// Follows a column of times row by row and finds the rate that they go by, exactly, though they are rounded.
class TimeColumn {
public:
    /// Times count in `unitSec`, 0 where that is not known, and are rounded to `step` of these.
    TimeColumn(double unitSec, double step) : m_unitSec(unitSec), m_step(step) {}

    /// The time of the next row, which stands in that line.
    void add(double time, qint64 line);
    /// After the last row; what follows tells of all of them.
    void end();

    /// The rate; nothing where the times do not go on evenly, are too coarse to tell, only count the rows, or their
    /// unit is not known.
    [[nodiscard]] std::optional<SampleRate> rate() const;
    /// Whether it counts the rows.
    [[nodiscard]] bool isIndex() const;
    /// A guess where the unit is not known: milliseconds; 0 for none.
    [[nodiscard]] double likelyHz() const;
    /// Why there is no rate, as a sentence; empty where there is one.
    [[nodiscard]] QString problem() const;
    /// Times that are uneven by more than they are rounded, and whose rate is their mean.
    [[nodiscard]] std::optional<Deviation> unevenness() const;

private:
    [[nodiscard]] double mean() const; ///< from row to row, in units of the column
    void check(double time, qint64 line);
    void settle();
    [[nodiscard]] double worstDrift() const;

    double m_unitSec;
    double m_step;
    std::vector<std::pair<double, qint64>> m_first; ///< until the mean of some rows is known
    std::vector<double> m_marks;                    ///< the time of every so many rows
    double m_start = 0, m_last = 0;
    double m_usual = 0;             ///< from row to row, by the first rows
    double m_least = 0, m_most = 0; ///< between which the mean lies if times are only rounded
    double m_worst = 0;             ///< step that is furthest from the usual one
    qint64 m_rows = 0;
    qint64 m_breakLine = 0; ///< the first that does not follow evenly; 0 for none
    double m_breakStep = 0;
};

} // namespace somno::io
