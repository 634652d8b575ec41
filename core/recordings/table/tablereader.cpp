// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/table/tablereader.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace somno::io {

using signal::SampleStore;

namespace {

constexpr qint64 kProgressEvery = 1 << 14; ///< lines

/// Seconds that a column of times counts in, by its unit or name; 0 where that is not known.
double unitOf(const TableShape &shape, int column)
{
    if (column < 0)
        return 0;
    const ColumnHeading &heading = shape.columns[size_t(column)];
    if (shape.isClock(column))
        return 1;
    const QString unit = heading.unit.isEmpty() ? heading.name.toLower() : heading.unit;
    if (unit == QLatin1String("ms") || unit == QLatin1String("milliseconds"))
        return 1e-3;
    if (unit == QLatin1String("us") || unit.endsWith(QStringLiteral("µs")) || unit.endsWith(QStringLiteral("μs")))
        return 1e-6;
    if (unit == QLatin1String("min"))
        return 60;
    static const QStringList kSeconds = {QStringLiteral("s"), QStringLiteral("sec"), QStringLiteral("secs"),
                                         QStringLiteral("second"), QStringLiteral("seconds")};
    if (kSeconds.contains(unit))
        return 1;
    const std::vector<double> values = shape.valuesOf(column);
    return values[1] - values[0] < 1 ? 1 : 0; // a step of less than one is a second's; whole ones may be anything
}

/// What the times of the first rows are rounded to, in their unit.
double stepOf(const TableShape &shape, int column)
{
    if (column < 0)
        return 1;
    int most = 0;
    for (const auto &row : shape.rows) {
        const std::string &cell = row[size_t(column)];
        const size_t seconds = cell.rfind(':');
        const bool isClock = seconds != std::string::npos;
        const std::string_view number = isClock ? std::string_view(cell).substr(seconds + 1) : std::string_view(cell);
        const bool hasComma = isClock ? number.find(',') != std::string_view::npos : shape.notation.decimalComma;
        const int decimals = decimalsOf(number, hasComma);
        most = std::max(most, decimals < 0 ? 12 : decimals);
    }
    return std::pow(10, -most);
}

} // namespace

TableReader::TableReader(InputFilePtr file, const TextEncoding &encoding, const TableShape &shape)
    : m_file(std::move(file)), m_shape(shape), m_lines(m_file, encoding), m_timeColumn(shape.timeColumn()),
      m_time(unitOf(shape, m_timeColumn), stepOf(shape, m_timeColumn)), m_values(shape.columns.size())
{
}

tl::unexpected<Error> TableReader::invalid(qint64 line, const QString &what) const
{
    return failure(ErrorCode::HeaderInvalid, QStringLiteral("%1, line %2: %3").arg(m_file->name()).arg(line).arg(what),
                   QStringLiteral("Below the heading every line has a number for each column; one that is missing is "
                                  "left empty or NaN."));
}

QString TableReader::nameOf(int column) const
{
    const QString &name = m_shape.columns[size_t(column)].name;
    return name.isEmpty() ? QStringLiteral("column %1").arg(column + 1) : name;
}

Result<> TableReader::reserve()
{
    qint64 bytes = 0;
    for (const auto &row : m_shape.rows)
        for (const std::string &cell : row)
            bytes += qint64(cell.size()) + 1;
    const qint64 rows = m_file->size() / std::max<qint64>(1, bytes / qint64(m_shape.rows.size())) + 1;
    const qint64 channels = qint64(m_values.size()) - (m_timeColumn >= 0 ? 1 : 0);
    if (const auto fits = requireMemory(m_file->name(), rows * channels * qint64(sizeof(float))); !fits)
        return fits;
    for (int i = 0; i < int(m_values.size()); ++i)
        if (i != m_timeColumn)
            m_values[size_t(i)].reserve(size_t(rows + rows / 16));
    return {};
}

void TableReader::takeTime(double time, const ClockTime *clock)
{
    if (clock) {
        if (!m_clock)
            m_clock = *clock;
        else if (clock->seconds < m_lastClock - 43200)
            m_clockDays += 86400;
        m_lastClock = clock->seconds;
        time = clock->seconds + m_clockDays;
    }
    m_time.add(time, m_lines.number());
}

/// Numbers with points and nothing else, as nearly all lines are; false where there is anything else.
bool TableReader::readQuickly(std::string_view line)
{
    const char separator = m_shape.notation.separator;
    if (m_shape.notation.decimalComma || separator == ' ')
        return false;
    const char *at = line.data();
    const char *end = at + line.size();
    const size_t columns = m_values.size();
    double time = 0;
    for (size_t column = 0; column < columns; ++column) {
        while (at != end && *at == ' ')
            ++at;
        float value = 0;
        const auto [last, status]
            = int(column) == m_timeColumn ? std::from_chars(at, end, time) : std::from_chars(at, end, value);
        const bool isLast = column + 1 == columns;
        if (status != std::errc() || (isLast ? last != end : last == end || *last != separator)
            || !std::isfinite(value)) {
            for (size_t taken = 0; taken < column; ++taken) // the line is read again, with care
                if (int(taken) != m_timeColumn)
                    m_values[taken].pop_back();
            return false;
        }
        if (int(column) != m_timeColumn)
            m_values[column].push_back(value);
        at = last + 1;
    }
    if (m_timeColumn >= 0)
        takeTime(time, nullptr);
    return true;
}

Result<> TableReader::takeCell(int column, std::string_view cell)
{
    const auto number = numberIn(cell, m_shape.notation.decimalComma);
    const auto clock = number || column != m_timeColumn ? std::nullopt : clockIn(cell);
    if (!number && !clock)
        return invalid(
            m_lines.number(),
            QStringLiteral("\"%1\" in the column \"%2\" is no number.")
                .arg(QString::fromUtf8(cell.data(), qsizetype(std::min<size_t>(cell.size(), 40))), nameOf(column)));
    if (column == m_timeColumn && number && std::isnan(*number))
        return invalid(m_lines.number(), QStringLiteral("it has no time."));
    if (column == m_timeColumn)
        takeTime(number.value_or(0), clock ? &*clock : nullptr);
    else
        m_values[size_t(column)].push_back(float(*number));
    return {};
}

Result<> TableReader::readWithCare(std::string_view line)
{
    splitCells(line, m_shape.notation.separator, m_cells);
    if (m_cells.size() == m_values.size() + 1 && m_cells.back().empty())
        m_cells.pop_back();
    if (m_cells.empty() || (m_cells.size() == 1 && m_cells.front().empty() && m_values.size() > 1))
        return {}; // an empty line
    if (m_shortLine > 0)
        return invalid(m_shortLine, QStringLiteral("it has fewer cells than the %1 columns.").arg(m_values.size()));
    if (m_cells.size() > m_values.size())
        return invalid(m_lines.number(),
                       QStringLiteral("it has %1 cells for %2 columns.").arg(m_cells.size()).arg(m_values.size()));
    if (m_cells.size() < m_values.size()) {
        m_shortLine = m_lines.number();
        return {};
    }
    for (int column = 0; column < int(m_values.size()); ++column)
        if (const auto taken = takeCell(column, m_cells[size_t(column)]); !taken)
            return taken;
    return {};
}

Result<> TableReader::readRows(const Progress &progress)
{
    std::string_view line;
    for (;;) {
        const auto more = m_lines.next(line);
        if (!more)
            return failure(more.error());
        if (!*more)
            return {};
        if (m_lines.number() <= m_shape.linesBefore)
            continue;
        if (m_shortLine > 0 || !readQuickly(line))
            if (const auto read = readWithCare(line); !read)
                return read;
        if (m_lines.number() % kProgressEvery != 0)
            continue;
        progress.advance(QStringLiteral("read"), m_lines.offset(), m_file->size());
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Reading %1 was cancelled.").arg(m_file->name()));
    }
}

Result<RecordingDraft> TableReader::read(const Progress &progress)
{
    if (const auto fits = reserve(); !fits)
        return failure(fits.error());
    if (const auto rows = readRows(progress); !rows)
        return failure(rows.error());
    m_time.end();
    return draft();
}

void TableReader::tellOfTime(RecordingDraft &draft) const
{
    draft.likelyHz = m_time.likelyHz();
    draft.rateProblem = m_time.problem();
    if (const auto uneven = m_time.unevenness())
        draft.deviations.push_back(*uneven);
    if (m_clock && m_clock->date.isValid())
        draft.start
            = QDateTime(m_clock->date, QTime(0, 0), Qt::UTC).addMSecs(qint64(std::llround(m_clock->seconds * 1000)));
    else if (m_clock && m_clock->seconds > 0) // from midnight on it is rather the time since the start
        draft.start = QDateTime(QDate(1985, 1, 1), QTime(0, 0), Qt::UTC)
                          .addMSecs(qint64(std::llround(m_clock->seconds * 1000)));
}

RecordingDraft TableReader::draft()
{
    RecordingDraft draft;
    if (m_shape.linesUnread > 0)
        draft.deviations.push_back({QStringLiteral("lines-before"), QStringLiteral("beginning"),
                                    QStringLiteral("%1 lines stand before the table").arg(m_shape.linesUnread),
                                    QStringLiteral("not read")});
    if (m_shortLine > 0)
        draft.deviations.push_back({QStringLiteral("last-row-cut"), QStringLiteral("line %1").arg(m_shortLine),
                                    QStringLiteral("it has fewer cells than there are columns"),
                                    QStringLiteral("left out, as the last one")});
    if (m_timeColumn >= 0)
        tellOfTime(draft);
    const auto rate = m_timeColumn >= 0 ? m_time.rate() : std::nullopt;
    for (int i = 0; i < int(m_values.size()); ++i) {
        std::vector<float> &values = m_values[size_t(i)];
        const bool isEmpty = std::ranges::all_of(values, [](float value) { return std::isnan(value); });
        if (i == m_timeColumn)
            continue;
        if (isEmpty)
            draft.deviations.push_back({QStringLiteral("column-empty"), nameOf(i), QStringLiteral("it has no number"),
                                        QStringLiteral("left out")});
        else
            draft.channels.push_back({nameOf(i), m_shape.columns[size_t(i)].unit, rate,
                                      std::make_shared<const SampleStore>(std::move(values))});
    }
    return draft;
}

} // namespace somno::io
