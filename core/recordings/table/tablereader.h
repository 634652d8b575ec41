// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/recordings/recordingdraft.h"
#include "core/recordings/table/tableshape.h"
#include "core/recordings/table/textlines.h"
#include "core/recordings/table/timecolumn.h"

namespace somno::io {

/// Reads the rows of a table whose first lines are understood. Errors name the line: HeaderInvalid for a cell that is
/// no number and a row of another width, Cancelled.
class TableReader {
public:
    TableReader(InputFilePtr file, const TextEncoding &encoding, const TableShape &shape);
    [[nodiscard]] Result<RecordingDraft> read(const Progress &progress);

private:
    [[nodiscard]] Result<> reserve();
    [[nodiscard]] Result<> readRows(const Progress &progress);
    [[nodiscard]] bool readQuickly(std::string_view line);
    [[nodiscard]] Result<> readWithCare(std::string_view line);
    [[nodiscard]] Result<> takeCell(int column, std::string_view cell);
    void takeTime(double time, const ClockTime *clock);
    [[nodiscard]] tl::unexpected<Error> invalid(qint64 line, const QString &what) const;
    [[nodiscard]] QString nameOf(int column) const;
    [[nodiscard]] RecordingDraft draft();
    void tellOfTime(RecordingDraft &draft) const;

    InputFilePtr m_file;
    TableShape m_shape;
    TextLines m_lines;
    int m_timeColumn;
    TimeColumn m_time;
    double m_clockDays = 0;           ///< seconds of the midnights that a clock has passed
    std::optional<ClockTime> m_clock; ///< the first
    double m_lastClock = 0;
    std::vector<std::vector<float>> m_values;
    std::vector<std::string_view> m_cells;
    qint64 m_shortLine = 0; ///< with fewer cells than there are columns; fit to be the last one
};

} // namespace somno::io
