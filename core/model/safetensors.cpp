// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/safetensors.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>
#include <QtEndian>
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <qfloat16.h>

#include "core/base/atomicfile.h"
#include "core/model/modelfiles.h"

namespace somno::sdreamer {

namespace {

constexpr qint64 kPrefixBytes = 8;
constexpr quint64 kLargestHeader = 100'000'000; // the format's own limit
constexpr qint64 kLargestFile = qint64(1) << 31;
constexpr qint64 kLargestExtent = qint64(1) << 32;
constexpr float kLargestHalf = 65504.0F;

/// One entry of the header.
struct Entry {
    QString name;
    QString type;
    std::vector<qint64> shape;
    qint64 begin = 0;
    qint64 end = 0;
};

tl::unexpected<Error> invalid(const QString &path, const QString &what)
{
    return failure(
        ErrorCode::ModelInvalid, QStringLiteral("%1 is not a readable safetensors file: %2.").arg(path, what),
        QStringLiteral("The file is incomplete, damaged or of another kind. Take the model from its source again."));
}

// 0 for a type that is not read.
qint64 bytesPerValue(const QString &type)
{
    if (type == QLatin1String("F32"))
        return 4;
    return type == QLatin1String("F16") || type == QLatin1String("BF16") ? 2 : 0;
}

// Values in a tensor of that shape; -1 when an extent is negative or the product does not fit a file.
qint64 valueCount(const std::vector<qint64> &shape)
{
    qint64 count = 1;
    for (const qint64 extent : shape) {
        if (extent < 0 || extent > kLargestExtent || (extent > 0 && count > kLargestFile / extent))
            return -1;
        count *= extent;
    }
    return count;
}

Result<QByteArray> readAll(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return failure(ErrorCode::ModelMissing, QStringLiteral("%1 is missing.").arg(path), copyTheWholeModel());
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(path), file.errorString());
    if (file.size() > kLargestFile)
        return invalid(path, QStringLiteral("it has %1 bytes, more than any model of this kind").arg(file.size()));
    QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::FileNotReadable, QStringLiteral("%1 cannot be read.").arg(path), file.errorString());
    return bytes;
}

Result<Entry> parseEntry(const QString &path, const QString &name, const QJsonObject &object)
{
    Entry entry{name, object.value("dtype").toString(), {}, -1, -1};
    if (bytesPerValue(entry.type) == 0)
        return invalid(path, QStringLiteral("tensor %1 is of type \"%2\", not F32, F16 or BF16").arg(name, entry.type));
    if (!object.value("shape").isArray())
        return invalid(path, QStringLiteral("tensor %1 has no shape").arg(name));
    for (const QJsonValue extent : object.value("shape").toArray())
        entry.shape.push_back(extent.toInteger(-1));
    const QJsonArray offsets = object.value("data_offsets").toArray();
    if (offsets.size() == 2) {
        entry.begin = offsets[0].toInteger(-1);
        entry.end = offsets[1].toInteger(-1);
    }
    const qint64 count = valueCount(entry.shape);
    if (count < 0)
        return invalid(path, QStringLiteral("tensor %1 has an impossible shape").arg(name));
    if (entry.begin < 0 || entry.end < entry.begin || entry.end > kLargestFile
        || entry.end - entry.begin != count * bytesPerValue(entry.type))
        return invalid(path, QStringLiteral("tensor %1 of shape %2 lies at bytes %3 to %4")
                                 .arg(name, shapeText(entry.shape))
                                 .arg(entry.begin)
                                 .arg(entry.end));
    return entry;
}

// Entries in the order of their data, which they must cover without a gap or an overlap.
Result<std::vector<Entry>> parseHeader(const QString &path, const QByteArray &header, qint64 dataBytes)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(header, &problem);
    if (!document.isObject())
        return invalid(path, QStringLiteral("its header is not JSON (%1 at byte %2)")
                                 .arg(problem.errorString())
                                 .arg(kPrefixBytes + problem.offset));
    const QJsonObject object = document.object();
    std::vector<Entry> entries;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == QLatin1String("__metadata__"))
            continue;
        auto entry = parseEntry(path, it.key(), it.value().toObject());
        if (!entry)
            return failure(entry.error());
        entries.push_back(std::move(*entry));
    }
    // A JSON object keeps the last of equal keys, so a name given twice shows only in the text.
    if (header.count("\"data_offsets\"") > qsizetype(entries.size()))
        return invalid(path, QStringLiteral("it names a tensor twice"));
    std::ranges::sort(entries, {}, [](const Entry &entry) { return std::pair(entry.begin, entry.end); });
    qint64 covered = 0;
    for (const Entry &entry : entries) {
        if (entry.begin != covered)
            return invalid(path, QStringLiteral("tensor %1 begins at byte %2 of the data, expected %3")
                                     .arg(entry.name)
                                     .arg(entry.begin)
                                     .arg(covered));
        covered = entry.end;
    }
    if (covered != dataBytes)
        return invalid(path,
                       QStringLiteral("its tensors need %1 bytes of data, it holds %2").arg(covered).arg(dataBytes));
    return entries;
}

std::vector<float> decode(const char *data, const Entry &entry)
{
    std::vector<float> values(size_t((entry.end - entry.begin) / bytesPerValue(entry.type)));
    if (values.empty())
        return values;
    if (entry.type == QLatin1String("F32")) {
        qFromLittleEndian<float>(data, qsizetype(values.size()), values.data());
        return values;
    }
    std::vector<quint16> halves(values.size());
    qFromLittleEndian<quint16>(data, qsizetype(halves.size()), halves.data());
    if (entry.type == QLatin1String("BF16")) {
        std::ranges::transform(halves, values.begin(),
                               [](quint16 half) { return std::bit_cast<float>(quint32(half) << 16); });
    } else {
        std::ranges::transform(halves, values.begin(),
                               [](quint16 half) { return float(std::bit_cast<qfloat16>(half)); });
    }
    return values;
}

QByteArray encode(const std::vector<float> &values, WeightPrecision precision)
{
    const auto count = qsizetype(values.size());
    if (count == 0) // of an empty vector there is no address
        return {};
    if (precision == WeightPrecision::Float32) {
        QByteArray bytes(count * 4, Qt::Uninitialized);
        qToLittleEndian<float>(values.data(), count, bytes.data());
        return bytes;
    }
    std::vector<quint16> halves(values.size());
    std::ranges::transform(values, halves.begin(), [](float value) { return std::bit_cast<quint16>(qfloat16(value)); });
    QByteArray bytes(count * 2, Qt::Uninitialized);
    qToLittleEndian<quint16>(halves.data(), count, bytes.data());
    return bytes;
}

QByteArray headerFor(const WeightMap &weights, WeightPrecision precision)
{
    const bool half = precision == WeightPrecision::Float16;
    QJsonObject object{{"__metadata__", QJsonObject{{"format", "pt"}}}};
    qint64 offset = 0;
    for (const auto &[name, tensor] : weights) {
        const qint64 end = offset + qint64(tensor.values.size()) * (half ? 2 : 4);
        QJsonArray shape;
        for (const qint64 extent : tensor.shape)
            shape.append(extent);
        object.insert(
            name,
            QJsonObject{{"dtype", half ? "F16" : "F32"}, {"shape", shape}, {"data_offsets", QJsonArray{offset, end}}});
        offset = end;
    }
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    // Padded so that the data are aligned for readers that map the file.
    return json.leftJustified((json.size() + kPrefixBytes - 1) / kPrefixBytes * kPrefixBytes, ' ');
}

Result<> checkWritable(const QString &path, const WeightMap &weights, WeightPrecision precision)
{
    const float largest = precision == WeightPrecision::Float16 ? kLargestHalf : std::numeric_limits<float>::max();
    for (const auto &[name, tensor] : weights) {
        if (valueCount(tensor.shape) != qint64(tensor.values.size()))
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("%1 was not written: tensor %2 of shape %3 has %4 values.")
                               .arg(path, name, shapeText(tensor.shape))
                               .arg(tensor.values.size()));
        if (!std::ranges::all_of(tensor.values, [&](float value) { return std::abs(value) <= largest; }))
            return failure(
                ErrorCode::ModelInvalid,
                QStringLiteral("%1 was not written: tensor %2 holds values too large to store, or not numbers.")
                    .arg(path, name),
                QStringLiteral("The training diverged. Train again with a lower learning rate."));
    }
    return {};
}

} // namespace

QString shapeText(const std::vector<qint64> &shape)
{
    QStringList extents;
    for (const qint64 extent : shape)
        extents << QString::number(extent);
    return QLatin1Char('[') + extents.join(QStringLiteral(", ")) + QLatin1Char(']');
}

Result<WeightMap> readSafetensors(const QString &path)
{
    const auto bytes = readAll(path);
    if (!bytes)
        return failure(bytes.error());
    if (bytes->size() < kPrefixBytes)
        return invalid(path, QStringLiteral("it has only %1 bytes").arg(bytes->size()));
    const auto headerBytes = qFromLittleEndian<quint64>(bytes->constData());
    const auto rest = quint64(bytes->size() - kPrefixBytes);
    if (headerBytes > kLargestHeader || headerBytes > rest)
        return invalid(path, QStringLiteral("its header claims %1 bytes, %2 follow").arg(headerBytes).arg(rest));
    const char *data = bytes->constData() + kPrefixBytes + headerBytes;
    const auto entries
        = parseHeader(path, bytes->mid(kPrefixBytes, qsizetype(headerBytes)), qint64(rest - headerBytes));
    if (!entries)
        return failure(entries.error());
    WeightMap weights;
    for (const Entry &entry : *entries)
        weights.emplace(entry.name, WeightTensor{entry.shape, decode(data + entry.begin, entry)});
    return weights;
}

QByteArray weightsDigest(const WeightMap &weights)
{
    QCryptographicHash hash(QCryptographicHash::Blake2b_256);
    for (const auto &[name, tensor] : weights) {
        hash.addData((name + shapeText(tensor.shape)).toUtf8());
        hash.addData(QByteArrayView(reinterpret_cast<const char *>(tensor.values.data()),
                                    qsizetype(tensor.values.size() * sizeof(float))));
    }
    return hash.result().toHex();
}

Result<> writeSafetensors(const QString &path, const WeightMap &weights, WeightPrecision precision)
{
    if (auto writable = checkWritable(path, weights, precision); !writable)
        return writable;
    const QByteArray header = headerFor(weights, precision);
    QByteArray prefix(kPrefixBytes, Qt::Uninitialized);
    qToLittleEndian<quint64>(quint64(header.size()), prefix.data());

    io::AtomicFile file(path);
    auto done = file.open();
    if (done)
        done = file.write(prefix + header);
    for (auto one = weights.begin(); done && one != weights.end(); ++one)
        done = file.write(encode(one->second.values, precision));
    return done ? file.commit() : done;
}

} // namespace somno::sdreamer
