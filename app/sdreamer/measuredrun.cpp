// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sdreamer/measuredrun.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
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

} // namespace

Result<RunCost> measureRun(const QStringList &arguments, const QString &what, const Progress &progress)
{
    const auto failed
        = [&](const QString &why) { return failure(ErrorCode::EngineFailed, what + QStringLiteral(" failed."), why); };
    RunCost cost;
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(QCoreApplication::applicationFilePath(), arguments, QIODevice::ReadOnly);
    if (!process.waitForStarted())
        return failed(process.errorString());
    while (!process.waitForFinished(kLookMs) && process.state() != QProcess::NotRunning) {
        cost.peakMb = std::max(cost.peakMb, peakMbOf(process.processId()));
        if (progress.cancelled())
            end(process);
    }
    cost.seconds = double(timer.nsecsElapsed()) * 1e-9;
    if (progress.cancelled()) // a Ctrl+C reaches both processes
        return failure(ErrorCode::Cancelled, QStringLiteral("The benchmark was cancelled."));
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0)
        return failed(QString::fromUtf8(process.readAllStandardError()).trimmed());
    cost.out = process.readAllStandardOutput();
    return cost;
}

} // namespace somno::app
