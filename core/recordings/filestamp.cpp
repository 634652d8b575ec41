// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/filestamp.h"

#include <QFile>
#include <QFileInfo>
#include <sys/stat.h>

namespace somno::io {

FileStamp FileStamp::of(const QString &path)
{
    FileStamp stamp;
    stamp.m_path = path;
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0)
        return stamp;
    stamp.m_exists = true;
    stamp.m_device = status.st_dev;
    stamp.m_file = status.st_ino;
    stamp.m_size = status.st_size;
    stamp.m_writtenNs = qint64(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec;
    return stamp;
}

std::optional<Error> FileStamp::changeTo(const FileStamp &now) const
{
    if (now == *this)
        return std::nullopt;
    const auto change = [this](ErrorCode code, const QString &what, const QString &meaning) {
        return Error{code, QStringLiteral("%1: %2").arg(QFileInfo(m_path).fileName(), what),
                     QStringLiteral("%1 Your labels are safe.").arg(meaning)};
    };
    if (!now.m_exists)
        return change(ErrorCode::FileNotFound, QStringLiteral("the file is gone from its place."),
                      QStringLiteral("It was moved, renamed or deleted, or its drive is no longer connected. What can "
                                     "still be read stays on the screen; it cannot be scored by a model."));
    if (now.m_device != m_device || now.m_file != m_file)
        return change(ErrorCode::FileNotReadable, QStringLiteral("the file was replaced by another one."),
                      QStringLiteral("What is shown is the one that was opened. Open it again to see the other."));
    if (now.m_size < m_size)
        return change(
            ErrorCode::Truncated, QStringLiteral("the file became shorter by %1 bytes.").arg(m_size - now.m_size),
            QStringLiteral("Its end can no longer be read. Take the file from its source and open it again."));
    if (now.m_size > m_size)
        return change(ErrorCode::FileNotReadable, QStringLiteral("the file grew by %1 bytes.").arg(now.m_size - m_size),
                      QStringLiteral("Another program writes to it. Open it again to see what was added."));
    return change(ErrorCode::FileNotReadable, QStringLiteral("another program has written to the file."),
                  QStringLiteral("What is shown may be partly from before, partly from after. Open it again."));
}

} // namespace somno::io
