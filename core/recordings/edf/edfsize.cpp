// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edfsize.h"

#include <algorithm>

#include "core/recordings/edf/edftransfer.h"

namespace somno::io {

namespace {

constexpr qint64 kTriedBytes = 1 << 16;

QString recordsText(qint64 count)
{
    return count == 1 ? QStringLiteral("1 record") : QStringLiteral("%1 records").arg(count);
}

/// Whether nothing but zeros seem to stand from `offset` to the end: looked at both ends, not at gigabytes between.
Result<bool> isZeroFrom(const InputFile &file, qint64 offset)
{
    for (const qint64 at : {offset, std::max(offset, file.size() - kTriedBytes)}) {
        const auto bytes = file.bytes(at, std::min(kTriedBytes, file.size() - at));
        if (!bytes)
            return failure(bytes.error());
        if (std::ranges::any_of(*bytes, [](char c) { return c != 0; }))
            return false;
    }
    return true;
}

} // namespace

Result<qint64> readEdfRecordCount(EdfFields &fields, const EdfLayout &layout, const InputFile &file)
{
    const EdfField &field = edffield::kRecords;
    const auto claimed = fields.integer(field);
    const qint64 recordBytes = layout.recordBytes();
    const qint64 bytes = file.size() - layout.headerBytes;
    const qint64 held = bytes / recordBytes;
    const qint64 over = bytes % recordBytes;
    if (claimed == held && over == 0 && held > 0)
        return held;
    const QString sizes = QStringLiteral("the size of the file gives %1 of %2 bytes%3")
                              .arg(recordsText(held))
                              .arg(recordBytes)
                              .arg(over ? QStringLiteral(" and %1 bytes of another one").arg(over) : QString());
    if (held < 1)
        return failure(fields.fault(field, QStringLiteral("There is no whole data record: %1.").arg(sizes),
                                    QStringLiteral("The recording or the copy was interrupted before there was "
                                                   "anything to read; take the file from its source again."),
                                    ErrorCode::Truncated));
    const auto damage = textTransferOf(file, layout.headerBytes);
    if (!damage)
        return failure(damage.error());
    if (!damage->isEmpty())
        return failure(fields.fault(field,
                                    QStringLiteral("The file was copied or saved as if it were text: %1, and %2. Its "
                                                   "samples are no longer where they were.")
                                        .arg(sizes, *damage),
                                    QStringLiteral("Copy it again from its source, in binary mode.")));
    const QString read = QStringLiteral("%1; read %2").arg(sizes, recordsText(held));
    if (!claimed || *claimed < 1) {
        fields.note(QStringLiteral("record-count-unknown"), field, read);
        return held;
    }
    if (*claimed > held) {
        fields.note(over ? QStringLiteral("record-incomplete") : QStringLiteral("records-missing"), field,
                    QStringLiteral("%1, so the end of the recording is missing").arg(read));
        return held;
    }
    const auto isFilled = isZeroFrom(file, layout.headerBytes + *claimed * recordBytes);
    if (!isFilled)
        return failure(isFilled.error());
    if (*claimed == held || *isFilled) {
        fields.note(QStringLiteral("bytes-after-records"), field,
                    QStringLiteral("%1; read %2 and nothing after them").arg(sizes, recordsText(*claimed)));
        return *claimed;
    }
    fields.note(QStringLiteral("records-uncounted"), field, read);
    return held;
}

} // namespace somno::io
