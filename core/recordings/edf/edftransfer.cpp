// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/edf/edftransfer.h"

#include <QStringDecoder>
#include <algorithm>

namespace somno::io {

namespace {

constexpr qint64 kLookedAt = 1 << 20;
constexpr qint64 kFewest = 32; ///< of what chance would not do: a byte in 256 is a line feed

/// Whether each line feed follows a carriage return, as after a copy in the text mode of FTP.
bool hasLineEndsOfText(const QByteArray &bytes)
{
    qint64 lines = 0;
    for (qsizetype i = 0; i < bytes.size(); ++i)
        if (bytes[i] == '\n') {
            if (i == 0 || bytes[i - 1] != '\r')
                return false;
            ++lines;
        }
    return lines >= kFewest;
}

/// Whether all bytes above 127 are UTF-8, as after an editor or a version control system saved the file as text.
bool isUtf8(const QByteArray &bytes)
{
    const qint64 high = std::ranges::count_if(bytes, [](char c) { return uchar(c) > 127; });
    if (high < 2 * kFewest)
        return false;
    QStringDecoder decoder(QStringConverter::Utf8); // holds back a letter that is cut off at the end
    const QString decoded = decoder.decode(bytes);
    return !decoder.hasError();
}

} // namespace

Result<QString> textTransferOf(const InputFile &file, qint64 headerBytes)
{
    const auto bytes = file.bytes(headerBytes, std::min(kLookedAt, file.size() - headerBytes));
    if (!bytes)
        return failure(bytes.error());
    if (hasLineEndsOfText(*bytes))
        return QStringLiteral("before every line feed among the samples stands a carriage return");
    if (isUtf8(*bytes))
        return QStringLiteral("the samples are encoded as UTF-8 text");
    return QString();
}

} // namespace somno::io
