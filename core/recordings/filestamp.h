// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <optional>

#include "core/base/result.h"

namespace somno::io {

/// What tells whether a file is still what it was.
class FileStamp {
public:
    /// Of a file as it is now.
    [[nodiscard]] static FileStamp of(const QString &path);

    /// What became of the file since, in words for who has it open as a recording; nullopt where nothing did.
    [[nodiscard]] std::optional<Error> changeTo(const FileStamp &now) const;

    friend bool operator==(const FileStamp &, const FileStamp &) = default;

private:
    QString m_path;
    bool m_exists = false;
    quint64 m_device = 0;
    quint64 m_file = 0; ///< its number on the device
    qint64 m_size = 0;
    qint64 m_writtenNs = 0; ///< when it was last written to
};

} // namespace somno::io
