// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/jobrunner.h"

#include <QCoreApplication>

namespace somno::jobs {

void EndJob::operator()(EngineJob *job) const
{
    if (job->isRunning()) {
        delete job;
        return;
    }
    job->setParent(QCoreApplication::instance()); // it goes with the program where no event comes any more
    job->deleteLater();
}

} // namespace somno::jobs
