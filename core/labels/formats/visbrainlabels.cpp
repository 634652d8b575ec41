// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Visbrain 0.4 (rw_hypno.py), two texts. Stage and duration: lines "Wake<tab>30" with the end of each bout in seconds,
// lines with * say something else; somnotate writes rodents' stages so. Point per second: a number a line, its meaning
// and length in a second file, <name>_description.txt. What is unscored is "Art", never Wake.
#include <QFileInfo>
#include <cmath>

#include "core/labels/table/cellvalues.h"
#include "core/labels/labelformat.h"
#include "core/labels/labeltable.h"
#include "core/labels/labeltext.h"
#include "core/labels/labelwriter.h"
#include "core/labels/formats/listlabels.h"
#include "core/labels/table/tablelabels.h"

namespace somno::io {

using scoring::EpochRange;
using scoring::Hypnogram;
using scoring::Stage;

namespace {

const std::vector<Stage> kStages = {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::Rem};

/// Rodents' NREM has no name of its own.
const StageCodes &words()
{
    static const StageCodes words{{Stage::Wake, "Wake"},   {Stage::N1, "N1"},   {Stage::N2, "N2"},
                                  {Stage::N3, "N3"},       {Stage::Nrem, "N2"}, {Stage::Rem, "REM"},
                                  {Stage::Unscored, "Art"}};
    return words;
}

QHash<QString, Stage> codesOf()
{
    return {{QStringLiteral("-1"), Stage::Unscored},
            {QStringLiteral("0"), Stage::Wake},
            {QStringLiteral("1"), Stage::N1},
            {QStringLiteral("2"), Stage::N2},
            {QStringLiteral("3"), Stage::N3},
            {QStringLiteral("4"), Stage::Rem},
            {QStringLiteral("nde"), Stage::Unscored},
            {QStringLiteral("awake (artefact)"), Stage::Wake},
            {QStringLiteral("non-rem (artefact)"), Stage::Nrem},
            {QStringLiteral("rem (artefact)"), Stage::Rem},
            {QStringLiteral("sleep movement"), Stage::MovementTime}};
}

tl::unexpected<Error> invalid(const QString &path, qint64 line, const QString &what)
{
    return failure(ErrorCode::LabelsInvalid,
                   QStringLiteral("%1, line %2: %3").arg(QFileInfo(path).fileName()).arg(line).arg(what),
                   QStringLiteral("Each line holds a stage and the end of it in seconds, in order."));
}

/// A word, which may have spaces in it, and the number behind it.
std::optional<std::pair<QString, double>> wordAndNumber(const QString &line)
{
    const qsizetype end = std::max(line.lastIndexOf(QLatin1Char('\t')), line.lastIndexOf(QLatin1Char(' ')));
    const auto number = numberOf(line.mid(end + 1));
    if (end <= 0 || !number || std::abs(*number) > kFarthestSec)
        return std::nullopt;
    return std::pair(line.left(end).trimmed(), *number);
}

/// "*Epoch_sec" is this program's addition, which Visbrain passes over.
void readRemark(const QString &line, LabelTable &table)
{
    const auto remark = wordAndNumber(line);
    if (remark && remark->second > 0 && remark->first == QLatin1String("*Duration_sec"))
        table.end = toTicks(remark->second);
    if (remark && remark->second > 0 && remark->first == QLatin1String("*Epoch_sec"))
        table.epoch = toTicks(remark->second);
}

Result<LabelTable> readBouts(const QString &path, const LabelContext &)
{
    LabelTable table;
    const auto text = readText(path, table.deviations);
    if (!text)
        return failure(text.error());
    Ticks last = 0;
    qint64 number = 0;
    for (const QString &raw : linesOf(*text)) {
        ++number;
        const QString line = raw.trimmed();
        if (line.startsWith(QLatin1Char('*')))
            readRemark(line, table);
        if (line.isEmpty() || line.startsWith(QLatin1Char('*')))
            continue;
        const auto bout = wordAndNumber(line);
        if (!bout)
            return invalid(path, number, QStringLiteral("\"%1\" is no stage with a time.").arg(line.left(60)));
        const Ticks end = toTicks(bout->second);
        if (end < last)
            return invalid(path, number, QStringLiteral("the bout ends before the one above."));
        if (end > last)
            table.rows.push_back({last, end - last, bout->first});
        last = end;
        if (table.rows.size() > kMostLabelRows)
            return tooManyRows(QFileInfo(path).fileName());
    }
    return table;
}

Result<> writeBouts(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    const std::vector<EpochRange> bouts = hypnogram.bouts();
    const QByteArray heading = "*Duration_sec\t" + onsetText(hypnogram, hypnogram.size()) + "\n*Epoch_sec\t"
                               + onsetText(hypnogram, 1) + '\n';
    return writeRows(path, heading, EpochIndex(bouts.size()), [&](EpochIndex i) {
        const EpochRange &bout = bouts[size_t(i)];
        return codeFor(words(), hypnogram.stage(bout.first)) + '\t' + onsetText(hypnogram, bout.last) + '\n';
    });
}

Result<LabelTable> readSeconds(const QString &path, const LabelContext &context)
{
    auto table = readListLabels(path, context);
    const auto description = table ? readText(visbrainDescriptionOf(path), table->deviations) : Result<QString>();
    if (!table || !description)
        return table; // whoever named the format knows what the numbers mean
    QHash<QString, QString> meanings;
    for (const QString &line : linesOf(*description)) {
        const auto entry = wordAndNumber(line.trimmed());
        if (entry && entry->first == QLatin1String("time") && entry->second > 0 && entry->second <= 3600)
            table->epoch = toTicks(entry->second);
        else if (entry)
            meanings.insert(QString::number(entry->second), entry->first);
    }
    for (LabelRow &row : table->rows)
        row.word = meanings.value(row.word, row.word);
    return table;
}

Result<> writeSeconds(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes codes{{Stage::Wake, "0\n"},     {Stage::N1, "1\n"},   {Stage::N2, "2\n"},
                                  {Stage::N3, "3\n"},       {Stage::Nrem, "2\n"}, {Stage::Rem, "4\n"},
                                  {Stage::Unscored, "-1\n"}};
    const QByteArray meanings = "time " + onsetText(hypnogram, 1) + "\nW 0\nN1 1\nN2 2\nN3 3\nREM 4\nArt -1\n";
    if (auto written = writeRows(visbrainDescriptionOf(path), meanings, 0, {}); !written)
        return written;
    return writeRows(path, {}, hypnogram.size(),
                     [&](EpochIndex epoch) { return codeFor(codes, hypnogram.stage(epoch)); });
}

} // namespace

const LabelFormat &visbrainLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("visbrain"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Visbrain, stage and duration")),
         {QStringLiteral("txt")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("visbrain");
         }},
        {},
        kStages,
        readBouts,
        writeBouts,
        codesOf(),
        {{Stage::MovementTime, Stage::Unscored}},
        {{Stage::Nrem, Stage::N2}},
    };
    return format;
}

const LabelFormat &visbrainSecondsLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("visbrain-seconds"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Visbrain, point per second")),
         {QStringLiteral("txt")},
         [](const QByteArray &bytes, const QString &name) {
             return listFormatOf(bytes, name) == QLatin1String("visbrain-seconds");
         }},
        {},
        kStages,
        readSeconds,
        writeSeconds,
        codesOf(),
        {{Stage::MovementTime, Stage::Unscored}},
        {{Stage::Nrem, Stage::N2}},
    };
    return format;
}

} // namespace somno::io
