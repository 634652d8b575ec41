// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringConverter>
#include <memory>
#include <string>
#include <string_view>

#include "core/recordings/inputfile.h"

namespace somno::io {

/// How a text file is written, by its first bytes.
struct TextEncoding {
    std::optional<QStringConverter::Encoding> wide; ///< UTF-16; else UTF-8, or a code page that begins as ASCII does
    qint64 markBytes = 0;                           ///< of the mark of its order at the start
    char end = '\n';                                ///< of a line; '\r' for files of old Macs

    [[nodiscard]] static TextEncoding of(const QByteArray &firstBytes);
    /// The first bytes without their mark, as UTF-8.
    [[nodiscard]] std::string decoded(const QByteArray &firstBytes) const;
};

/// The lines of a text file of any size, one after the other.
class TextLines {
public:
    TextLines(InputFilePtr file, const TextEncoding &encoding);

    /// The next line in UTF-8 without its end, good until the next call; false at the end of the file.
    /// FileNotReadable; NotARecording where a line has no end for megabytes.
    [[nodiscard]] Result<bool> next(std::string_view &line);
    [[nodiscard]] qint64 number() const { return m_number; } ///< of that line, from 1
    [[nodiscard]] qint64 offset() const { return m_offset; } ///< bytes of the file that were read

private:
    [[nodiscard]] Result<bool> readOn();

    InputFilePtr m_file;
    TextEncoding m_encoding;
    std::unique_ptr<QStringDecoder> m_decoder; ///< null for what is UTF-8 already
    std::string m_text;
    size_t m_at = 0; ///< in the text
    qint64 m_offset = 0;
    qint64 m_number = 0;
};

} // namespace somno::io
