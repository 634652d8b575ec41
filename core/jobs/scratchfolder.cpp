// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/scratchfolder.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#ifdef Q_OS_UNIX
#include <cerrno>
#include <csignal>
#include <unistd.h>
#endif

namespace somno::jobs {

namespace {

const QString kPrefix = QStringLiteral("somnoscribe-job-");

/// False where it may still run, such as a process of somebody else.
bool isGone(qint64 processId)
{
#ifdef Q_OS_UNIX
    return ::kill(pid_t(processId), 0) != 0 && errno == ESRCH;
#else
    Q_UNUSED(processId)
    return false;
#endif
}

bool isMine(const QFileInfo &folder)
{
#ifdef Q_OS_UNIX
    return folder.ownerId() == ::getuid(); // the temporary folder is everybody's
#else
    Q_UNUSED(folder)
    return true;
#endif
}

} // namespace

ScratchFolder::ScratchFolder()
    : m_folder(QDir::temp().filePath(kPrefix + QString::number(QCoreApplication::applicationPid())
                                     + QStringLiteral("-XXXXXX")))
{
}

int ScratchFolder::removeStale()
{
    int removed = 0;
    for (const QFileInfo &folder :
         QDir::temp().entryInfoList({kPrefix + QLatin1Char('*')}, QDir::Dirs | QDir::Hidden | QDir::NoSymLinks)) {
        bool isNumber = false;
        const qint64 processId = folder.fileName().mid(kPrefix.size()).section(QLatin1Char('-'), 0, 0).toInt(&isNumber);
        if (isNumber && processId > 0 && isMine(folder) && isGone(processId)
            && QDir(folder.filePath()).removeRecursively())
            ++removed;
    }
    return removed;
}

} // namespace somno::jobs
