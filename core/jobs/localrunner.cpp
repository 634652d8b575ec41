// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/localrunner.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

#include "core/jobs/localjob.h"

namespace somno::jobs {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(somno::jobs::LocalRunner)
};

bool isProgram(const QString &path)
{
    const QFileInfo info(path);
    return info.isFile() && info.isExecutable();
}

} // namespace

Result<QString> enginePath()
{
    const QString remedy = Text::tr("Install Somnoscribe again, or set SOMNOSCRIBE_ENGINE to the path of sdreamer.");
    const QString chosen = qEnvironmentVariable("SOMNOSCRIBE_ENGINE");
    if (!chosen.isEmpty()) {
        if (isProgram(chosen))
            return chosen;
        return failure(ErrorCode::EngineMissing, Text::tr("The engine %1 is not a program.").arg(chosen), remedy);
    }
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/sdreamer");
    if (isProgram(beside))
        return beside;
    const QString installed = QStandardPaths::findExecutable(QStringLiteral("sdreamer"));
    if (!installed.isEmpty())
        return installed;
    return failure(ErrorCode::EngineMissing,
                   Text::tr("The engine sdreamer was not found beside this program (%1).").arg(beside), remedy);
}

JobHandle LocalRunner::start(const JobSpec &spec)
{
    return JobHandle(new LocalJob(spec, enginePath()));
}

bool LocalRunner::canPause() const
{
    return LocalJob::canPause();
}

} // namespace somno::jobs
