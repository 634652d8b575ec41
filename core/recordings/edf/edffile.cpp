// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edffile.h"

namespace somno::io {

Result<> EdfFile::read(qint64 offset, std::span<uchar> out) const
{
    const auto got = m_file->read(offset, out);
    if (!got)
        return failure(got.error());
    if (*got == qint64(out.size()))
        return {};
    return failure(ErrorCode::Truncated,
                   QStringLiteral("%1: the file became shorter while it was read (data record %2 of %3).")
                       .arg(name())
                       .arg((offset + *got - m_header.headerBytes) / m_header.recordBytes + 1)
                       .arg(m_header.records),
                   QStringLiteral("Another program has written to it; take the file from its source again."));
}

} // namespace somno::io
