// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <atomic>
#include <limits>
#include <memory>
#include <span>

#include "core/base/progress.h"
#include "core/base/result.h"

namespace somno::io {

inline constexpr qint64 kAllBytes = std::numeric_limits<qint64>::max();

/// How a recording is opened.
struct Opening {
    Progress progress = {};       ///< told how far in the file it is
    qint64 mostBytes = kAllBytes; ///< annotations may be left unread once so many bytes have been read

    /// Within a second, also where the file is too large to be read whole.
    [[nodiscard]] static Opening quick(const QString &path, Progress progress = {});
};

/// A file kept open for reading from several threads at once. It stays readable when its name is removed.
class InputFile {
public:
    /// Until endOpening() whoever reads it tells of its progress, and gets Cancelled once it is no longer wanted.
    /// Errors FileNotFound, FileNotReadable, NotARecording where it is empty.
    [[nodiscard]] static Result<std::shared_ptr<const InputFile>> open(const QString &path, Opening opening = {});
    ~InputFile();
    InputFile(const InputFile &) = delete;
    InputFile &operator=(const InputFile &) = delete;

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString name() const;                  ///< without its folder
    [[nodiscard]] qint64 size() const { return m_size; } ///< when it was opened
    /// Fills `out` with the bytes from `offset`; answers how many there are, fewer where the file ends.
    /// FileNotReadable, Cancelled.
    [[nodiscard]] Result<qint64> read(qint64 offset, std::span<uchar> out) const;
    /// As many of `count` bytes from `offset` as there are. FileNotReadable, Cancelled.
    [[nodiscard]] Result<QByteArray> bytes(qint64 offset, qint64 count) const;
    [[nodiscard]] const Opening &opening() const { return m_opening; }
    void endOpening() const { m_isOpening = false; }

private:
    InputFile(QString path, qint64 size, int descriptor, Opening opening);

    QString m_path;
    qint64 m_size = 0;
    int m_descriptor = -1;
    Opening m_opening;
    mutable std::atomic<bool> m_isOpening = true;
};
using InputFilePtr = std::shared_ptr<const InputFile>;

} // namespace somno::io
