// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/inputfile.h"

#include <QFile>
#include <QFileInfo>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace somno::io {

namespace {

QString systemError()
{
    return QString::fromLocal8Bit(std::strerror(errno));
}

tl::unexpected<Error> refused(const QFileInfo &info, ErrorCode code, const QString &what, const QString &detail)
{
    return failure(code, QStringLiteral("%1: %2").arg(info.fileName(), what), detail);
}

} // namespace

Opening Opening::quick(const QString &path, Progress progress)
{
    constexpr qint64 kReadWhole = qint64(2) << 30;
    constexpr qint64 kMost = qint64(64) << 20;
    return {std::move(progress), QFileInfo(path).size() <= kReadWhole ? kAllBytes : kMost};
}

InputFile::InputFile(QString path, qint64 size, int descriptor, Opening opening)
    : m_path(std::move(path)), m_size(size), m_descriptor(descriptor), m_opening(std::move(opening))
{
}

InputFile::~InputFile()
{
    ::close(m_descriptor);
}

Result<InputFilePtr> InputFile::open(const QString &path, Opening opening)
{
    const QFileInfo info(path);
    if (!info.exists())
        return refused(
            info, ErrorCode::FileNotFound, QStringLiteral("there is no such file."),
            QStringLiteral("%1 may have been moved, renamed or be on a drive that is not connected.").arg(path));
    if (info.isDir())
        return refused(info, ErrorCode::FileNotReadable, QStringLiteral("this is a folder, not a recording."),
                       QStringLiteral("Choose the file inside it."));
    if (!info.isFile())
        return refused(info, ErrorCode::FileNotReadable, QStringLiteral("this is not a regular file."),
                       QStringLiteral("Choose a file on a disk."));
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return refused(info, ErrorCode::FileNotReadable,
                       QStringLiteral("the file cannot be opened (%1).").arg(systemError()),
                       QStringLiteral("Check that you have permission to read %1.").arg(path));
    const InputFilePtr file(new InputFile(path, info.size(), descriptor, std::move(opening)));
    if (file->size() == 0)
        return refused(
            info, ErrorCode::NotARecording, QStringLiteral("the file is empty (0 bytes)."),
            QStringLiteral("The recording or the copy was never finished; take the file from its source again."));
    return file;
}

QString InputFile::name() const
{
    return QFileInfo(m_path).fileName();
}

Result<qint64> InputFile::read(qint64 offset, std::span<uchar> out) const
{
    if (m_isOpening) {
        if (m_opening.progress.cancelled())
            return failure(ErrorCode::Cancelled, QStringLiteral("Opening %1 was cancelled.").arg(name()));
        m_opening.progress.advance(QStringLiteral("open"), offset, m_size);
    }
    size_t done = 0;
    while (done < out.size()) {
        const ssize_t got = ::pread(m_descriptor, out.data() + done, out.size() - done, offset + qint64(done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failure(ErrorCode::FileNotReadable,
                           QStringLiteral("%1: the file could no longer be read (%2).").arg(name(), systemError()),
                           QStringLiteral("Check the drive or the network connection and start again."));
        if (got == 0)
            break;
        done += size_t(got);
    }
    return qint64(done);
}

Result<QByteArray> InputFile::bytes(qint64 offset, qint64 count) const
{
    QByteArray bytes(qsizetype(count), Qt::Uninitialized);
    const auto got = read(offset, std::span(reinterpret_cast<uchar *>(bytes.data()), size_t(count)));
    if (!got)
        return failure(got.error());
    bytes.truncate(qsizetype(*got));
    return bytes;
}

} // namespace somno::io
