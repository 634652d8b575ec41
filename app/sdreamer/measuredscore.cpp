// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/measuredscore.h"

#include <QJsonArray>
#include <QJsonDocument>

#include "app/sdreamer/measuredrun.h"

namespace somno::app {

Result<ScoreCost> measureScore(const ScoreCall &call, const Progress &progress)
{
    const QString what = QStringLiteral("Scoring %1 with %2").arg(call.recording, call.model);
    QStringList arguments{"score", call.recording, "--model", call.model, "--json", "-o", call.output};
    if (call.views > 0)
        arguments << "--views" << QString::number(call.views);
    if (!call.precision.isEmpty())
        arguments << "--precision" << call.precision;
    const auto run = measureRun(arguments, what, progress);
    if (!run)
        return failure(run.error());
    const QJsonObject summary = QJsonDocument::fromJson(run->out).object();
    const QJsonObject scored = summary["recordings"].toArray().first().toObject();
    if (scored.isEmpty())
        return failure(ErrorCode::EngineFailed, what + QStringLiteral(" failed."),
                       QStringLiteral("It ended without figures."));
    ScoreCost cost;
    cost.seconds = run->seconds;
    cost.peakMb = run->peakMb;
    cost.model = summary["model"].toString();
    cost.precision = summary["precision"].toString();
    cost.views = summary["views"].toInt();
    cost.durationSec = scored["duration_s"].toDouble();
    cost.parts = scored["seconds"].toObject();
    return cost;
}

} // namespace somno::app
