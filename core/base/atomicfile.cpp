// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomicfile.h"

#include <QFile>
#include <QFileInfo>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace somno::io {

namespace {

bool isDiskFull(int errorNumber)
{
    return errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
}

// A rename is durable only once the folder that holds the name is.
void syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

} // namespace

AtomicFile::AtomicFile(QString path) : m_path(std::move(path))
{
    // A link keeps being a link: the file that it names is replaced.
    const QFileInfo info(m_path);
    if (info.isSymLink() && info.exists())
        m_path = info.canonicalFilePath();
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    if (!m_temporaryPath.isEmpty())
        ::unlink(QFile::encodeName(m_temporaryPath).constData());
}

tl::unexpected<Error> AtomicFile::systemFailure(int errorNumber, const QString &action) const
{
    if (isDiskFull(errorNumber))
        return failure(ErrorCode::DiskFull, QStringLiteral("%1 could not be written: the disk is full.").arg(m_path),
                       QStringLiteral("Make room on that disk or choose another folder, then save again. "
                                      "What was there before is unchanged."));
    return failure(
        ErrorCode::FileNotWritable,
        QStringLiteral("%1 could not be written: %2 failed (%3).").arg(m_path, action, qt_error_string(errorNumber)),
        QStringLiteral("Check that the folder exists and that you may write to it, or choose another one."));
}

Result<> AtomicFile::open()
{
    static std::atomic<int> counter = 0;
    const QFileInfo info(m_path);
    if (info.isDir())
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 is a folder.").arg(m_path),
                       QStringLiteral("Give the name of a file inside it."));
    if (info.exists() && !info.isFile())
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 is a device or a pipe, not a file.").arg(m_path),
                       QStringLiteral("A result is written whole and then takes its name. Give the name of a file."));
    do {
        m_temporaryPath = QStringLiteral("%1/.%2.%3-%4.part")
                              .arg(info.absolutePath(), info.fileName())
                              .arg(qint64(::getpid()))
                              .arg(counter++);
        m_descriptor
            = ::open(QFile::encodeName(m_temporaryPath).constData(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    } while (m_descriptor < 0 && errno == EEXIST);
    if (m_descriptor < 0) {
        const int errorNumber = errno;
        m_temporaryPath.clear();
        return systemFailure(errorNumber, QStringLiteral("creating it"));
    }
    if (struct stat old = {}; ::stat(QFile::encodeName(m_path).constData(), &old) == 0)
        std::ignore = ::fchmod(m_descriptor, old.st_mode & 07777);
    return {};
}

Result<> AtomicFile::write(const QByteArray &bytes)
{
    for (qsizetype written = 0; written < bytes.size();) {
        const ssize_t count = ::write(m_descriptor, bytes.constData() + written, size_t(bytes.size() - written));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure(errno, QStringLiteral("writing"));
        written += count;
    }
    return {};
}

Result<> AtomicFile::commit()
{
    if (::fsync(m_descriptor) != 0)
        return systemFailure(errno, QStringLiteral("writing to the disk"));
    const int descriptor = std::exchange(m_descriptor, -1);
    if (::close(descriptor) != 0)
        return systemFailure(errno, QStringLiteral("closing"));
    if (std::rename(QFile::encodeName(m_temporaryPath).constData(), QFile::encodeName(m_path).constData()) != 0)
        return systemFailure(errno, QStringLiteral("renaming"));
    m_temporaryPath.clear();
    syncFolder(QFileInfo(m_path).absolutePath());
    return {};
}

} // namespace somno::io
