// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// One stage a line: words, or the codes of some program. Numbers that might be of several are left to the map.
#include "core/labels/formats/listlabels.h"

#include <QFileInfo>
#include <QSet>
#include <algorithm>

#include "core/labels/table/cellvalues.h"
#include "core/labels/labelformat.h"
#include "core/labels/labeltext.h"
#include "core/labels/stagewords.h"
#include "core/labels/table/texttable.h"

namespace somno::io {

namespace {

constexpr qsizetype kMostCodes = 10; // a signal has more values
constexpr qsizetype kLongestWord = 40;

/// A blank line is an epoch without a stage, so that all behind it stay in their place.
QStringList valuesOf(const QString &text, bool withBlanks)
{
    QStringList values;
    const QStringList lines = linesOf(text.trimmed().isEmpty() ? QString() : text);
    const bool keepsBlanks = withBlanks && blankEpochs(lines) > 0;
    for (const QString &line : lines)
        if (const QString value = line.trimmed();
            !value.startsWith(QLatin1Char('#')) && (keepsBlanks || !value.isEmpty()))
            values << codeText(value);
    while (!values.isEmpty() && values.last().isEmpty()) // behind the last value they say nothing
        values.removeLast();
    return values;
}

bool isWholeNumber(const QString &value)
{
    bool isNumber = false;
    const int number = value.toInt(&isNumber);
    return isNumber && number >= -99 && number <= 255;
}

/// Whether the lines are stages or codes and nothing else.
bool isList(const QStringList &values)
{
    const QSet<QString> different(values.begin(), values.end());
    if (different.isEmpty() || different.size() > 3 * kMostCodes)
        return false;
    qsizetype numbers = 0;
    qsizetype stages = 0;
    for (const QString &value : different) {
        numbers += isWholeNumber(value);
        stages += !looksLikeNumber(value) && stageOfWord(value, {});
        if (value.size() > kLongestWord)
            return false;
    }
    return numbers == different.size() ? numbers <= kMostCodes
                                       : stages > 0 && 2 * (stages + numbers) >= different.size();
}

/// What the numbers of a list tell of its program; empty where they are of several.
QString formatByCodes(const QStringList &values)
{
    const QSet<QString> codes(values.begin(), values.end());
    const QSet<QString> threeStages{"0", "2", "4", "-1", "-2"};
    const QSet<QString> fiveStages = threeStages | QSet<QString>{"1", "3"};
    if (!codes.contains(QStringLiteral("0")) || !codes.contains(QStringLiteral("2"))
        || !codes.contains(QStringLiteral("4")) || !fiveStages.contains(codes))
        return {};
    return threeStages.contains(codes) ? QStringLiteral("yasa-3") : QStringLiteral("yasa");
}

} // namespace

Result<LabelTable> readListLabels(const QString &path, const LabelContext &)
{
    LabelTable table;
    table.unit = LabelUnit::Epochs;
    const auto text = readText(path, table.deviations);
    if (!text)
        return failure(text.error());
    const QStringList values = valuesOf(*text, true);
    if (size_t(values.size()) > kMostLabelRows)
        return tooManyRows(QFileInfo(path).fileName());
    if (values.isEmpty())
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("%1 is no list of stages: it has no lines.").arg(QFileInfo(path).fileName()),
                       QStringLiteral("Such a file holds one stage a line."));
    if (const qint64 blank = values.count(QString()); blank > 0)
        table.deviations.push_back(blankLines(blank));
    for (const QString &value : values)
        table.rows.push_back({Ticks(table.rows.size()) * kTicksPerSecond, kTicksPerSecond, value});
    return table;
}

QString visbrainDescriptionOf(const QString &path)
{
    const QFileInfo file(path);
    return file.path() + QLatin1Char('/') + file.completeBaseName() + QStringLiteral("_description.txt");
}

QString listFormatOf(const QByteArray &firstBytes, const QString &fileName)
{
    const QStringList values = valuesOf(textOfStart(firstBytes), false);
    if (values.isEmpty())
        return {};
    if (values.first().startsWith(QLatin1String("time_base")))
        return QStringLiteral("elan");
    if (!isList(values))
        return {};
    if (suffixOf(fileName) == QLatin1String("eannot"))
        return QStringLiteral("eannot");
    if (QFileInfo::exists(visbrainDescriptionOf(fileName)))
        return QStringLiteral("visbrain-seconds");
    const QString byCodes = formatByCodes(values);
    return byCodes.isEmpty() ? QStringLiteral("list") : byCodes;
}

const LabelFormat &listLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("list"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "One stage a line")),
         {QStringLiteral("txt")},
         [](const QByteArray &bytes, const QString &name) {
             return listFormatOf(bytes, name) == QLatin1String("list");
         }},
        {},
        {},
        readListLabels,
    };
    return format;
}

} // namespace somno::io
