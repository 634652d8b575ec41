// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QFile>
#include <QStringList>
#include <unistd.h>

namespace somno::fuzz {

/// The bytes of an input as a file of that ending, in memory where the system has such a place; always the same one.
inline QString fileWith(const QByteArray &bytes, const QString &ending)
{
    static const QString folder
        = QDir(QStringLiteral("/dev/shm")).exists() ? QStringLiteral("/dev/shm") : QDir::tempPath();
    const QString path = QStringLiteral("%1/somnoscribe-fuzz-%2.%3").arg(folder).arg(getpid()).arg(ending);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        abort();
    return path;
}

/// The one that a byte of the input chooses.
inline QString chosen(const QStringList &all, quint8 byte)
{
    return all.at(byte % all.size());
}

} // namespace somno::fuzz
