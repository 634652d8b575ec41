// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measuredscore.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <algorithm>

namespace somno::app {

namespace {

constexpr int kLookMs = 10;       ///< between two looks at the process
constexpr int kPatienceMs = 5000; ///< for a process that was asked to end

// The system's own count of a finished child would include what this process held when it started the child.
double peakMbOf(qint64 process)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (status.open(QIODevice::ReadOnly))
        for (const QByteArray &line : status.readAll().split('\n'))
            if (line.startsWith("VmHWM:"))
                return line.mid(6).simplified().split(' ').first().toDouble() * 1024e-6;
    return 0;
}

void end(QProcess &process)
{
    process.terminate();
    if (!process.waitForFinished(kPatienceMs))
        process.kill();
    process.waitForFinished(kPatienceMs);
}

tl::unexpected<Error> failed(const ScoreCall &call, const QString &why)
{
    return failure(ErrorCode::EngineFailed, QStringLiteral("Scoring %1 with %2 failed.").arg(call.recording, call.model), why);
}

} // namespace

Result<ScoreCost> measureScore(const ScoreCall &call, const Progress &progress)
{
    QStringList arguments{"score", call.recording, "--model", call.model, "--json", "-o", call.output, "--views", QString::number(call.views)};
    if (!call.precision.isEmpty())
        arguments << "--precision" << call.precision;
    ScoreCost cost;
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(QCoreApplication::applicationFilePath(), arguments, QIODevice::ReadOnly);
    if (!process.waitForStarted())
        return failed(call, process.errorString());
    while (!process.waitForFinished(kLookMs) && process.state() != QProcess::NotRunning) {
        cost.peakMb = std::max(cost.peakMb, peakMbOf(process.processId()));
        if (progress.cancelled())
            end(process);
    }
    cost.seconds = double(timer.nsecsElapsed()) * 1e-9;
    if (progress.cancelled()) // a Ctrl+C reaches both processes
        return failure(ErrorCode::Cancelled, QStringLiteral("The benchmark was cancelled."));
    const QJsonObject summary = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    const QJsonObject scored = summary["recordings"].toArray().first().toObject();
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0 || scored.isEmpty())
        return failed(call, QString::fromUtf8(process.readAllStandardError()).trimmed());
    cost.model = summary["model"].toString();
    cost.precision = summary["precision"].toString();
    cost.views = summary["views"].toInt();
    cost.durationSec = scored["duration_s"].toDouble();
    cost.parts = scored["seconds"].toObject();
    return cost;
}

} // namespace somno::app
