// SPDX-FileCopyrightText: 2026 The Somnoscribe developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/matlab/level5matrix.h"

#include <algorithm>
#include <array>

namespace somno::matlab {

namespace {

constexpr qint64 kTagBytes = 8;
constexpr qint64 kMostHeaderBytes = 4096; ///< of shape and name
constexpr quint32 kComplex = 0x0800;
constexpr quint32 kLogical = 0x0200;

quint32 word(const uchar *bytes, bool isBigEndian)
{
    double value = 0;
    convert(Stored::Uint32, isBigEndian, bytes, std::span(&value, 1));
    return quint32(value);
}

qint64 paddingAfter(qint64 bytes)
{
    return (kTagBytes - bytes % kTagBytes) % kTagBytes;
}

/// Whether the shape is one: nothing negative, and no more elements than can be counted.
bool isShape(const std::vector<double> &shape)
{
    double count = 1;
    for (const double length : shape) {
        if (length < 0)
            return false;
        count *= qMax(length, 1.0);
    }
    return shape.size() >= 2 && count < 1e15;
}

} // namespace

std::optional<Level5Matrix::Tag> Level5Matrix::tag()
{
    std::array<uchar, kTagBytes> bytes;
    if (!m_bytes.read(bytes))
        return {};
    const quint32 first = word(bytes.data(), m_isBigEndian);
    if (const quint32 small = first >> 16; small != 0) {
        if (small > 4)
            return {};
        return Tag{Stored(first & 0xffff), small, QByteArray(reinterpret_cast<const char *>(bytes.data()) + 4, 4)};
    }
    return Tag{Stored(first), word(bytes.data() + 4, m_isBigEndian), {}};
}

std::optional<QByteArray> Level5Matrix::smallData(const Tag &tag)
{
    if (!tag.small.isEmpty())
        return tag.small.left(tag.bytes);
    if (tag.bytes > kMostHeaderBytes)
        return {};
    QByteArray data(qsizetype(tag.bytes + paddingAfter(tag.bytes)), Qt::Uninitialized);
    if (!m_bytes.read(std::span(reinterpret_cast<uchar *>(data.data()), size_t(data.size()))))
        return {};
    return data.left(tag.bytes);
}

std::optional<std::vector<double>> Level5Matrix::numbers()
{
    const auto described = tag();
    const qint64 size = described ? sizeOf(described->type) : 0;
    const auto data = size > 0 ? smallData(*described) : std::nullopt;
    if (!data)
        return {};
    std::vector<double> values(size_t(data->size() / size));
    convert(described->type, m_isBigEndian, reinterpret_cast<const uchar *>(data->constData()),
            std::span<double>(values));
    return values;
}

std::optional<Variable> Level5Matrix::header()
{
    if (const auto matrix = tag(); !matrix || matrix->type != Stored::Matrix || matrix->bytes == 0)
        return {};
    const auto flags = numbers();
    if (!flags || flags->empty())
        return {};
    const auto bits = quint32(flags->front());
    Variable variable;
    variable.type = (bits & kLogical) != 0 ? QStringLiteral("logical") : className(int(bits & 0xff));
    if (variable.type != QLatin1String("opaque")) { // which has no shape
        const auto shape = numbers();
        if (!shape || !isShape(*shape))
            return {};
        variable.shape.assign(shape->begin(), shape->end());
    }
    const auto nameTag = tag();
    const auto name = nameTag ? smallData(*nameTag) : std::nullopt;
    if (variable.type.isEmpty() || !name)
        return {};
    variable.name = QString::fromUtf8(*name);
    variable.isNumeric = (bits & kComplex) == 0 && storedAs(variable.type) != Stored::Matrix;
    variable.isText = variable.type == QLatin1String("char");
    return variable;
}

template <class Number>
bool Level5Matrix::values(std::span<Number> out)
{
    const auto described = tag();
    const qint64 size = described ? sizeOf(described->type) : 0;
    if (size == 0 || described->bytes < qint64(out.size()) * size)
        return out.empty() && described;
    if (!described->small.isEmpty()) {
        convert(described->type, m_isBigEndian, reinterpret_cast<const uchar *>(described->small.constData()), out);
        return true;
    }
    std::vector<uchar> block(size_t(qMin<qint64>(qint64(out.size()) * size, 1 << 16)));
    while (!out.empty()) {
        const size_t count = std::min(out.size(), block.size() / size_t(size));
        if (!m_bytes.read(std::span(block).first(count * size_t(size))))
            return false;
        convert(described->type, m_isBigEndian, block.data(), out.first(count));
        out = out.subspan(count);
    }
    return true;
}

template bool Level5Matrix::values(std::span<double> out);
template bool Level5Matrix::values(std::span<float> out);

std::optional<QString> Level5Matrix::characters(qint64 count)
{
    const auto described = tag();
    const auto data = described ? smallData(*described) : std::nullopt;
    if (!data)
        return {};
    if (described->type == Stored::Utf8)
        return QString::fromUtf8(*data).left(count);
    const qint64 size = described->type == Stored::Utf16 ? 2 : qMax<qint64>(1, sizeOf(described->type));
    if (size > 2)
        return {};
    QString text;
    for (qint64 i = 0; i + size <= data->size() && text.size() < count; i += size) {
        double character = 0;
        convert(size == 2 ? Stored::Uint16 : Stored::Uint8, m_isBigEndian,
                reinterpret_cast<const uchar *>(data->constData()) + i, std::span(&character, 1));
        text += QChar(char16_t(character));
    }
    return text;
}

} // namespace somno::matlab
