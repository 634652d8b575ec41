// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// MiSleep 0.3 (io/annotation.py): a text of sections for markers, events and sleep states; a bout is a line
// "dd:hh:mm:ss, start, 1, dd:hh:mm:ss, end, 0, code, NAME" in whole seconds. Ends are the starts of the next bouts; in
// older files they are the last second of the bout, which in the oldest is counted from 1. 1 NREM, 2 REM, 3 Wake, 4
// INIT, which is not scored; other names are the user's.
#include <QFileInfo>
#include <cmath>

#include "core/labels/labelformat.h"
#include "core/labels/labeltable.h"
#include "core/labels/labeltext.h"
#include "core/labels/labelwriter.h"

namespace somno::io {

using scoring::EpochRange;
using scoring::Hypnogram;
using scoring::Stage;

namespace {

const QString kTimeFormat = QStringLiteral("yyyy-MM-dd HH:mm:ss");

bool isStatesLine(const QString &line)
{
    return line.startsWith(QLatin1String("==========Sleep st"));
}

/// nullopt where the line is none of a bout.
std::optional<LabelRow> rowOf(const QString &line)
{
    const QStringList cells = line.split(QLatin1Char(','));
    bool hasStart = false;
    bool hasEnd = false;
    const double start = cells.value(1).trimmed().toDouble(&hasStart);
    const double end = cells.value(4).trimmed().toDouble(&hasEnd);
    if (cells.size() < 7 || !hasStart || !hasEnd
        || !(std::abs(start) <= kFarthestSec && end >= start && end <= kFarthestSec))
        return std::nullopt;
    const QString name = cells.mid(7).join(QLatin1Char(',')).trimmed();
    return LabelRow{toTicks(start), toTicks(end - start), name.isEmpty() ? cells[6].trimmed() : name};
}

/// Ends that are the last second of a bout, and seconds counted from 1.
void settleOlder(LabelTable &table)
{
    size_t inclusive = 0;
    for (size_t i = 1; i < table.rows.size(); ++i)
        inclusive += table.rows[i].onset == table.rows[i - 1].onset + table.rows[i - 1].duration + kTicksPerSecond;
    const bool countsFromOne = table.rows.front().onset == kTicksPerSecond;
    if (table.rows.size() > 1 ? 2 * inclusive < table.rows.size() : !countsFromOne)
        return;
    for (LabelRow &row : table.rows) {
        row.duration += kTicksPerSecond;
        row.onset -= countsFromOne ? kTicksPerSecond : 0;
    }
}

Result<LabelTable> readMiSleep(const QString &path, const LabelContext &)
{
    LabelTable table;
    const auto text = readText(path, table.deviations);
    if (!text)
        return failure(text.error());
    bool isStates = false;
    qint64 number = 0;
    for (const QString &line : linesOf(*text)) {
        ++number;
        const QString acquired = line.section(QStringLiteral("Acquisition time:"), 1).trimmed();
        if (!acquired.isEmpty() && !isStates) {
            table.start = QDateTime::fromString(acquired, kTimeFormat);
            table.start.setTimeSpec(Qt::UTC);
        }
        isStates |= isStatesLine(line);
        if (!isStates || isStatesLine(line) || line.trimmed().isEmpty())
            continue;
        auto row = rowOf(line);
        if (!row)
            return failure(ErrorCode::LabelsInvalid,
                           QStringLiteral("%1, line %2: \"%3\" is no sleep state of MiSleep.")
                               .arg(QFileInfo(path).fileName())
                               .arg(number)
                               .arg(line.left(60)),
                           QStringLiteral("It should hold eight values with commas between them: the second is the "
                                          "start, the fifth the end."));
        table.rows.push_back(std::move(*row));
        if (table.rows.size() > kMostLabelRows)
            return tooManyRows(QFileInfo(path).fileName());
    }
    if (!table.rows.empty())
        settleOlder(table);
    return table;
}

/// Whole seconds are all that MiSleep reads.
Result<> checkWholeSeconds(const Hypnogram &hypnogram)
{
    if (toTicks(hypnogram.epochSec()) % kTicksPerSecond == 0)
        return {};
    return failure(ErrorCode::InvalidArgument,
                   QStringLiteral("MiSleep counts whole seconds; these epochs last %1 s.").arg(hypnogram.epochSec()),
                   QStringLiteral("Choose another format, or epochs of whole seconds."));
}

Result<> writeMiSleep(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &options)
{
    static const StageCodes states{
        {Stage::Nrem, "1, NREM"}, {Stage::Rem, "2, REM"}, {Stage::Wake, "3, Wake"}, {Stage::Unscored, "4, INIT"}};
    if (auto whole = checkWholeSeconds(hypnogram); !whole)
        return whole;
    const QDateTime start = options.recordingStart.isValid() ? options.recordingStart
                                                             : QDateTime(QDate(2000, 1, 1), QTime(0, 0), Qt::UTC);
    QByteArray heading = "READ ONLY! DO NOT EDIT!\n4-INIT 3-Wake 2-REM 1-NREM\n";
    if (options.recordingStart.isValid())
        heading += "Acquisition time: " + start.toString(kTimeFormat).toLatin1() + '\n';
    heading += "==========Marker==========\n==========Start-End==========\n==========Sleep stage==========";
    const auto moment = [&](EpochIndex epoch) {
        const QByteArray seconds = onsetText(hypnogram, epoch);
        return start.addSecs(seconds.toLongLong()).toString(QStringLiteral("dd:HH:mm:ss")).toLatin1() + ", " + seconds;
    };
    const std::vector<EpochRange> bouts = hypnogram.bouts();
    return writeRows(path, heading, EpochIndex(bouts.size()), [&](EpochIndex i) {
        const EpochRange &bout = bouts[size_t(i)];
        return '\n' + moment(bout.first) + ", 1, " + moment(bout.last) + ", 0, "
               + codeFor(states, hypnogram.stage(bout.first));
    });
}

} // namespace

const LabelFormat &miSleepLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("misleep"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "MiSleep annotations")),
         {QStringLiteral("txt")},
         [](const QByteArray &bytes, const QString &) {
             return bytes.contains("==========Marker") && bytes.contains("==========S");
         }},
        LabelContent::StartClock,
        {Stage::Wake, Stage::Nrem, Stage::Rem},
        readMiSleep,
        writeMiSleep,
        {{QStringLiteral("1"), Stage::Nrem},
         {QStringLiteral("2"), Stage::Rem},
         {QStringLiteral("3"), Stage::Wake},
         {QStringLiteral("4"), Stage::Unscored},
         {QStringLiteral("init"), Stage::Unscored}},
    };
    return format;
}

} // namespace somno::io
