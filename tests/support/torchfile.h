// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QtEndian>
#include <initializer_list>
#include <utility>
#include <vector>

namespace somno::test {

// Checkpoint files made operation by operation and byte by byte, as torch.save() makes them, so that they can be made
// wrong.

template <class T>
QByteArray littleEndian(T value)
{
    QByteArray bytes(sizeof(T), Qt::Uninitialized);
    qToLittleEndian(value, bytes.data());
    return bytes;
}

// Fragments of a pickle: each leaves one object on the stack.

inline QByteArray pickledText(const QByteArray &utf8)
{
    return 'X' + littleEndian(quint32(utf8.size())) + utf8;
}
inline QByteArray pickledInt(qint32 value)
{
    return 'J' + littleEndian(value);
}
inline QByteArray pickledGlobal(const QByteArray &module, const QByteArray &name)
{
    return 'c' + module + '\n' + name + '\n';
}
inline QByteArray pickledTuple(const QByteArrayList &items)
{
    return '(' + items.join() + 't';
}
inline QByteArray pickledTuple(const std::vector<qint64> &integers)
{
    QByteArrayList items;
    for (const qint64 integer : integers)
        items << pickledInt(qint32(integer));
    return pickledTuple(items);
}
inline QByteArray pickledCall(const QByteArray &callee, const QByteArrayList &arguments)
{
    return callee + pickledTuple(arguments) + 'R';
}
inline QByteArray pickledDict(const QList<std::pair<QByteArray, QByteArray>> &entries)
{
    QByteArray bytes = "}(";
    for (const auto &[key, value] : entries)
        bytes += pickledText(key) + value;
    return bytes + 'u';
}
inline QByteArray pickle(const QByteArray &object)
{
    return QByteArray("\x80\x02") + object + '.';
}

/// How a tensor lies in its storage.
struct PickledTensor {
    std::vector<qint64> shape;
    std::vector<qint64> stride;
    QByteArray record = "0";
    qint64 storageValues = 0;
    qint64 offset = 0;
    QByteArray type = "Float";
};

inline QByteArray pickledTensor(const PickledTensor &tensor)
{
    const QByteArray storage
        = pickledTuple(QByteArrayList{pickledText("storage"), pickledGlobal("torch", tensor.type + "Storage"),
                                      pickledText(tensor.record), pickledText("cpu"),
                                      pickledInt(qint32(tensor.storageValues))})
          + 'Q';
    const QByteArray noHooks = pickledGlobal("collections", "OrderedDict") + ")R";
    return pickledCall(pickledGlobal("torch._utils", "_rebuild_tensor_v2"),
                       {storage, pickledInt(qint32(tensor.offset)), pickledTuple(tensor.shape),
                        pickledTuple(tensor.stride), "\x89", noHooks});
}

/// A file in a ZIP archive; the sizes and the method can be made to lie.
struct ZipEntry {
    QByteArray name;
    QByteArray bytes;
    quint16 method = 0;
    qint64 claimedSize = -1; ///< the true one
};

inline quint32 zipChecksum(const QByteArray &bytes)
{
    quint32 crc = ~quint32(0);
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
    }
    return ~crc;
}

inline QByteArray zipArchive(const std::vector<ZipEntry> &entries)
{
    QByteArray file, directory;
    for (const ZipEntry &entry : entries) {
        const auto size = quint32(entry.claimedSize < 0 ? entry.bytes.size() : entry.claimedSize);
        // version, flags, method, time, date, checksum, sizes, name length, extra length
        const QByteArray common = littleEndian<quint16>(20) + littleEndian<quint16>(0) + littleEndian(entry.method)
                                  + littleEndian<quint32>(0) + littleEndian(zipChecksum(entry.bytes))
                                  + littleEndian(size) + littleEndian(size) + littleEndian(quint16(entry.name.size()))
                                  + littleEndian<quint16>(0);
        directory += "PK\x01\x02" + littleEndian<quint16>(20) + common + QByteArray(10, '\0')
                     + littleEndian(quint32(file.size())) + entry.name;
        file += "PK\x03\x04" + common + entry.name + entry.bytes;
    }
    const auto count = littleEndian(quint16(entries.size()));
    return file + directory + "PK\x05\x06" + QByteArray(4, '\0') + count + count
           + littleEndian(quint32(directory.size())) + littleEndian(quint32(file.size())) + QByteArray(2, '\0');
}

/// The entries that torch.save() makes of a pickle and its storages.
inline std::vector<ZipEntry> checkpointEntries(const QByteArray &pickle, const std::vector<QByteArray> &storages)
{
    std::vector<ZipEntry> entries{{"archive/data.pkl", pickle}};
    for (size_t i = 0; i < storages.size(); ++i)
        entries.push_back({"archive/data/" + QByteArray::number(qulonglong(i)), storages[i]});
    entries.push_back({"archive/version", "3\n"});
    return entries;
}

/// A state dictionary of float32 tensors: its pickled dictionary, and the storages that it refers to.
template <class Weights>
std::pair<QByteArray, std::vector<QByteArray>> pickledWeights(const Weights &weights)
{
    QByteArray dict = pickledGlobal("collections", "OrderedDict") + ")R(";
    std::vector<QByteArray> storages;
    for (const auto &[name, tensor] : weights) {
        std::vector<qint64> stride(tensor.shape.size(), 1);
        for (size_t i = stride.size(); i-- > 1;)
            stride[i - 1] = stride[i] * tensor.shape[i];
        const auto count = qint64(tensor.values.size());
        dict += pickledText(name.toUtf8())
                + pickledTensor(
                    {tensor.shape, stride, QByteArray::number(qulonglong(storages.size())), count, 0, "Float"});
        QByteArray bytes(count * 4, Qt::Uninitialized);
        qToLittleEndian<float>(tensor.values.data(), count, bytes.data());
        storages.push_back(bytes);
    }
    // torch.save() keeps the versions of the modules as an attribute of the dictionary.
    return {dict + "u}(" + pickledText("_metadata") + "}ub", storages};
}

inline QString saveCheckpoint(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("the checkpoint could not be written");
    return path;
}

} // namespace somno::test
