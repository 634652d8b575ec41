// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/recordings/contentdigest.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <vector>

namespace somno::io {

namespace {

constexpr qint64 kBlock = 1 << 20;
constexpr qint64 kPieces = 256;
constexpr qint64 kPiece = 1 << 16;

struct Piece {
    qint64 first = 0;
    qint64 size = 0;
};

std::vector<Piece> wholeOf(qint64 size)
{
    std::vector<Piece> pieces;
    for (qint64 first = 0; first < size; first += kBlock)
        pieces.push_back({first, std::min(kBlock, size - first)});
    return pieces;
}

/// The first and the last bytes and as many between them at equal distances; all where they would meet.
std::vector<Piece> spreadOver(qint64 size)
{
    if (size <= kPieces * kPiece)
        return wholeOf(size);
    std::vector<Piece> pieces;
    for (qint64 i = 0; i < kPieces; ++i)
        pieces.push_back({(size - kPiece) / (kPieces - 1) * i, kPiece});
    pieces.back().first = size - kPiece;
    return pieces;
}

Result<QByteArray> digestOf(QFile &file, const std::vector<Piece> &pieces, QCryptographicHash &hash,
                            const Progress &progress)
{
    qint64 done = 0, total = 0;
    for (const Piece &piece : pieces)
        total += piece.size;
    for (const Piece &piece : pieces) {
        file.seek(piece.first);
        const QByteArray bytes = file.read(piece.size);
        if (bytes.size() != piece.size)
            return failure(ErrorCode::FileNotReadable,
                           QStringLiteral("%1 could not be read to its end.").arg(file.fileName()),
                           QStringLiteral("Check the drive or the network connection."));
        hash.addData(bytes);
        progress.advance(QStringLiteral("digest"), done += piece.size, total);
        if (progress.cancelled())
            return failure(ErrorCode::Cancelled,
                           QStringLiteral("Reading %1 was cancelled.").arg(QFileInfo(file).fileName()));
    }
    return hash.result().toHex();
}

} // namespace

Result<QByteArray> contentDigest(const QString &path, const Progress &progress, const QByteArray &known,
                                 qint64 wholeUpTo)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read (%2).").arg(path, file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    const qint64 size = file.size();
    QCryptographicHash whole(QCryptographicHash::Blake2b_256);
    if (size <= wholeUpTo)
        return digestOf(file, wholeOf(size), whole, progress);
    QCryptographicHash spread(QCryptographicHash::Blake2b_256);
    spread.addData(QByteArrayLiteral("pieces of ") + QByteArray::number(size));
    auto digest = digestOf(file, spreadOver(size), spread, progress);
    if (!digest || known.isEmpty() || known == *digest)
        return digest;
    const auto ofAll = digestOf(file, wholeOf(size), whole, progress);
    return !ofAll || *ofAll == known ? ofAll : digest;
}

} // namespace somno::io
