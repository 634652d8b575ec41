// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The .vis files of the sleep laboratory in Zurich, as ScoringHero and SleepTrip read and ScoringHero 0.2 writes them:
// a line with an offset, then "epoch symbol [comment]" with epochs from 1, each or only those where the stage changes.
// Symbols: 0 Wake, 1 to 4, r REM, m movement; e in the last line is the end of the scoring. No epoch length (usually
// 20 s) and no word for unscored: ScoringHero writes such epochs as Wake. It reads a symbol that it does not know as
// unscored, which is why "?" is written here.
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

#include "core/labels/labelformat.h"
#include "core/labels/labeltext.h"
#include "core/labels/labeltimes.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

constexpr qint64 kMostEpochs = 200'000; // a month of 20 s

const QHash<QString, Stage> &codes()
{
    static const QHash<QString, Stage> all = {
        {QStringLiteral("0"), Stage::Wake},        {QStringLiteral("1"), Stage::N1}, {QStringLiteral("2"), Stage::N2},
        {QStringLiteral("3"), Stage::N3},          {QStringLiteral("4"), Stage::S4}, {QStringLiteral("r"), Stage::Rem},
        {QStringLiteral("m"), Stage::MovementTime}};
    return all;
}

struct Line {
    qint64 epoch = 0; ///< from 1
    QString symbol;
};

tl::unexpected<Error> invalid(const QString &path, qsizetype line, const QString &what)
{
    return failure(ErrorCode::LabelsInvalid,
                   QStringLiteral("%1, line %2: %3.").arg(QFileInfo(path).fileName()).arg(line).arg(what),
                   QStringLiteral("A .vis file has an offset in its first line, then epoch and stage in each."));
}

Result<std::vector<Line>> linesIn(const QString &path, const QStringList &lines)
{
    std::vector<Line> found;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const QStringList cells = lines[i].simplified().split(QLatin1Char(' '));
        if (cells.first().isEmpty())
            continue;
        bool isNumber = false;
        const qint64 epoch = cells.first().toLongLong(&isNumber);
        if (!isNumber || cells.size() < 2 || epoch < 1 || epoch > kMostEpochs)
            return invalid(path, i + 1, QStringLiteral("\"%1\" is no epoch with its stage").arg(lines[i].left(40)));
        found.push_back({epoch, cells[1]});
    }
    return found;
}

/// A row for each epoch: a stage lasts until another one is stated.
void fillRows(std::vector<Line> lines, LabelTable &table)
{
    for (size_t i = 1; i < lines.size(); ++i)
        if (lines[i].epoch <= lines[i - 1].epoch) { // such a file states each epoch
            for (const Line &line : lines)
                table.rows.push_back({(line.epoch - 1) * kTicksPerSecond, kTicksPerSecond, line.symbol});
            return;
        }
    if (lines.size() > 1 && lines.back().symbol == QLatin1String("e"))
        lines.back().symbol = lines[lines.size() - 2].symbol;
    for (size_t i = 0; i < lines.size(); ++i)
        for (qint64 epoch = lines[i].epoch; epoch < (i + 1 < lines.size() ? lines[i + 1].epoch : lines[i].epoch + 1);
             ++epoch)
            table.rows.push_back({(epoch - 1) * kTicksPerSecond, kTicksPerSecond, lines[i].symbol});
}

Result<LabelTable> readVis(const QString &path, const LabelContext &)
{
    LabelTable table;
    table.unit = LabelUnit::Epochs;
    const auto text = readText(path, table.deviations);
    if (!text)
        return failure(text.error());
    const QStringList lines = linesOf(*text);
    bool isNumber = false;
    const int offset = lines.value(0).trimmed().toInt(&isNumber);
    if (!isNumber)
        return invalid(path, 1, QStringLiteral("\"%1\" is no offset").arg(lines.value(0).left(40)));
    if (offset != 0)
        table.deviations.push_back({QStringLiteral("offset-ignored"), QStringLiteral("line 1"),
                                    QStringLiteral("an offset of %1").arg(offset),
                                    QStringLiteral("epoch 1 read as the first of the recording, as ScoringHero does")});
    auto found = linesIn(path, lines);
    if (!found)
        return failure(found.error());
    fillRows(std::move(*found), table);
    return table;
}

Result<> writeVis(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    QByteArray bytes = "0\n";
    for (EpochIndex epoch = 0; epoch < hypnogram.size(); ++epoch) {
        const Stage stage = hypnogram.stage(epoch) == Stage::Nrem ? Stage::N2 : hypnogram.stage(epoch);
        bytes += QByteArray::number(epoch + 1) + ' ' + codes().key(stage, QStringLiteral("?")).toLatin1() + '\n';
    }
    return writeBytes(path, bytes);
}

/// By its ending, too: without its first line it looks like a table of times.
bool isVis(const QByteArray &firstBytes, const QString &fileName)
{
    if (suffixOf(fileName) == QLatin1String("vis"))
        return true;
    Deviations unused;
    static const QRegularExpression pattern(QStringLiteral("^\\s*-?\\d+\\s*[\\r\\n]+1[ \\t]+[0-4remaRMA?]\\s"));
    return decodeText(firstBytes, unused).contains(pattern);
}

} // namespace

const LabelFormat &visLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("vis"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Zurich scoring (VIS)")),
         {QStringLiteral("vis")},
         isVis},
        {},
        std::vector<Stage>(codes().begin(), codes().end()),
        readVis,
        writeVis,
        codes(),
        {{Stage::S4, Stage::N3}, {Stage::MovementTime, Stage::Unscored}},
        {{Stage::Nrem, Stage::N2}},
        false,
    };
    return format;
}

} // namespace somno::io
