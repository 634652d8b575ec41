// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/result.h"

namespace somno::io {

/// A file that appears complete or not at all: bytes go to a hidden temporary file in the same
/// folder, which commit() syncs and renames over `path`. Without commit() the destructor removes it,
/// and whatever stood at `path` stays as it was.
class AtomicFile {
public:
    explicit AtomicFile(QString path);
    ~AtomicFile();
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;

    /// Errors FileNotWritable or DiskFull, naming the folder and the remedy.
    [[nodiscard]] Result<> open();
    [[nodiscard]] Result<> write(const QByteArray &bytes);
    /// Where the bytes are until commit(), for reading them back.
    [[nodiscard]] const QString &temporaryPath() const { return m_temporaryPath; }
    /// Makes the bytes durable, then the name.
    [[nodiscard]] Result<> commit();

private:
    [[nodiscard]] tl::unexpected<Error> systemFailure(int errorNumber, const QString &action) const;

    QString m_path;
    QString m_temporaryPath;
    int m_descriptor = -1;
};

} // namespace somno::io
