// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/foreignfile.h"

#include <algorithm>
#include <array>

#include "core/recordings/recordingformat.h"

namespace somno::io {

namespace {

struct Signature {
    QByteArrayView start;
    const char *name;
};

constexpr std::array kSignatures = {
    Signature{"MATLAB ", "a MATLAB file"},
    Signature{"\x89HDF", "an HDF5 file (MATLAB 7.3, NWB)"},
    Signature{"PK\x03\x04", "a ZIP archive or an Office document"},
    Signature{"\x1f\x8b", "a gzip archive"},
    Signature{"7z\xbc\xaf", "a 7-Zip archive"},
    Signature{"Rar!", "a RAR archive"},
    Signature{"SQLite format 3", "an SQLite database"},
    Signature{"%PDF", "a PDF document"},
    Signature{"\x89PNG", "a PNG picture"},
    Signature{"\xff\xd8\xff", "a JPEG picture"},
    Signature{"RIFF", "a WAV or AVI file"},
    Signature{"GDF ", "a GDF recording"},
    Signature{"Brain Vision Data Exchange", "a BrainVision header"},
    Signature{"NEURALEV", "a Blackrock event file"},
    Signature{"PAR1", "a Parquet table"},
    Signature{"<?xml", "an XML file"},
};

bool isText(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 32 ? byte != 127 : byte == '\n' || byte == '\r' || byte == '\t';
}

} // namespace

QString describeForeignFile(const QByteArray &firstBytes)
{
    for (const Signature &signature : kSignatures)
        if (firstBytes.startsWith(signature.start))
            return QString::fromLatin1(signature.name);
    if (firstBytes.isEmpty())
        return {};
    if (std::all_of(firstBytes.begin(), firstBytes.end(), [](char c) { return c == 0; }))
        return QStringLiteral("a file of zero bytes, as a broken copy leaves behind");
    if (std::all_of(firstBytes.begin(), firstBytes.end(), isText))
        return QStringLiteral("a text file");
    return {};
}

tl::unexpected<Error> notARecording(const QString &name, const QByteArray &firstBytes)
{
    const QString looks = describeForeignFile(firstBytes);
    const bool isTable = firstBytes.startsWith("PAR1");
    return failure(ErrorCode::NotARecording,
                   QStringLiteral("%1: this is not an %2 recording%3.")
                       .arg(name, recordingFormatNames(),
                            looks.isEmpty() ? QString() : QStringLiteral("; it looks like %1").arg(looks)),
                   QStringLiteral("Export the recording as %1 first.")
                       .arg(isTable ? QStringLiteral("CSV") : QStringLiteral("EDF")));
}

} // namespace somno::io
