// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Luna's .annot (luna-doc, annotations.md): lines with # first, perhaps a heading, then rows of class, instance,
// channel, start, stop and meta; or class, instance, start and stop; or class, start and stop. Times are seconds,
// clocks (hh:mm:ss or hh.mm.ss), elapsed "0+hh:mm:ss" or epochs "e:2", "e:2:20", "e:2:30:15"; a stop may be "+5", which
// lasts, or "...", which is the next row. A stage is a class, or the instance of one for all stages. NREM as such is
// none of Luna's: see .eannot.
#include <QFileInfo>
#include <QRegularExpression>
#include <cmath>

#include "core/labels/labelformat.h"
#include "core/labels/labeltext.h"
#include "core/labels/labelwriter.h"
#include "core/labels/stagewords.h"
#include "core/labels/table/tabletimes.h"
#include "core/labels/table/texttable.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

/// A time of a row, and how long an epoch lasts where it is one.
struct AnnotTime {
    Moment::Kind kind = Moment::Count;
    Ticks ticks = 0;
    Ticks epoch = 0;
};

std::optional<AnnotTime> epochTime(const QString &cell)
{
    const QStringList parts = cell.split(QLatin1Char(':'));
    const double number = parts.value(1).toDouble();
    const double length = parts.size() > 2 ? parts[2].toDouble() : 30;
    const double step = parts.size() > 3 ? parts[3].toDouble() : length;
    if (!(number >= 1 && length > 0 && step > 0 && number * step + length < kFarthestSec))
        return std::nullopt;
    return AnnotTime{Moment::Count, toTicks((number - 1) * step), toTicks(length)};
}

std::optional<AnnotTime> timeOf(const QString &cell)
{
    static const QRegularExpression points(QStringLiteral("^(\\d{1,2})\\.(\\d{2})\\.(\\d{2})"));
    if (cell.startsWith(QLatin1String("e:")))
        return epochTime(cell);
    const bool isElapsed = cell.startsWith(QLatin1String("0+"));
    QString text = isElapsed ? cell.mid(2) : cell;
    text.replace(points, QStringLiteral("\\1:\\2:\\3"));
    const auto moment = momentOf(text);
    if (!moment || std::abs(moment->count) > kFarthestSec)
        return std::nullopt;
    const Ticks ticks = moment->kind == Moment::Count ? toTicks(moment->count) : moment->ticks;
    return AnnotTime{isElapsed ? Moment::Count : moment->kind, ticks};
}

class AnnotReader {
public:
    AnnotReader(const QString &path, const LabelContext &context) : m_path(path), m_context(context) {}
    Result<LabelTable> read();

private:
    [[nodiscard]] bool readRow(const QStringList &cells);
    [[nodiscard]] bool readStop(const QString &stop, const AnnotTime &start, LabelRow &row);
    [[nodiscard]] bool settleTimes();
    [[nodiscard]] QString wordOf(const QStringList &cells) const
    {
        const bool isStage = stageOfWord(cells[0], m_context).has_value() || cells.size() == 3;
        return isStage || !stageOfWord(cells[1], m_context) || cells[1] == QLatin1String(".") ? cells[0] : cells[1];
    }

    QString m_path;
    const LabelContext &m_context;
    LabelTable m_table;
    std::vector<Moment::Kind> m_kinds; ///< of the rows
    bool m_isOpen = false;             ///< the row above lasts until this
};

bool AnnotReader::readRow(const QStringList &cells)
{
    const qsizetype at = cells.size() >= 6 ? 3 : cells.size() == 4 ? 2 : 1;
    const auto start = cells.size() < 3 ? std::nullopt : timeOf(cells[at]);
    if (!start)
        return false;
    LabelRow row{start->ticks, start->epoch, wordOf(cells)};
    if (!readStop(cells[at + 1], *start, row))
        return false;
    if (m_isOpen && m_kinds.back() == start->kind && start->ticks > m_table.rows.back().onset)
        m_table.rows.back().duration = start->ticks - m_table.rows.back().onset;
    m_isOpen = cells[at + 1] == QLatin1String("...");
    m_kinds.push_back(start->kind);
    m_table.rows.push_back(std::move(row));
    return true;
}

bool AnnotReader::readStop(const QString &stop, const AnnotTime &start, LabelRow &row)
{
    if (stop == QLatin1String("...") || stop == QLatin1String("."))
        return true;
    const bool isDuration = stop.startsWith(QLatin1Char('+'));
    const auto time = timeOf(isDuration ? stop.mid(1) : stop);
    if (!time)
        return false;
    constexpr Ticks kDay = 86400 * kTicksPerSecond;
    const bool isNextDay = start.kind == Moment::Clock && time->kind == Moment::Clock && time->ticks < start.ticks;
    row.duration = isDuration ? time->ticks : time->ticks + time->epoch - start.ticks + (isNextDay ? kDay : 0);
    return row.duration >= 0 && (isDuration || time->kind == start.kind);
}

/// Elapsed times stay; clocks among them need the recording's.
bool AnnotReader::settleTimes()
{
    const qint64 clocks = std::ranges::count_if(m_kinds, [](Moment::Kind kind) { return kind != Moment::Count; });
    if (clocks == qint64(m_kinds.size())) {
        settleClockTimes(m_table, {m_kinds.front(), false, true});
        return std::ranges::count(m_kinds, m_kinds.front()) == clocks;
    }
    if (clocks > 0 && !m_context.recordingStart.isValid())
        return false;
    constexpr Ticks kDay = 86400 * kTicksPerSecond;
    constexpr Ticks kMs = kTicksPerSecond / 1000;
    for (size_t i = 0; i < m_kinds.size() && clocks > 0; ++i) {
        Ticks &onset = m_table.rows[i].onset;
        if (m_kinds[i] == Moment::Clock)
            onset = (onset - m_context.recordingStart.time().msecsSinceStartOfDay() * kMs + kDay) % kDay;
        else if (m_kinds[i] == Moment::Dated)
            onset -= m_context.recordingStart.toMSecsSinceEpoch() * kMs;
    }
    return true;
}

Result<LabelTable> AnnotReader::read()
{
    m_table.holdsEvents = true;
    const auto text = readText(m_path, m_table.deviations);
    if (!text)
        return failure(text.error());
    const auto invalid = [&](qint64 line, const QString &what) {
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("%1, line %2: %3").arg(QFileInfo(m_path).fileName()).arg(line).arg(what),
                       QStringLiteral("A row holds class, instance, channel, start, stop and meta; or class, instance, "
                                      "start and stop; or class, start and stop."));
    };
    const bool hasTabs = text->contains(QLatin1Char('\t'));
    TextRows rows(*text, hasTabs ? QLatin1Char('\t') : QLatin1Char(' '));
    TextRow row;
    while (rows.next(row)) {
        if (m_table.rows.size() >= kMostLabelRows)
            return tooManyRows(QFileInfo(m_path).fileName());
        if (row.cells.first() != QLatin1String("class") && !readRow(row.cells))
            return invalid(row.line, QStringLiteral("that is no annotation with times."));
    }
    if (!m_table.rows.empty() && !settleTimes())
        return invalid(row.line, QStringLiteral("clocks and elapsed times need the start of the recording."));
    return std::move(m_table);
}

Result<> writeAnnot(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes words{{Stage::Wake, "W"},    {Stage::N1, "N1"},          {Stage::N2, "N2"},
                                  {Stage::N3, "N3"},     {Stage::S4, "NREM4"},       {Stage::Nrem, "N2"},
                                  {Stage::Rem, "R"},     {Stage::MovementTime, "M"}, {Stage::Microarousal, "MA"},
                                  {Stage::Unscored, "?"}};
    return writeRows(path, "class\tinstance\tchannel\tstart\tstop\tmeta\n", hypnogram.size(), [&](EpochIndex epoch) {
        return codeFor(words, hypnogram.stage(epoch)) + "\t.\t.\t" + onsetText(hypnogram, epoch) + '\t'
               + onsetText(hypnogram, epoch + 1) + "\t.\n";
    });
}

} // namespace

const LabelFormat &lunaAnnotLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("annot"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Luna annotations")),
         {QStringLiteral("annot")},
         [](const QByteArray &bytes, const QString &name) {
             const QString text = textOfStart(bytes);
             return text.contains(QRegularExpression(QStringLiteral("(^|[\r\n])class\\s+(instance|start)\\s")))
                    || (!text.isEmpty() && suffixOf(name) == QLatin1String("annot"));
         }},
        {},
        {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::S4, Stage::Rem, Stage::MovementTime, Stage::Microarousal},
        [](const QString &path, const LabelContext &context) { return AnnotReader(path, context).read(); },
        writeAnnot,
        {{QStringLiteral("m"), Stage::MovementTime},
         {QStringLiteral("l"), Stage::Unscored},
         {QStringLiteral("u"), Stage::Unscored}},
        {{Stage::S4, Stage::N3}, {Stage::MovementTime, Stage::Unscored}},
        {{Stage::Nrem, Stage::N2}},
    };
    return format;
}

} // namespace somno::io
