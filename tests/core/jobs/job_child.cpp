// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <cstdio>

#include "core/jobs/localjob.h"
#include "core/jobs/localrunner.h"

/// job_child [paused]: starts the engine, prints its process id once it runs (and is paused), and waits.
int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments{QStringLiteral("score"), QStringLiteral("say={\"event\":\"progress\"}"),
                                QStringLiteral("wait")};
    somno::jobs::LocalJob job({arguments, {}, {}}, somno::jobs::enginePath());
    const bool paused = argc > 1;
    QObject::connect(&job, &somno::jobs::EngineJob::progress, &app, [&job, paused] {
        if (paused)
            job.pause();
        std::printf("%lld\n", job.processId());
        std::fflush(stdout);
    });
    return app.exec();
}
