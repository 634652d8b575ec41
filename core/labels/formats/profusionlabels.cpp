// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The XML that Compumedics Profusion PSG exports, as the NSRR and rsleep distribute it: <CMPStudyConfig> with
// <EpochLength> and <SleepStages>, a <SleepStage> for each epoch: 0 Wake, 1 to 4, 5 REM, 6 movement, 9 not scored,
// which some readers take for Wake. Its <ScoredEvents> (apneas, desaturations) hold no stages.
#include <QXmlStreamWriter>
#include <algorithm>

#include "core/labels/labelformat.h"
#include "core/labels/labeltext.h"
#include "core/labels/labeltimes.h"
#include "core/labels/formats/xmlfile.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

constexpr char kUnscored = '9';

const QHash<QString, Stage> &codes()
{
    static const QHash<QString, Stage> all
        = {{QStringLiteral("0"), Stage::Wake},         {QStringLiteral("1"), Stage::N1},
           {QStringLiteral("2"), Stage::N2},           {QStringLiteral("3"), Stage::N3},
           {QStringLiteral("4"), Stage::S4},           {QStringLiteral("5"), Stage::Rem},
           {QStringLiteral("6"), Stage::MovementTime}, {QString(QLatin1Char(kUnscored)), Stage::Unscored}};
    return all;
}

Result<LabelTable> readProfusion(const QString &path, const LabelContext &)
{
    LabelTable table;
    table.unit = LabelUnit::Epochs;
    const auto visited = visitXml(path, table.deviations, [&table](const QString &element, const QString &text) {
        if (element == QLatin1String("CMPStudyConfig/EpochLength"))
            table.epoch = statedEpoch(text);
        else if (element == QLatin1String("CMPStudyConfig/SleepStages/SleepStage"))
            table.rows.push_back({Ticks(table.rows.size()) * kTicksPerSecond, kTicksPerSecond, text});
    });
    return visited ? Result<LabelTable>(std::move(table)) : failure(visited.error());
}

Result<> writeProfusion(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("CMPStudyConfig"));
    xml.writeTextElement(QStringLiteral("EpochLength"),
                         QString::fromLatin1(secondsText(toTicks(hypnogram.epochSec()))));
    xml.writeStartElement(QStringLiteral("SleepStages"));
    for (const Stage stage : hypnogram.stages())
        xml.writeTextElement(QStringLiteral("SleepStage"), codes().key(stage, QString(QLatin1Char(kUnscored))));
    xml.writeEndDocument();
    return writeBytes(path, bytes);
}

} // namespace

const LabelFormat &profusionLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("profusion"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "Profusion XML (Compumedics)")),
         {QStringLiteral("xml")},
         [](const QByteArray &bytes, const QString &) { return isXmlWithRoot(bytes, "CMPStudyConfig"); }},
        {},
        std::vector<Stage>(codes().begin(), codes().end()),
        readProfusion,
        writeProfusion,
        codes(),
        {{Stage::S4, Stage::N3}, {Stage::MovementTime, Stage::Unscored}},
    };
    return format;
}

} // namespace somno::io
