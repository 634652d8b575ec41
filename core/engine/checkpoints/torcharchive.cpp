// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/checkpoints/torcharchive.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>
#include <caffe2/serialize/inline_container.h>

#include "core/base/atomicfile.h"

namespace somno::sdreamer {

namespace {

constexpr qint64 kLargestFile = qint64(1) << 30;

// The ZIP format (PKWARE APPNOTE.TXT 6.3): signatures and sizes of the fixed parts of its headers.
constexpr quint32 kEntrySignature = 0x02014b50;
constexpr quint32 kLocalSignature = 0x04034b50;
constexpr quint32 kEndSignature = 0x06054b50;
constexpr qsizetype kEntrySize = 46;
constexpr qsizetype kLocalSize = 30;
constexpr qsizetype kEndSize = 22;
constexpr qsizetype kLongestComment = 0xffff;

template <class T>
T number(const QByteArray &bytes, qsizetype at)
{
    return qFromLittleEndian<T>(bytes.constData() + at);
}

// CRC-32 of ISO 3309, as ZIP uses it.
quint32 checksum(QByteArrayView bytes)
{
    static const auto table = [] {
        std::array<quint32, 256> values{};
        for (quint32 i = 0; i < values.size(); ++i) {
            quint32 value = i;
            for (int bit = 0; bit < 8; ++bit)
                value = value & 1 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
            values[i] = value;
        }
        return values;
    }();
    quint32 crc = ~quint32(0);
    for (const char byte : bytes)
        crc = table[(crc ^ quint8(byte)) & 0xff] ^ (crc >> 8);
    return ~crc;
}

// Where the end-of-directory record begins; -1 where there is none.
qsizetype findEnd(const QByteArray &bytes)
{
    const qsizetype first = std::max<qsizetype>(0, bytes.size() - kEndSize - kLongestComment);
    for (qsizetype at = bytes.size() - kEndSize; at >= first; --at)
        if (number<quint32>(bytes, at) == kEndSignature)
            return at;
    return -1;
}

} // namespace

tl::unexpected<Error> TorchArchive::invalid(const QString &what, const QString &remedy) const
{
    return failure(
        ErrorCode::ModelInvalid, QStringLiteral("%1 is not a readable PyTorch checkpoint: %2.").arg(m_path, what),
        remedy.isEmpty()
            ? QStringLiteral("The file is incomplete, damaged or of another kind. Take it from its source again.")
            : remedy);
}

Result<TorchArchive> TorchArchive::open(const QString &path)
{
    TorchArchive archive;
    archive.m_path = path;
    QFile file(path);
    if (!file.exists())
        return failure(ErrorCode::FileNotFound, QStringLiteral("%1 does not exist.").arg(path),
                       QStringLiteral("Check the name of the checkpoint."));
    if (QFileInfo(path).isDir() || !file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(path),
                       QStringLiteral("It must be a file that you may read, ending in .pt or .pth.tar."));
    if (file.size() > kLargestFile)
        return archive.invalid(QStringLiteral("it has %1 bytes, more than any model of this kind").arg(file.size()));
    archive.m_bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(path), file.errorString());
    if (auto read = archive.readDirectory(); !read)
        return failure(read.error());
    return archive;
}

Result<> TorchArchive::readDirectory()
{
    if (m_bytes.startsWith("\x80\x02"))
        return invalid(QStringLiteral("it is a bare pickle, as PyTorch wrote before version 1.6"),
                       QStringLiteral("Open it with a current PyTorch and write it with torch.save() again."));
    if (!m_bytes.startsWith("PK\x03\x04"))
        return invalid(QStringLiteral("it is not a ZIP archive"));
    const qsizetype end = findEnd(m_bytes);
    if (end < 0)
        return invalid(QStringLiteral("its end is missing after %1 bytes; it was cut off").arg(m_bytes.size()),
                       QStringLiteral("Copy or download the file again."));
    const int count = number<quint16>(m_bytes, end + 10);
    qsizetype at = number<quint32>(m_bytes, end + 16);
    for (int i = 0; i < count; ++i) {
        const auto next = readEntry(at);
        if (!next)
            return failure(next.error());
        at = *next;
    }
    if (!m_entries.contains(QStringLiteral("data.pkl")))
        return invalid(
            QStringLiteral("it is a ZIP archive, but not one of torch.save()"),
            QStringLiteral("Import the checkpoint itself (.pt or .pth.tar), not an archive that contains it."));
    return {};
}

// One entry of the directory; where the next one begins.
Result<qsizetype> TorchArchive::readEntry(qsizetype at)
{
    if (at > m_bytes.size() - kEntrySize || number<quint32>(m_bytes, at) != kEntrySignature)
        return invalid(QStringLiteral("its directory is damaged at byte %1").arg(at));
    const qsizetype nameSize = number<quint16>(m_bytes, at + 28);
    const qsizetype next
        = at + kEntrySize + nameSize + number<quint16>(m_bytes, at + 30) + number<quint16>(m_bytes, at + 32);
    if (next > m_bytes.size())
        return invalid(QStringLiteral("its directory is damaged at byte %1").arg(at));
    const QString name = QString::fromUtf8(m_bytes.constData() + at + kEntrySize, nameSize);
    const qsizetype size = number<quint32>(m_bytes, at + 24), local = number<quint32>(m_bytes, at + 42);
    if (number<quint16>(m_bytes, at + 10) != 0)
        return invalid(
            QStringLiteral("its entry %1 is compressed").arg(name),
            QStringLiteral("torch.save() never compresses. If the checkpoint was packed again, unpack it, or "
                           "import the original."));
    if (local > m_bytes.size() - kLocalSize || number<quint32>(m_bytes, local) != kLocalSignature)
        return invalid(QStringLiteral("its entry %1 is said to be at byte %2, where none begins").arg(name).arg(local));
    const qsizetype offset
        = local + kLocalSize + number<quint16>(m_bytes, local + 26) + number<quint16>(m_bytes, local + 28);
    if (size != qsizetype(number<quint32>(m_bytes, at + 20)) || offset > m_bytes.size()
        || size > m_bytes.size() - offset)
        return invalid(QStringLiteral("its entry %1 claims %2 bytes, more than the file holds").arg(name).arg(size));
    m_entries.insert(name.section(QLatin1Char('/'), 1), {offset, size, number<quint32>(m_bytes, at + 16)});
    return next;
}

Result<QByteArrayView> TorchArchive::record(const QString &name) const
{
    const auto found = m_entries.constFind(name);
    if (found == m_entries.constEnd())
        return invalid(QStringLiteral("its entry %1 is missing").arg(name));
    const auto bytes = QByteArrayView(m_bytes).sliced(found->offset, found->size);
    if (checksum(bytes) != found->crc)
        return invalid(QStringLiteral("its entry %1 does not match its checksum").arg(name));
    return bytes;
}

Result<> writeTorchArchive(const QString &path, const std::vector<TorchRecord> &records)
{
    if (QFileInfo::exists(path))
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 exists already and was left as it is.").arg(path),
                       QStringLiteral("Choose another name with -o."));
    io::AtomicFile file(path);
    if (auto opened = file.open(); !opened)
        return opened;
    Result<> written;
    try {
        caffe2::serialize::PyTorchStreamWriter writer([&](const void *data, size_t size) -> size_t {
            if (written)
                written = file.write(QByteArray::fromRawData(static_cast<const char *>(data), qsizetype(size)));
            return size; // an error is kept, and told below; the writer's own would lose its cause
        });
        for (const TorchRecord &record : records)
            writer.writeRecord(record.name.toStdString(), record.bytes.constData(), size_t(record.bytes.size()));
        writer.writeEndOfFile();
    } catch (const std::exception &error) {
        return failure(ErrorCode::FileNotWritable, QStringLiteral("%1 could not be written.").arg(path),
                       QString::fromUtf8(error.what()).section(QLatin1Char('\n'), 0, 0));
    }
    return written ? file.commit() : written;
}

} // namespace somno::sdreamer
