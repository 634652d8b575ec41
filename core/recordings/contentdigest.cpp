// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/contentdigest.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace somno::io {

Result<QByteArray> contentDigest(const QString &path, const Progress &progress)
{
    constexpr qint64 kBlock = 1 << 20;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read (%2).").arg(path, file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    const qint64 total = file.size();
    for (qint64 done = 0; done < total;) {
        const QByteArray block = file.read(kBlock);
        if (block.isEmpty())
            return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 could not be read to its end.").arg(path),
                           QStringLiteral("Check the drive or the network connection."));
        hash.addData(block);
        done += block.size();
        progress.advance(QStringLiteral("digest"), done, total);
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled,
                           QStringLiteral("Reading %1 was cancelled.").arg(QFileInfo(path).fileName()));
    }
    return hash.result().toHex();
}

} // namespace somno::io
