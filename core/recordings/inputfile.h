// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <memory>
#include <span>

#include "core/base/result.h"

namespace somno::io {

/// A file kept open for reading from several threads at once. It stays readable when its name is removed.
class InputFile {
public:
    /// Errors FileNotFound, FileNotReadable, NotARecording where it is empty.
    [[nodiscard]] static Result<std::shared_ptr<const InputFile>> open(const QString &path);
    ~InputFile();
    InputFile(const InputFile &) = delete;
    InputFile &operator=(const InputFile &) = delete;

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString name() const;                  ///< without its folder
    [[nodiscard]] qint64 size() const { return m_size; } ///< when it was opened
    /// Fills `out` with the bytes from `offset`; answers how many there are, fewer where the file ends.
    /// FileNotReadable.
    [[nodiscard]] Result<qint64> read(qint64 offset, std::span<uchar> out) const;
    /// As many of `count` bytes from `offset` as there are. FileNotReadable.
    [[nodiscard]] Result<QByteArray> bytes(qint64 offset, qint64 count) const;

private:
    InputFile(QString path, qint64 size, int descriptor);

    QString m_path;
    qint64 m_size = 0;
    int m_descriptor = -1;
};
using InputFilePtr = std::shared_ptr<const InputFile>;

} // namespace somno::io
