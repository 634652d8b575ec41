// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON of ScoringHero 0.2 and later, as its scoring model writes it: [[epoch...], [event...]], each epoch with
// epoch (from 1), start and end in seconds, stage ("Wake", "N1", "N2", "N3", "REM", "Inconclusive" or null), digit (1,
// -1, -2, -3, 0, 2 or null), confidence, channels, clean and source. The name of the stage goes before the digit. It
// knows no NREM of mice.
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

#include "core/labels/labelformat.h"
#include "core/labels/labeltext.h"
#include "core/labels/labeltimes.h"

namespace somno::io {

using scoring::Hypnogram;
using scoring::Stage;

namespace {

struct Name {
    Stage stage;
    const char *stageCell;
    const char *digit;
};
constexpr std::array kNames = {
    Name{Stage::Wake, "\"Wake\"", "1"}, Name{Stage::N1, "\"N1\"", "-1"},       Name{Stage::N2, "\"N2\"", "-2"},
    Name{Stage::Nrem, "\"N2\"", "-2"},  Name{Stage::N3, "\"N3\"", "-3"},       Name{Stage::S4, "\"N3\"", "-3"},
    Name{Stage::Rem, "\"REM\"", "0"},   Name{Stage::Unscored, "null", "null"},
};

Result<QJsonArray> parsed(const QString &path, Deviations &deviations)
{
    auto text = readText(path, deviations);
    if (!text)
        return failure(text.error());
    // Python writes numbers that JSON does not have.
    static const QRegularExpression notANumber(QStringLiteral(":\\s*(NaN|-?Infinity)"));
    if (text->contains(QLatin1String("NaN")) || text->contains(QLatin1String("Infinity")))
        text->replace(notANumber, QStringLiteral(": null"));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text->toUtf8(), &error);
    if (error.error != QJsonParseError::NoError)
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("%1 is no valid JSON (%2 at character %3).")
                           .arg(QFileInfo(path).fileName(), error.errorString())
                           .arg(error.offset),
                       QStringLiteral("It may never have been written completely."));
    if (!document.isArray() || !document.array().at(0).isArray())
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("%1 is JSON, but no scoring of ScoringHero.").arg(QFileInfo(path).fileName()),
                       QStringLiteral("Such a file holds a list of epochs and a list of events."));
    return document.array();
}

QString wordOf(const QJsonObject &record)
{
    if (record[QStringLiteral("stage")].isString())
        return record[QStringLiteral("stage")].toString();
    const QJsonValue digit = record[QStringLiteral("digit")];
    return digit.isDouble() ? QString::number(digit.toDouble()) : QString();
}

Result<LabelTable> readScoringHero(const QString &path, const LabelContext &)
{
    LabelTable table;
    const auto document = parsed(path, table.deviations);
    if (!document)
        return failure(document.error());
    qint64 badTimes = 0;
    const QJsonArray records = document->at(0).toArray();
    for (const QJsonValue &value : records) {
        const QJsonObject record = value.toObject();
        const auto start = statedTicks(record[QStringLiteral("start")].toDouble(std::nan("")));
        const auto end = statedTicks(record[QStringLiteral("end")].toDouble(std::nan("")));
        if (start && end && *end > *start)
            table.rows.push_back({*start, *end - *start, wordOf(record)});
        else
            ++badTimes;
    }
    if (badTimes > 0)
        table.deviations.push_back(timesNotUnderstood(badTimes, QStringLiteral("start, end")));
    return table;
}

/// The events of a scoring that is replaced: they are somebody's work, and no labels.
QByteArray eventsOf(const QString &path)
{
    Deviations unused;
    const auto document = QFileInfo::exists(path) ? parsed(path, unused) : Result<QJsonArray>(QJsonArray());
    return document ? QJsonDocument(document->at(1).toArray()).toJson(QJsonDocument::Compact) : QByteArray("[]");
}

QByteArray recordOf(const Hypnogram &hypnogram, EpochIndex epoch)
{
    const Ticks length = toTicks(hypnogram.epochSec());
    const Stage stage = hypnogram.stage(epoch);
    const auto found = std::ranges::find(kNames, stage, &Name::stage);
    const Name &name = found == kNames.end() ? kNames.back() : *found;
    const scoring::Proposal &proposal = hypnogram.proposal();
    const bool isSure = epoch < proposal.size() && proposal.stage(epoch) == stage && stage != Stage::Unscored;
    return "{\"epoch\": " + QByteArray::number(epoch + 1) + ", \"start\": " + secondsText(epoch * length)
           + ", \"end\": " + secondsText((epoch + 1) * length) + ", \"stage\": " + name.stageCell
           + ", \"digit\": " + name.digit + ", \"confidence\": "
           + (isSure ? QByteArray::number(double(proposal.confidence(epoch)), 'g', 6) : QByteArray("null"))
           + ", \"channels\": [], \"clean\": 1, \"source\": "
           + (scoring::isReviewed(hypnogram.source(epoch)) ? "\"human\"" : "null") + '}';
}

Result<> writeScoringHero(const QString &path, const Hypnogram &hypnogram, const LabelWriteOptions &)
{
    QByteArray bytes = "[[";
    for (EpochIndex epoch = 0; epoch < hypnogram.size(); ++epoch)
        bytes += (epoch > 0 ? ",\n" : "\n") + recordOf(hypnogram, epoch);
    return writeBytes(path, bytes + "\n],\n" + eventsOf(path) + "]\n");
}

bool isScoringHero(const QByteArray &firstBytes, const QString &)
{
    Deviations unused;
    static const QRegularExpression pattern(QStringLiteral("^\\s*\\[\\s*\\[\\s*\\{[^{}]*\"stage\"\\s*:"));
    return decodeText(firstBytes, unused).contains(pattern);
}

} // namespace

const LabelFormat &scoringHeroLabels()
{
    static const LabelFormat format = {
        {QStringLiteral("scoringhero"),
         QStringLiteral(QT_TRANSLATE_NOOP("somno::io::LabelFormat", "ScoringHero scoring")),
         {QStringLiteral("json")},
         isScoringHero},
        {},
        {Stage::Wake, Stage::N1, Stage::N2, Stage::N3, Stage::Rem},
        readScoringHero,
        writeScoringHero,
        {{QStringLiteral("1"), Stage::Wake},
         {QStringLiteral("-1"), Stage::N1},
         {QStringLiteral("-2"), Stage::N2},
         {QStringLiteral("-3"), Stage::N3},
         {QStringLiteral("0"), Stage::Rem},
         {QStringLiteral("2"), Stage::Unscored}},
        {},
        {{Stage::Nrem, Stage::N2}, {Stage::S4, Stage::N3}},
    };
    return format;
}

} // namespace somno::io
