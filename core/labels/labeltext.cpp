// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labels/labeltext.h"

#include <QFile>
#include <QFileInfo>
#include <QStringDecoder>
#include <algorithm>
#include <optional>

#include "core/base/atomicfile.h"

namespace somno::io {

namespace {

constexpr qint64 kMostBytes = qint64(256) << 20; // weeks of seconds take a tenth of it

/// Text of Latin letters in UTF-16 has a zero in every other byte, of which the first tells the order.
std::optional<QStringConverter::Encoding> utf16WithoutMark(const QByteArray &bytes)
{
    const qsizetype length = std::min<qsizetype>(bytes.size(), 4096);
    qsizetype even = 0;
    qsizetype odd = 0;
    for (qsizetype i = 0; i < length; ++i)
        (i % 2 == 0 ? even : odd) += bytes[i] == '\0';
    if (odd > length / 4 && even < length / 16)
        return QStringConverter::Utf16LE;
    if (even > length / 4 && odd < length / 16)
        return QStringConverter::Utf16BE;
    return std::nullopt;
}

} // namespace

QString decodeText(const QByteArray &bytes, Deviations &deviations)
{
    auto encoding = QStringConverter::encodingForData(bytes);
    if (!encoding)
        encoding = utf16WithoutMark(bytes);
    QStringDecoder decoder(encoding.value_or(QStringConverter::Utf8));
    QString text = decoder.decode(bytes);
    if (decoder.hasError() && !encoding) {
        text = QString::fromLatin1(bytes);
        deviations.push_back({QStringLiteral("encoding-latin1"), QStringLiteral("text"),
                              QStringLiteral("it is not UTF-8"), QStringLiteral("read as Latin-1 (ISO 8859-1)")});
    }
    text.remove(QChar::ByteOrderMark);
    text.remove(QChar(u'\0'));
    return text;
}

Result<QString> readText(const QString &path, Deviations &deviations)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(file.exists() ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound,
                       QStringLiteral("%1 cannot be read (%2).").arg(path, file.errorString()),
                       QStringLiteral("Check that the file exists and that you may read it."));
    if (file.size() > kMostBytes)
        return failure(ErrorCode::LabelsInvalid,
                       QStringLiteral("%1 is too large for a file of labels: %2 MB.")
                           .arg(QFileInfo(path).fileName())
                           .arg(file.size() >> 20),
                       QStringLiteral("It may be a recording; open it as such."));
    return decodeText(file.readAll(), deviations);
}

tl::unexpected<Error> tooManyRows(const QString &where)
{
    return failure(ErrorCode::LabelsInvalid, QStringLiteral("%1: there are too many rows for labels.").arg(where),
                   QStringLiteral("It may be a recording; open it as such."));
}

qint64 blankEpochs(const QStringList &lines)
{
    const qint64 blank = std::ranges::count_if(lines, [](const QString &line) { return line.trimmed().isEmpty(); });
    return lines.size() > 2 && 2 * blank + 1 >= lines.size() ? 0 : blank;
}

Deviation blankLines(qint64 count)
{
    return {QStringLiteral("lines-blank"), QStringLiteral("lines"),
            count == 1 ? QStringLiteral("1 is blank") : QStringLiteral("%1 are blank").arg(count),
            QStringLiteral("each is an epoch without a stage")};
}

QStringList linesOf(const QString &text)
{
    QString even = text;
    even.replace(QStringLiteral("\r\n"), QStringLiteral("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n'));
    QStringList lines = even.split(QLatin1Char('\n'));
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

Result<> writeBytes(const QString &path, const QByteArray &bytes)
{
    AtomicFile file(path);
    auto done = file.open();
    if (done)
        done = file.write(bytes);
    if (done)
        done = file.commit();
    return done;
}

} // namespace somno::io
