// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/recordings/edf/edfheader.h"
#include "core/recordings/inputfile.h"

namespace somno::io {

/// An EDF or BDF file that is open, with its header. Any thread.
class EdfFile {
public:
    EdfFile(InputFilePtr file, EdfHeader header) : m_file(std::move(file)), m_header(std::move(header)) {}

    [[nodiscard]] const EdfHeader &header() const { return m_header; }
    [[nodiscard]] QString name() const { return m_file->name(); }
    /// Fills `out` with the file's bytes from `offset`. Errors Truncated when it ends before, FileNotReadable.
    [[nodiscard]] Result<> read(qint64 offset, std::span<uchar> out) const;

private:
    InputFilePtr m_file;
    EdfHeader m_header;
};

} // namespace somno::io
