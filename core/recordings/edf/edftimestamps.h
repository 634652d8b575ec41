// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/base/deviationlog.h"
#include "core/recordings/edf/edffile.h"
#include "core/signal/timemap.h"

namespace somno::io {

/// Makes a map of time out of the time stamps of an EDF+ file's data records, which come in order. Where the file calls
/// itself continuous, records follow each other whatever their stamps say. Otherwise each starts when its stamp says;
/// stamps that step by the duration of a record, but for less than half a sample of the fastest channel, leave no gap.
class EdfTimeStamps {
public:
    explicit EdfTimeStamps(const EdfHeader &header);

    /// Of the next record: what its stamp says, and where in the file it stands.
    void add(std::optional<Ticks> stamp, qint64 byte);

    /// When the first record starts, behind the header's start time; 0 where nothing says so.
    [[nodiscard]] Ticks first() const;
    /// Once all records were added; time counts from the first. Error HeaderInvalid where a discontinuous file does not
    /// say, or contradicts itself on, when a record was recorded, naming the record and the byte.
    [[nodiscard]] Result<signal::TimeMap> map(const QString &fileName, DeviationLog &log) const;

private:
    /// Records whose stamps follow each other.
    struct Run {
        qint64 record = 0; ///< the first with a stamp
        Ticks stamp = 0;
        qint64 byte = 0;
        qint64 lastRecord = 0; ///< the last with a stamp
        Ticks lastStamp = 0;

        [[nodiscard]] Ticks expected(qint64 at, Ticks duration) const
        {
            return lastStamp + (at - lastRecord) * duration;
        }
    };
    [[nodiscard]] bool continues(const Run &run, qint64 record, Ticks stamp) const;
    void forgetOutlier(qint64 record, Ticks stamp);
    void sayRounding(DeviationLog &log) const;
    [[nodiscard]] QString brokenAt(const Run &before, const Run &run) const;
    [[nodiscard]] Result<signal::TimeMap> segments(const QString &fileName) const;

    const EdfHeader &m_header;
    qint64 m_fastest = 1; ///< samples in a record
    qint64 m_records = 0;
    std::vector<Run> m_runs;
    qint64 m_missing = 0;
    qint64 m_outliers = 0;
    qint64 m_rounded = 0;
    Ticks m_drift = 0; ///< of the stamps within runs against the duration of records
    bool m_isConstant = true;
    bool m_isChaotic = false; ///< more runs than are kept
};

} // namespace somno::io
