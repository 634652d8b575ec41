// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/recordings/table/tablecell.h"

namespace somno::io {

/// What stands in a column before its numbers.
struct ColumnHeading {
    QString name;
    QString unit; ///< "EEG (uV)", "EMG_mV", or a line of units below the names; empty where none is said
};

/// How a table of numbers is laid out, by its first lines.
struct TableShape {
    TableNotation notation;
    qint64 linesBefore = 0; ///< before the first row of numbers
    qint64 linesUnread = 0; ///< of those, the ones that are no heading
    bool hasHeading = false;
    std::vector<ColumnHeading> columns;
    std::vector<std::vector<std::string>> rows; ///< the first rows as text

    /// Nothing where the text, which may end within a line unless `isWhole`, does not begin with such a table.
    [[nodiscard]] static std::optional<TableShape> of(std::string_view text, char lineEnd, bool isWhole);
    /// Whether these are scores or times of stages rather than signals: by the words of the heading, or because there
    /// are nothing but few whole numbers.
    [[nodiscard]] bool looksLikeLabels() const;
    /// The column that counts the time: by its name or, the first, because it goes up evenly. -1 where there is none.
    [[nodiscard]] int timeColumn() const;
    /// The numbers of a column in the first rows; seconds for clock times.
    [[nodiscard]] std::vector<double> valuesOf(int column) const;
    /// Whether a column holds times of day.
    [[nodiscard]] bool isClock(int column) const;
};

} // namespace somno::io
