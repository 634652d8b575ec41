// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// YASA 0.8 (hypno.py): hypnograms as one number a line (0 W, 1 N1, 2 N2, 3 N3, 4 REM, -1 artefact, -2 unscored; with
// three stages 0 Wake, 2 NREM, 4 REM), and as a table Epoch,Stage of words.
#include <array>

#include "core/labels/labelformat.h"
#include "core/labels/labelwriter.h"
#include "core/labels/formats/listlabels.h"
#include "core/labels/table/tablelabels.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

const QHash<QString, Stage> kUnscoredCodes
    = {{QStringLiteral("-1"), Stage::Unscored}, {QStringLiteral("-2"), Stage::Unscored}};

/// Numbers alone do not say whose they are: where nobody said so either, it is.
Result<LabelTable> readYasa(const QString &path, const LabelContext &context)
{
    auto table = readListLabels(path, context);
    bool isNumber = false;
    if (table && context.format.isEmpty() && (table->rows.front().word.toInt(&isNumber), isNumber))
        table->deviations.push_back({QStringLiteral("codes-assumed"), QStringLiteral("codes"),
                                     QStringLiteral("numbers of which the file does not say what they mean"),
                                     QStringLiteral("read as YASA and Visbrain write them: 0 is Wake, 4 is REM")});
    return table;
}

Result<> writeFiveStages(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes codes{{Stage::Wake, "0\n"}, {Stage::N1, "1\n"},  {Stage::N2, "2\n"},
                                  {Stage::N3, "3\n"},   {Stage::Rem, "4\n"}, {Stage::Unscored, "-2\n"}};
    return writeRows(path, {}, hypnogram.size(),
                     [&](EpochIndex epoch) { return codeFor(codes, hypnogram.stage(epoch)); });
}

Result<> writeThreeStages(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes codes{
        {Stage::Wake, "0\n"}, {Stage::Nrem, "2\n"}, {Stage::Rem, "4\n"}, {Stage::Unscored, "-2\n"}};
    return writeRows(path, {}, hypnogram.size(),
                     [&](EpochIndex epoch) { return codeFor(codes, hypnogram.stage(epoch)); });
}

Result<> writeTable(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    static const StageCodes words{{Stage::Wake, "WAKE"},   {Stage::N1, "N1"},     {Stage::N2, "N2"},
                                  {Stage::N3, "N3"},       {Stage::Nrem, "NREM"}, {Stage::Rem, "REM"},
                                  {Stage::Unscored, "UNS"}};
    return writeRows(path, "Epoch,Stage\n", hypnogram.size(), [&](EpochIndex epoch) {
        return QByteArray::number(epoch) + ',' + codeFor(words, hypnogram.stage(epoch)) + '\n';
    });
}

} // namespace

const LabelFormat &yasaLabels()
{
    static const LabelFormat format = [] {
        LabelFormat yasa = {
            {QStringLiteral("yasa"),
             QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "YASA hypnogram")),
             {QStringLiteral("txt")},
             [](const QByteArray &bytes, const QString &name) {
                 return listFormatOf(bytes, name) == QLatin1String("yasa");
             }},
            {},
            {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::Rem},
            readYasa,
            writeFiveStages,
            kUnscoredCodes,
        };
        const std::array stages = {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::Rem};
        for (size_t code = 0; code < stages.size(); ++code)
            yasa.codes.insert(QString::number(code), stages[code]);
        return yasa;
    }();
    return format;
}

const LabelFormat &yasaThreeStageLabels()
{
    static const LabelFormat format = [] {
        LabelFormat yasa = {
            {QStringLiteral("yasa-3"),
             QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "YASA hypnogram, 3 stages")),
             {QStringLiteral("txt")},
             [](const QByteArray &bytes, const QString &name) {
                 return listFormatOf(bytes, name) == QLatin1String("yasa-3");
             }},
            {},
            {Stage::Wake, Stage::Nrem, Stage::Rem},
            readYasa,
            writeThreeStages,
            kUnscoredCodes,
        };
        yasa.statesEpoch = false;
        yasa.codes.insert(QStringLiteral("0"), Stage::Wake);
        yasa.codes.insert(QStringLiteral("2"), Stage::Nrem);
        yasa.codes.insert(QStringLiteral("4"), Stage::Rem);
        return yasa;
    }();
    return format;
}

const LabelFormat &yasaTableLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("yasa-csv"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "YASA table")),
         {QStringLiteral("csv")},
         [](const QByteArray &bytes, const QString &name) {
             return tableFormatOf(bytes, name) == QLatin1String("yasa-csv");
         }},
        {},
        {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::Nrem, Stage::Rem},
        readTableLabels,
        writeTable,
        {},
        {},
        {},
        false,
    };
    return format;
}

} // namespace somno::io
